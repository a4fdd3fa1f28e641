import type { CheckStep } from '../model.ts'
import type { OutputOf } from './model.ts'
import { howMany, step } from './step.ts'
import type { Thresholds } from './thresholds.ts'

/** Regressions: residual degrees of freedom; a saturated one is a table of means in disguise. */
export function checkRegression(
  { observations, parameters, saturated }: OutputOf<'regression'>,
  { minPersons, minDegreesOfFreedom }: Thresholds,
): CheckStep[] {
  const residual = observations - parameters
  return [
    step('min-persons', { minPersons, cells: 1 }, observations < minPersons ? 1 : 0),
    step('degrees-of-freedom', { minDegreesOfFreedom, residual }, residual < minDegreesOfFreedom ? 1 : 0),
    step('saturated', {}, saturated ? 1 : 0, 'review'),
  ]
}

/** Statistical tests: as regressions, where the test has degrees of freedom. */
export function checkTest(
  { observations, degreesOfFreedom }: OutputOf<'test'>,
  { minPersons, minDegreesOfFreedom }: Thresholds,
): CheckStep[] {
  const few = degreesOfFreedom !== null && degreesOfFreedom < minDegreesOfFreedom
  return [
    step('min-persons', { minPersons, cells: 1 }, observations < minPersons ? 1 : 0),
    step('degrees-of-freedom', { minDegreesOfFreedom, residual: degreesOfFreedom }, few ? 1 : 0),
  ]
}

/** Correlations: each over enough pairs; ±1 tells one value from the other. */
export function checkCorrelation(
  { coefficients }: OutputOf<'correlation'>,
  { minPersons }: Thresholds,
): CheckStep[] {
  return [
    step(
      'min-persons',
      { minPersons, cells: coefficients.length },
      howMany(coefficients, ({ pairs }) => pairs < minPersons),
    ),
    step(
      'exact-relation',
      {},
      howMany(coefficients, ({ value }) => Math.abs(value) > 0.9999),
      'review',
    ),
  ]
}

/** Trained models, by their structure (SACRO-ML 2.0.0); attacks on a model are run elsewhere. */
export function checkModel(
  { samples, parameters, smallestGroup, keepsRows, certainClass }: OutputOf<'model'>,
  { minPersons, minDegreesOfFreedom, minLeaf }: Thresholds,
): CheckStep[] {
  const residual = samples - parameters
  const least = Math.max(minPersons, minLeaf)
  return [
    step('keeps-rows', {}, keepsRows ? 1 : 0),
    step('degrees-of-freedom', { minDegreesOfFreedom, residual }, residual < minDegreesOfFreedom ? 1 : 0),
    step('smallest-group', { least, smallestGroup }, smallestGroup !== null && smallestGroup < least ? 1 : 0),
    step('class-disclosure', {}, certainClass ? 1 : 0, 'review'),
  ]
}
