import { XinyuError } from '../../kernel/errors/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import { sql } from 'kysely'

/**
 * Runs of a contract are leased by a grant, drawn down when data is opened, and given back when it never was.
 * All three are single statements on one row, so that concurrent runs and crashes cannot overdraw.
 */

/** Sets one run aside. @throws XinyuError CONTRACT_USED_UP */
export async function leaseRun(tx: Tx, contractId: string): Promise<void> {
  const leased = await tx
    .updateTable('contract')
    .set({ runs_leased: sql`runs_leased + 1` })
    .where('id', '=', contractId)
    .whereRef(sql`runs_used + runs_leased`, '<', 'max_runs')
    .returning('id')
    .executeTakeFirst()
  if (leased) return
  const row = await tx
    .selectFrom('contract')
    .select('max_runs')
    .where('id', '=', contractId)
    .executeTakeFirst()
  throw new XinyuError('CONTRACT_USED_UP', { limit: row?.max_runs ?? 0 })
}

/** The leased run opens data now: it counts from here on, whatever happens to it. */
export async function drawRun(tx: Tx, contractId: string): Promise<void> {
  await tx
    .updateTable('contract')
    .set({ runs_leased: sql`runs_leased - 1`, runs_used: sql`runs_used + 1` })
    .where('id', '=', contractId)
    .executeTakeFirstOrThrow()
}

/** The leased run ended before data was opened. */
export async function giveBackRun(tx: Tx, contractId: string): Promise<void> {
  await tx
    .updateTable('contract')
    .set({ runs_leased: sql`runs_leased - 1` })
    .where('id', '=', contractId)
    .executeTakeFirstOrThrow()
}
