import { sql } from 'kysely'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { slotsAt } from '../forms/rate.ts'
import type { Draw } from '../model.ts'

/**
 * Counters of a contract: leased by a grant, drawn when data is opened, settled when something is released, given back
 * when nothing was. Each is a single statement under the locked contract row, so that neither concurrent runs nor
 * crashes overdraw or leak; a check constraint of the table is the last line.
 */

/** What a run holds of a counter; kept with the run, so that whoever finds it later can settle it. Plain JSON. */
export interface Lease {
  readonly key: string
  readonly operand: Draw['operand']
  readonly amount: number
  readonly limit: number
  readonly windowMs: number | null
  /** Start of the slot, ms; 0: the whole term. */
  readonly slot: number
  /** True from the moment that it counts for good. */
  readonly drawn: boolean
}

/** How much goes out is known at the release only; that something was opened is known when it is. */
const AT_RELEASE: ReadonlySet<Draw['operand']> = new Set(['dataSize', 'dataRecord'])
export const isSize = ({ operand }: Pick<Lease, 'operand'>): boolean => AT_RELEASE.has(operand)

/** Sets aside what a decision draws. @throws XinyuError DECISION_COUNTER_FULL when somebody else took it meanwhile */
export async function leaseDraws(
  tx: Tx,
  contractId: string,
  draws: readonly Draw[],
  now: number,
): Promise<Lease[]> {
  const leases: Lease[] = []
  for (const draw of draws) {
    const { key, operand, amount, limit, windowMs } = draw
    const { slot, first } = windowMs === null ? { slot: 0, first: 0 } : slotsAt(now, windowMs)
    if (windowMs !== null) await forgetBefore(tx, contractId, key, first)
    const { rows } = await sql`
      insert into usage_counter as c (contract_id, rule_key, window_at, operand, leased, most)
      select ${contractId}, ${key}, ${slot}, ${operand}, ${amount}::bigint, ${limit}::bigint
      where (select coalesce(sum(used + leased), 0) from usage_counter
             where contract_id = ${contractId} and rule_key = ${key} and window_at >= ${first})
            + ${amount}::bigint <= ${limit}::bigint
      on conflict (contract_id, rule_key, window_at) do update set leased = c.leased + excluded.leased
      returning 1`.execute(tx)
    if (rows.length === 0) throw new XinyuError('DECISION_COUNTER_FULL', { rule: operand })
    leases.push({ key, operand, amount, limit, windowMs, slot, drawn: false })
  }
  return leases
}

/** Slots that no longer count, and of which nothing is under way, are let go. */
async function forgetBefore(tx: Tx, contractId: string, key: string, first: number): Promise<void> {
  await tx
    .deleteFrom('usage_counter')
    .where('contract_id', '=', contractId)
    .where('rule_key', '=', key)
    .where('window_at', '<', first)
    .where('leased', '=', 0)
    .execute()
}

/** Data is opened now: uses count from here on, whatever happens; sizes stay leased until something goes out. */
export async function drawLeases(tx: Tx, contractId: string, leases: readonly Lease[]): Promise<Lease[]> {
  const drawn: Lease[] = []
  for (const lease of leases) {
    if (isSize(lease) || lease.drawn) drawn.push(lease)
    else {
      await move(tx, contractId, lease, lease.amount)
      drawn.push({ ...lease, drawn: true })
    }
  }
  return drawn
}

/** Something goes out: sizes are settled to what it really is. @throws XinyuError RUN_OUTPUT_BEYOND beyond what was set aside */
export async function settleLeases(
  tx: Tx,
  contractId: string,
  leases: readonly Lease[],
  real: { readonly rows: number; readonly bytes: number },
): Promise<void> {
  for (const lease of leases) {
    if (lease.drawn) continue
    const amount = lease.operand === 'dataSize' ? real.bytes : isSize(lease) ? real.rows : lease.amount
    if (amount > lease.amount)
      throw new XinyuError('RUN_OUTPUT_BEYOND', { rule: lease.operand, amount, limit: lease.amount })
    await move(tx, contractId, lease, amount)
  }
}

/** Nothing went out: what is still leased is given back. */
export async function giveBackLeases(tx: Tx, contractId: string, leases: readonly Lease[]): Promise<void> {
  for (const lease of leases) if (!lease.drawn) await move(tx, contractId, lease, 0)
}

/** Takes the lease away and counts `used` in its place. */
async function move(tx: Tx, contractId: string, lease: Lease, used: number): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('usage_counter')
    .set({ leased: sql`leased - ${lease.amount}::bigint`, used: sql`used + ${used}::bigint` })
    .where('contract_id', '=', contractId)
    .where('rule_key', '=', lease.key)
    .where('window_at', '=', lease.slot)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new TypeError(`the counter ${lease.key} of a lease is gone: a defect`)
}
