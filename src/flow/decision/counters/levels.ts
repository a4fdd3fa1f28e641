import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { type Constraint, parseRate, type Policy } from '../../policy/index.ts'
import { slotsAt } from '../forms/rate.ts'
import { mostOf } from '../forms/number.ts'
import type { Level } from '../request.ts'
import type { Lease } from './lease.ts'

/** One counter that a policy asks for. */
export interface CounterRule {
  readonly key: string
  readonly constraint: Constraint
  readonly limit: number | null
  readonly windowMs: number | null
}

const COUNTED: ReadonlySet<string> = new Set(['count', 'frequency', 'dataSize', 'dataRecord'])

/** The counters of a policy, by the path of their constraint. Only permissions count; a prohibition is never used. */
export function counterRules(policy: Policy): CounterRule[] {
  return policy.permissions.flatMap(({ constraints }, index) =>
    constraints.flatMap((constraint, place) => {
      if (!COUNTED.has(constraint.operand)) return []
      const key = `permissions.${index}.constraints.${place}`
      if (constraint.operand !== 'frequency')
        return [{ key, constraint, limit: mostOf(constraint), windowMs: null }]
      const rate = parseRate(String(constraint.value))
      const limit = rate && (constraint.operator === 'lt' ? rate.times - 1 : rate.times)
      return [{ key, constraint, limit, windowMs: rate?.per ?? null }]
    }),
  )
}

/** Where the counters of a contract stand now; what `own` holds is left aside, for a run that asks again. */
export async function levelsOf(
  db: Tx | Db,
  contractId: string,
  policy: Policy,
  now: number,
  own: readonly Lease[] = [],
): Promise<Record<string, Level>> {
  const rules = counterRules(policy)
  if (rules.length === 0) return {}
  const rows = await db
    .selectFrom('usage_counter')
    .select(['rule_key', 'window_at', 'used', 'leased'])
    .where('contract_id', '=', contractId)
    .execute()
  return Object.fromEntries(
    rules.map(({ key, windowMs }) => {
      const first = windowMs === null ? 0 : slotsAt(now, windowMs).first
      const mine = own.filter((lease) => lease.key === key && lease.slot >= first)
      const held = (drawn: boolean) =>
        mine.reduce((sum, lease) => sum + (lease.drawn === drawn ? lease.amount : 0), 0)
      const level = { used: -held(true), leased: -held(false) }
      for (const row of rows) {
        if (row.rule_key !== key || row.window_at < first) continue
        level.used += row.used
        level.leased += row.leased
      }
      return [key, level]
    }),
  )
}
