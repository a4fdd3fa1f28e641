import { sql } from 'kysely'
import type { Tx } from '../../platform/postgres/tables.ts'

/**
 * The contract's row as a decision needs it, locked until the transaction ends, with the text of what both sides
 * signed, so that a proof of integrity is worked out once for each form of the row.
 */
export function lockForUse(tx: Tx, contractId: string) {
  return tx
    .selectFrom('contract')
    .selectAll()
    .select(
      sql<string>`concat_ws('|', hash, id, provider_id, consumer_id, product_id, project_id,
          coalesce(authority_id::text, '-'), number, until_at, max_runs, terms::text, signatures::text)`.as(
        'signed_text',
      ),
    )
    .where('id', '=', contractId)
    .forUpdate()
    .executeTakeFirst()
}
export type UseContract = NonNullable<Awaited<ReturnType<typeof lockForUse>>>
