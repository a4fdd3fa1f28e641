import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres/index.ts'
import { type EntryFilter, leaves } from '../store.ts'

/** Filtered entries are counted one by one, so up to here. */
const MOST_WALKED = 100_000

export interface Span {
  readonly from: number
  readonly to: number
}

/** Time of the first and of the newest entry of the log; null while it is empty. */
export async function spanOfLog(db: Db): Promise<(Span & { size: number }) | null> {
  const { rows } = await sql<{ first: number | null; last: number | null; leaf: number | null }>`
    select (select happened_at from evidence_outbox where leaf = 0) as first,
      (select happened_at from evidence_outbox where leaf is not null order by leaf desc limit 1) as last,
      (select max(leaf) from evidence_outbox) as leaf`.execute(db)
  const { first, last, leaf } = rows[0]!
  return first === null || last === null || leaf === null ? null : { from: first, to: last, size: leaf + 1 }
}

/**
 * How many leaves lie before each of these moments. Leaves are in the order of their time but for commits of one moment,
 * so that halving finds each place: some twenty rounds on ten million entries instead of a walk over all.
 */
export async function leavesBefore(db: Db, size: number, moments: readonly number[]): Promise<number[]> {
  const low = moments.map(() => 0)
  const high = moments.map(() => size)
  for (;;) {
    const open = moments.map((_, at) => at).filter((at) => low[at]! < high[at]!)
    if (open.length === 0) return low
    const middle = new Map(open.map((at) => [at, Math.floor((low[at]! + high[at]!) / 2)]))
    const asked = [...new Set(middle.values())]
    const { rows } = await sql<{ leaf: number; happened_at: number }>`
      select leaf, happened_at from evidence_outbox where leaf = any(${asked}::bigint[])`.execute(db)
    const timeOf = new Map(rows.map((row) => [row.leaf, row.happened_at]))
    for (const [at, leaf] of middle) {
      if ((timeOf.get(leaf) ?? Infinity) < moments[at]!) low[at] = leaf + 1
      else high[at] = leaf
    }
  }
}

/** Times of the entries that fit, newest first, up to MOST_WALKED; `whole` tells whether these are all. */
export async function timesOf(db: Db, filter: EntryFilter): Promise<{ times: number[]; whole: boolean }> {
  const { rows } = await sql<{ at: number }>`
    select o.happened_at as at from (${leaves(filter, MOST_WALKED + 1)}) as found
    join evidence_outbox o on o.leaf = found.leaf order by found.leaf desc`.execute(db)
  return { times: rows.slice(0, MOST_WALKED).map((row) => row.at), whole: rows.length <= MOST_WALKED }
}
