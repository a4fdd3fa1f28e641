import type { Condition, Expr } from '../plan/row.ts'

type Branch = Extract<Expr, { kind: 'case' }>['branches'][number]

/** One branch of a CASE. */
export const branchOf = (when: Condition, expr: Expr): Branch =>
  // oxlint-disable-next-line unicorn/no-thenable -- the second half of "when … then"; plain JSON that nobody awaits
  ({ when, then: expr })
