import { CompiledQuery } from 'kysely'
import { type Tx, WITH_COMMIT } from '../../platform/postgres/index.ts'
import type { PreparedEntry } from './entry.ts'
import type { SealedPayload } from './payload/index.ts'

/** A committed entry on its way into the log. */
export interface OutboxRow {
  readonly id: string
  readonly entry: string
  /** What it is found by; worked out from the entry where it is not given. */
  readonly terms?: readonly string[]
}

/**
 * Writes entries and sealed payloads in the action's transaction: its last statement, which travels with the commit. It also
 * lets the commit return before it is on disk: the sequencer makes the commits of a whole batch durable at once
 * (`flush`), before their entries go into the log and before any of the actions is answered.
 */
export async function insertOutbox(
  tx: Tx,
  entries: readonly PreparedEntry[],
  payloads: readonly SealedPayload[],
): Promise<void> {
  const values: unknown[] = []
  const row = (...fields: unknown[]) => `(${fields.map((field) => `$${values.push(field)}`).join()})`
  const outbox = entries.map((one) => row(one.id, one.at, one.kind, one.entry)).join()
  const beside = payloads.map((one) => row(one.entryId, one.salt, one.key, one.sealed)).join()
  const insert = `with payload as (insert into evidence_payload (entry_id, salt, key, sealed) values ${beside})`
  // Written by hand: it runs in every action, and building the text by Kysely costs as much as running it.
  await tx.executeQuery(
    CompiledQuery.raw(
      `${WITH_COMMIT}${payloads.length > 0 ? insert : ''}
       insert into evidence_outbox (id, happened_at, kind, entry) values ${outbox}
       returning set_config('synchronous_commit', 'off', true)`,
      values,
    ),
  )
}
