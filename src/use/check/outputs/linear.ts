import type { CheckStep } from '../model.ts'
import type { AmountCell, OutputOf } from './model.ts'
import { howMany, step } from './step.ts'
import type { Thresholds } from './thresholds.ts'

/** Sums, means, standard deviations: enough persons, and nobody who holds nearly all. */
export const checkLinear = ({ cells }: OutputOf<'linear'>, rules: Thresholds): CheckStep[] =>
  amountSteps(cells, rules)

/** Shares of the largest, Herfindahl: they tell about the largest. Gini: about the whole, so that numbers suffice. */
export function checkConcentration(
  { measure, cell }: OutputOf<'concentration'>,
  rules: Thresholds,
): CheckStep[] {
  if (measure !== 'gini') return amountSteps([cell], rules)
  const { minPersons } = rules
  return [
    step('min-persons', { minPersons, cells: 1 }, cell.persons < minPersons ? 1 : 0),
    step('negatives', {}, cell.negatives ? 1 : 0, 'review'),
  ]
}

function amountSteps(cells: readonly AmountCell[], rules: Thresholds): CheckStep[] {
  const { minPersons, dominance, pPercent } = rules
  return [
    step(
      'min-persons',
      { minPersons, cells: cells.length },
      howMany(cells, ({ persons }) => persons < minPersons),
    ),
    step(
      'dominance-nk',
      { n: dominance?.n ?? null, percent: dominance?.percent ?? null },
      dominance ? howMany(cells, (cell) => isHeldBy(cell, dominance)) : 0,
    ),
    step(
      'dominance-p',
      { pPercent },
      pPercent === null ? 0 : howMany(cells, (cell) => isEstimable(cell, pPercent)),
    ),
    step(
      'negatives',
      {},
      howMany(cells, ({ negatives }) => negatives),
      'review',
    ),
    step(
      'missing',
      {},
      howMany(cells, ({ missing }) => missing),
      'review',
    ),
  ]
}

/** NK of ACRO 1.0.1: fails where the n largest hold the share or more. Too few given to tell: fails. */
function isHeldBy(
  { total, largest, persons }: AmountCell,
  { n, percent }: { n: number; percent: number },
): boolean {
  if (largest.length < Math.min(n, persons)) return true
  const top = falling(largest).slice(0, n)
  return total > 0 && 100 * top.reduce((sum, one) => sum + one, 0) >= percent * total
}

/** p% of ACRO 1.0.1: fails where (total − top1 − top2) ÷ top1 < p. Nobody with anything: safe. */
function isEstimable({ total, largest, persons }: AmountCell, pPercent: number): boolean {
  if (largest.length < Math.min(2, persons)) return true
  const [first = 0, second = 0] = falling(largest)
  return first > 0 && 100 * (total - first - second) < pPercent * first
}

const falling = (values: readonly number[]): number[] => [...values].sort((a, b) => b - a)
