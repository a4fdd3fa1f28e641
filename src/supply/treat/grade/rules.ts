import { XinyuError } from '../../../kernel/errors/index.ts'
import type { ColumnUse, GradeLevel, GradeScheme } from './model.ts'

/** The level of a scheme by its code. @throws XinyuError GRADE_LEVEL_UNKNOWN */
export function levelIn(scheme: GradeScheme, code: string): GradeLevel {
  const level = scheme.levels.find((one) => one.code === code)
  if (level) return level
  throw new XinyuError('GRADE_LEVEL_UNKNOWN', {
    level: code,
    scheme: scheme.code,
    known: scheme.levels.map((one) => one.code).join(', '),
  })
}

/** What a graded column demands of every policy. */
export interface Floor {
  readonly level: string
  readonly allows: readonly ColumnUse[]
}

/** What leaves treatment must keep: fewest persons to a class, and highest risk of a record. */
export interface Threshold {
  readonly minK: number
  readonly maxRisk: number
}

/** Where nothing is graded: L3 of GB/T 39725, what a project team may see. */
export const UNGRADED: Threshold = { minK: 5, maxRisk: 0.2 }

/** The strictest of several demands. */
export const strictest = (all: readonly Threshold[]): Threshold =>
  all.length === 0
    ? UNGRADED
    : { minK: Math.max(...all.map((one) => one.minK)), maxRisk: Math.min(...all.map((one) => one.maxRisk)) }
