import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { counterRules, levelsOf } from './levels.ts'
import { paidUnder } from './payments.ts'
import type { CountersView, CounterView } from './model.ts'

/** Where the counters of a contract stand now. The caller has looked whether they may be seen. @throws XinyuError NOT_FOUND */
export async function countersOf(core: Core, contractId: string): Promise<CountersView> {
  const row = await core.db
    .selectFrom('contract')
    .select(['runs_used', 'runs_leased', 'max_runs', 'terms'])
    .where('id', '=', contractId)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  const { policy } = row.terms
  const now = core.clock.now()
  const levels = await levelsOf(core.db, contractId, policy, now)
  const payments = await core.db
    .selectFrom('usage_payment')
    .select(['reference', 'fen', 'created_at'])
    .where('contract_id', '=', contractId)
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()
  const confirmed = await core.db
    .selectFrom('usage_fulfilment')
    .select(['rule_key', 'created_at'])
    .where('contract_id', '=', contractId)
    .execute()
  const runs: CounterView = {
    key: 'maxRuns',
    operand: 'count',
    operator: 'lteq',
    used: row.runs_used,
    leased: row.runs_leased,
    limit: row.max_runs,
    windowMs: null,
  }
  const paid: CounterView = {
    key: 'paid',
    operand: 'payAmount',
    operator: null,
    used: await paidUnder(core.db, contractId),
    leased: 0,
    limit: null,
    windowMs: null,
  }
  const counters = counterRules(policy).map(
    ({ key, constraint, limit, windowMs }): CounterView => ({
      key,
      operand: constraint.operand,
      operator: constraint.operator,
      ...(levels[key] ?? { used: 0, leased: 0 }),
      limit,
      windowMs,
    }),
  )
  return {
    contractId,
    at: now,
    counters: [runs, ...counters, ...(payments.length > 0 ? [paid] : [])],
    payments: payments.map(({ reference, fen, created_at }) => ({ reference, fen, at: created_at })),
    duties: policy.permissions.flatMap(({ duties }, index) =>
      duties.map(({ action }, place) => {
        const key = `permissions.${index}.duties.${place}`
        return { key, action, confirmedAt: confirmed.find((one) => one.rule_key === key)?.created_at ?? null }
      }),
    ),
  }
}
