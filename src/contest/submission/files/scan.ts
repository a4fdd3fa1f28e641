import { systemActor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { pathOf } from './begin.ts'
import type { FileRow } from './store.ts'
import { findScanner, type Scanner } from './virus.ts'

export const SCAN_JOB = 'contest-scan'
/** Files that one call of the scanner is given: it loads its signatures once for all of them. */
const BATCH = 50

/** One scan waits at most: it takes all files that wait when it begins, and what came meanwhile. */
export async function askScan(tx: Tx, core: Core): Promise<void> {
  const waiting = await tx
    .selectFrom('job')
    .select('id')
    .where('kind', '=', SCAN_JOB)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  if (!waiting) await core.jobs.enqueue(tx, systemActor('contest'), SCAN_JOB, {})
}

/**
 * The virus check goes on behind the upload, so that a slow scanner does not decide who is in time. What is found is
 * set apart: it is not handed in any more, and nobody reads it.
 */
export function registerScan(core: Core, scanner: Scanner | null = findScanner()): void {
  core.jobs.register(SCAN_JOB, async ({ signal, progress }) => {
    const files = await scanWaiting(core, scanner, signal, (done) =>
      progress(null, 'contest.scanning', { files: done }),
    )
    return { files }
  })
}

/** Looks at every file that waits; answers how many. Without a scanner they are said not to be scanned. */
export async function scanWaiting(
  core: Core,
  scanner: Scanner | null,
  signal: AbortSignal,
  tell: (done: number) => void = () => {},
): Promise<number> {
  for (let done = 0; ; ) {
    const rows = await core.db
      .selectFrom('contest_file')
      .selectAll()
      .where('virus', '=', 'waiting')
      .orderBy('created_at')
      .limit(BATCH)
      .execute()
    if (rows.length === 0 || signal.aborted) return done
    await scanBatch(core, scanner, rows)
    done += rows.length
    tell(done)
  }
}

async function scanBatch(core: Core, scanner: Scanner | null, rows: readonly FileRow[]): Promise<void> {
  const paths = new Map(rows.map((row) => [row.id, pathOf(core, row)]))
  const said = (await scanner?.scan([...paths.values()])) ?? new Map<string, never>()
  for (const row of rows) {
    const virus = scanner ? (said.get(paths.get(row.id)!) ?? 'failed') : ('not_scanned' as const)
    if (virus !== 'found') {
      await core.db.updateTable('contest_file').set({ virus }).where('id', '=', row.id).execute()
      continue
    }
    await act(core, systemActor('contest'), async ({ tx, note }) => {
      await tx.updateTable('contest_file').set({ virus }).where('id', '=', row.id).execute()
      note({
        kind: 'work.virus_found',
        subject: { contest: row.contest_id, team: row.team_id, file: row.id },
        payload: { digest: row.digest, program: scanner!.program },
      })
    })
  }
}
