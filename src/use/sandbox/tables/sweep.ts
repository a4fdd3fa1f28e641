import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { seatsHome, SOURCES_FILE } from './places.ts'

interface Found {
  readonly folder: string
  readonly sources: readonly { readonly id: string; readonly contractId: string }[]
}

/** Removes what was made of a contract's tables, in the moment that it stops. Returns how many folders. */
export async function removeTablesOf(core: Core, contractId: string): Promise<number> {
  const gone = (await folders(core)).filter(({ sources }) =>
    sources.some((source) => source.contractId === contractId),
  )
  for (const { folder } of gone) await rm(folder, { recursive: true, force: true })
  return gone.length
}

/** Removes what no prepared table stands behind any more, unless a seat looks at it now. Returns how many folders. */
export async function sweepTables(core: Core, inUse: ReadonlySet<string>): Promise<number> {
  const rows = await core.db.selectFrom('project_table').select('id').execute()
  const kept = new Set(rows.map(({ id }) => id))
  const gone = (await folders(core)).filter(
    ({ folder, sources }) =>
      !inUse.has(folder) && (sources.length === 0 || sources.some(({ id }) => !kept.has(id))),
  )
  for (const { folder } of gone) await rm(folder, { recursive: true, force: true })
  return gone.length
}

async function folders(core: Core): Promise<Found[]> {
  const root = join(seatsHome(core), 'tables')
  const found: Found[] = []
  for (const project of await names(root))
    for (const key of await names(join(root, project))) {
      // One that is being made is its maker's.
      if (key.includes('.')) continue
      const folder = join(root, project, key)
      const text = await readFile(join(folder, SOURCES_FILE), 'utf8').catch(() => '[]')
      found.push({ folder, sources: JSON.parse(text) as Found['sources'] })
    }
  return found
}

const names = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
