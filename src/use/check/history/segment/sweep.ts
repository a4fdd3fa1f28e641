import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Core } from '../../../../safeguard/evidence/index.ts'
import { segmentsOf } from '../store.ts'
import { historyFolder, keyFile } from './places.ts'

/** What no row names was never released: a server was killed between the file and its commit. Call it at start. */
export async function sweepHistory(core: Pick<Core, 'db' | 'home'>): Promise<void> {
  const projects = await readdir(join(core.home, 'history')).catch(() => [])
  for (const projectId of projects) if (isUuid(projectId)) await sweepProject(core, projectId)
}

/** The same for one project. The caller holds it, or nothing runs yet. */
export async function sweepProject(core: Pick<Core, 'db' | 'home'>, projectId: string): Promise<void> {
  const folder = historyFolder(core, projectId)
  const rows = await segmentsOf(core, projectId)
  if (rows.length === 0) return rm(folder, { recursive: true, force: true })
  const keep = new Set([...rows.map(({ file }) => file), basename(keyFile(folder))])
  for (const name of await readdir(folder).catch(() => []))
    if (!keep.has(name)) await rm(join(folder, name), { force: true })
}

const isUuid = (name: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name)
