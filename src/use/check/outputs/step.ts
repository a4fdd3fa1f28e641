import type { CheckStep } from '../model.ts'
import type { VerdictWord } from './model.ts'

/** One rule applied: `found` places break it; then it says `broken`, else pass. */
export function step(
  rule: string,
  inputs: CheckStep['inputs'],
  found: number,
  broken: Exclude<VerdictWord, 'pass'> = 'fail',
): CheckStep {
  return { rule, inputs, result: { found, verdict: found > 0 ? broken : 'pass' } }
}

/** How many of these are so. */
export const howMany = <T>(items: readonly T[], so: (item: T) => boolean): number => items.filter(so).length
