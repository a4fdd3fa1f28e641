import type { Db, Tx } from '../../../platform/postgres/tables.ts'

/** What the provider recorded as paid under a contract, 分. */
export async function paidUnder(db: Tx | Db, contractId: string): Promise<number> {
  const { sum } = await db
    .selectFrom('usage_payment')
    .select((eb) => eb.fn.sum<string | null>('fen').as('sum'))
    .where('contract_id', '=', contractId)
    .executeTakeFirstOrThrow()
  return Number(sum ?? 0)
}

/** Paths of the duties before use that the provider confirmed. */
export async function fulfilledUnder(db: Tx | Db, contractId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('usage_fulfilment')
    .select('rule_key')
    .where('contract_id', '=', contractId)
    .execute()
  return rows.map((row) => row.rule_key)
}
