import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Core } from '../../safeguard/evidence/index.ts'
import { existingVersions } from '../catalog/index.ts'
import { insuredFolder, stagingFolder, uploadsFolder, versionsFolder } from './places.ts'
import { DRAFT } from './upload-parts.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** An upload in pieces may go on for a week. */
const DRAFT_MS = 7 * 24 * 3_600_000
const GENERATION = /^\d{6,}-[0-9a-f-]{36}\.parquet$/

/** Removes what a killed import left: files that no row names. Runs at start, before any import. */
export async function sweepOrphans(
  core: Core,
): Promise<{ versions: number; generations: number; staged: number }> {
  const staged = await names(stagingFolder(core))
  await Promise.all(staged.map((name) => remove(stagingFolder(core), name)))

  const folders = (await names(versionsFolder(core))).filter((name) => UUID.test(name))
  const kept = await existingVersions(core, folders)
  const versions = folders.filter((name) => !kept.has(name))
  await Promise.all(versions.map((name) => remove(versionsFolder(core), name)))

  const files = (await names(insuredFolder(core))).filter((name) => GENERATION.test(name))
  const named = new Set(
    (await core.db.selectFrom('insured_generation').select('file').execute()).map((row) => row.file),
  )
  const generations = files.filter((name) => !named.has(name))
  await Promise.all(generations.map((name) => remove(insuredFolder(core), name)))

  await sweepUploads(core)
  return { versions: versions.length, generations: generations.length, staged: staged.length }
}

/** Uploads that cannot go on; whole ones wait for their import, those in pieces for their next piece. */
async function sweepUploads(core: Core): Promise<void> {
  for (const body of await names(uploadsFolder(core))) {
    for (const dataset of await names(join(uploadsFolder(core), body))) {
      const folder = join(uploadsFolder(core), body, dataset)
      const hidden = (await names(folder)).filter((name) => name.startsWith('.'))
      const stale = await Promise.all(hidden.map((name) => isStale(core, join(folder, name), name)))
      const cut = hidden.filter((_, i) => stale[i])
      await Promise.all(cut.map((name) => remove(folder, name)))
    }
  }
}

async function isStale(core: Core, path: string, name: string): Promise<boolean> {
  if (!DRAFT.test(name)) return true
  const { mtimeMs } = await stat(path)
  return core.clock.now() - mtimeMs > DRAFT_MS
}

const remove = (folder: string, name: string) => rm(join(folder, name), { recursive: true, force: true })

const names = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
