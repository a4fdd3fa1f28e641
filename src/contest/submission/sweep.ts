import { rm } from 'node:fs/promises'
import type { Core } from '../../safeguard/evidence/index.ts'
import { pathOf } from './files/begin.ts'

/** An upload that nobody went on with for so long is given up. */
const ABANDONED_MS = 14 * 24 * 3_600_000

/** Takes away what was begun and left: its bytes are the team's quota and everybody's disk. */
export async function sweepUploads(core: Core): Promise<void> {
  const rows = await core.db
    .deleteFrom('contest_file')
    .where('state', '=', 'uploading')
    .where('created_at', '<', core.clock.now() - ABANDONED_MS)
    .returningAll()
    .execute()
  for (const row of rows) await rm(pathOf(core, row), { force: true })
}
