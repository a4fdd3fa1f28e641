import type { CheckStep } from '../model.ts'
import type { OutputOf } from './model.ts'
import { howMany, step } from './step.ts'
import type { Thresholds } from './thresholds.ts'

/** Quantiles: enough persons on both sides. */
export const checkPosition = ({ values }: OutputOf<'position'>, { minPersons }: Thresholds): CheckStep[] => [
  step(
    'min-sides',
    { minPersons, values: values.length },
    howMany(values, ({ below, above }) => Math.min(below, above) < minPersons),
  ),
]

/** Least, most and range are values of single persons (stricter than ACRO, which lets them pass; as OpenSAFELY). */
export const checkEndpoint = ({ of, persons }: OutputOf<'endpoint'>): CheckStep[] => [
  step('endpoint', { of, persons }, 1),
]

/** The most frequent value: of enough persons, and not of all. */
export const checkMode = ({ persons, of }: OutputOf<'mode'>, { minPersons }: Thresholds): CheckStep[] => [
  step('min-persons', { minPersons, cells: 1 }, persons < minPersons ? 1 : 0),
  step('class-disclosure', { persons, of }, persons >= of ? 1 : 0, 'review'),
]

/** Skewness, kurtosis, and what else describes a distribution as a whole. */
export const checkShape = ({ persons }: OutputOf<'shape'>, { minPersons }: Thresholds): CheckStep[] => [
  step('min-persons', { minPersons, cells: 1 }, persons < minPersons ? 1 : 0),
]

/** Plots: each mark counts its persons; nothing drawn of one person alone; no format that carries its data along. */
export const checkPlot = (
  { marks, singleValues, format }: OutputOf<'plot'>,
  { minPersons, blockedFormats }: Thresholds,
): CheckStep[] => [
  step(
    'min-persons',
    { minPersons, cells: marks.length },
    howMany(marks, ({ persons }) => persons < minPersons),
  ),
  step('single-values', {}, singleValues ? 1 : 0),
  step('format', { format }, blockedFormats.includes(format.toLowerCase()) ? 1 : 0),
]
