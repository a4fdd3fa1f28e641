import type { CheckedBase } from '../../check/index.ts'
import type { Plan } from '../plan/index.ts'
import type { Answer } from '../../run/index.ts'
import { compareRows } from './compare.ts'
import { evaluate } from './evaluate.ts'
import { encode } from './value.ts'

/**
 * The answer from what was released of each base (in the order of `plan.bases`): HAVING, windows, arithmetic, joins,
 * order and limit, over released values alone, so that none of them can tell more than is shown. A withheld value
 * stays withheld through every function, 其他 equals itself alone and sorts last. What no ORDER BY decides follows all
 * columns from the left, never the place on disk.
 * @throws XinyuError GATE_OVERFLOW, ENGINE_TOO_MANY_ROWS: both follow from released values alone
 */
export function finishPlan(plan: Plan, released: readonly CheckedBase[]): Answer {
  const { types, rows, ordered } = evaluate(plan.after, { bases: plan.bases, released })
  if (types.length !== plan.output.length) throw new TypeError('the plan names other columns than it makes')
  const arranged = ordered ? rows : [...rows].sort(compareRows)
  return {
    columns: plan.output,
    rows: arranged.map((row) => row.map((value, column) => encode(value, types[column]))),
  }
}
