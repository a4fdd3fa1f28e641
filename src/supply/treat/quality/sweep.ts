import { readdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { qualityFolder } from './runs.ts'

/**
 * Removes findings that no finished check vouches for: of runs that are no more, and of those that were killed between
 * laying them down and saying so, which do it anew. Called before jobs begin.
 * @returns how many
 */
export async function sweepFindings(core: Core): Promise<number> {
  const names = await readdir(dirname(qualityFolder(core, '-'))).catch(() => [])
  if (names.length === 0) return 0
  const rows = await core.db
    .selectFrom('quality_run')
    .select('id')
    .where('finished_at', 'is not', null)
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  const gone = names.filter((name) => !known.has(name))
  await Promise.all(gone.map((name) => rm(qualityFolder(core, name), { recursive: true, force: true })))
  return gone.length
}
