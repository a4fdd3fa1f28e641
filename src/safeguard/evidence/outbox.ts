import { sql } from 'kysely'
import type { Tx } from '../../platform/postgres/index.ts'
import type { PreparedEntry } from './entry.ts'

/** A committed entry on its way into the log. */
export interface OutboxRow {
  readonly id: string
  /** Order of insertion. */
  readonly seq: number
  readonly entry: string
}

/**
 * Writes entries and payloads in the action's transaction: one statement, always its last. It also lets the commit
 * return before it is on disk: the sequencer makes the commits of a whole batch durable at once (`flush`), before their
 * entries go into the log and before any of the actions is answered.
 */
export async function insertOutbox(tx: Tx, entries: readonly PreparedEntry[]): Promise<OutboxRow[]> {
  const payloads = entries.filter((one) => one.payload)
  const { rows } = await sql<{ put_id: string; put_seq: number }>`
    select put_id, put_seq from evidence_put(
      ${entries.map((one) => one.id)}::uuid[],
      ${entries.map((one) => one.at)}::bigint[],
      ${entries.map((one) => one.kind)}::text[],
      ${entries.map((one) => one.entry)}::text[],
      ${payloads.map((one) => one.id)}::uuid[],
      ${payloads.map((one) => Buffer.from(one.payload!.salt).toString('base64'))}::text[],
      ${payloads.map((one) => one.payload!.body)}::text[])`.execute(tx)
  const seqs = new Map(rows.map((row) => [row.put_id, row.put_seq]))
  return entries.map(({ id, entry }) => ({ id, entry, seq: seqs.get(id)! }))
}
