import type { CheckStep } from '../model.ts'
import type { OutputOf } from './model.ts'
import { howMany, step } from './step.ts'
import type { Thresholds } from './thresholds.ts'

/** Rates and ratios: both numbers rest on enough persons; of a proportion also those who are left. */
export function checkRatio({ items }: OutputOf<'ratio'>, { minPersons }: Thresholds): CheckStep[] {
  const cells = items.length
  const left = items.filter(({ proportion }) => proportion)
  return [
    step(
      'min-numerator',
      { minPersons, cells },
      howMany(items, ({ numerator }) => numerator < minPersons),
    ),
    step(
      'min-denominator',
      { minPersons, cells },
      howMany(items, ({ denominator }) => denominator < minPersons),
    ),
    step(
      'min-rest',
      { minPersons, cells: left.length },
      howMany(left, ({ numerator, denominator }) => denominator - numerator < minPersons),
    ),
  ]
}

/**
 * Survival tables and curves: at each step enough at risk and enough events. A step without events shows nothing new,
 * so that only its number at risk counts.
 */
export function checkSurvival({ steps }: OutputOf<'survival'>, { minAtRisk }: Thresholds): CheckStep[] {
  return [
    step(
      'min-at-risk',
      { minAtRisk, steps: steps.length },
      howMany(steps, ({ atRisk }) => atRisk < minAtRisk),
    ),
    step(
      'min-events',
      { minAtRisk, steps: steps.length },
      howMany(steps, ({ events }) => events > 0 && events < minAtRisk),
    ),
  ]
}
