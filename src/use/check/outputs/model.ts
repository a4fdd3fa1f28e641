import { z } from 'zod'
import { type CheckRecord, ROUNDINGS } from '../model.ts'

/**
 * What somebody wants to take out, described by kind of statistic (the statbarns of ACRO 1.0.1). Every description
 * says how many insured persons each number rests on; persons themselves are never in it.
 */

const Persons = z.int().min(0)

/** A count as it is to be shown; null: withheld by its author. */
export const CountCell = z.strictObject({ persons: Persons, shown: z.number().nullable() })
export type CountCell = z.output<typeof CountCell>

/** A sum or mean, with what dominance looks at. */
export const AmountCell = z.strictObject({
  persons: Persons,
  /** Sum of the sizes of all contributions. */
  total: z.number().min(0),
  /** The largest contributions by size, in falling order: as many as the rules look at, or all. */
  largest: z.array(z.number().min(0)),
  /** Dominance means little where contributions have both signs. */
  negatives: z.boolean(),
  missing: z.boolean(),
})
export type AmountCell = z.output<typeof AmountCell>

const Matrix = z.array(z.array(CountCell).min(1)).min(1)

export const OutputDescription = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('frequency'),
    cells: z.array(CountCell).min(1),
    /** Is the total shown beside them? */
    total: z.boolean(),
    rounding: z.enum(ROUNDINGS),
  }),
  z.strictObject({
    kind: z.literal('crosstab'),
    cells: Matrix,
    margins: z.boolean(),
    rounding: z.enum(ROUNDINGS),
    /** Other tables, shown or asked for, that share cells or margins with this one. */
    linkedTables: z.int().min(0),
  }),
  z.strictObject({ kind: z.literal('linear'), cells: z.array(AmountCell).min(1) }),
  z.strictObject({
    kind: z.literal('regression'),
    observations: Persons,
    /** Estimated ones, the intercept included. */
    parameters: z.int().min(0),
    /** Are all explaining variables categories that together name every group? Then it is a table of means. */
    saturated: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('test'),
    observations: Persons,
    degreesOfFreedom: z.number().min(0).nullable(),
  }),
  z.strictObject({
    kind: z.literal('correlation'),
    coefficients: z.array(z.strictObject({ pairs: Persons, value: z.number().min(-1).max(1) })).min(1),
  }),
  z.strictObject({
    kind: z.literal('ratio'),
    items: z
      .array(
        z.strictObject({
          numerator: Persons,
          denominator: Persons,
          /** Are those of the numerator some of those of the denominator? Then who is left counts too. */
          proportion: z.boolean(),
        }),
      )
      .min(1),
  }),
  z.strictObject({
    kind: z.literal('survival'),
    steps: z.array(z.strictObject({ atRisk: Persons, events: Persons })).min(1),
  }),
  z.strictObject({
    kind: z.literal('plot'),
    /** Each point, bar, box or segment that is drawn. */
    marks: z.array(z.strictObject({ persons: Persons })).min(1),
    /** Does it draw single values: outliers, whiskers to the ends, a rug? */
    singleValues: z.boolean(),
    /** Ending of the file, without the dot. */
    format: z.string(),
  }),
  z.strictObject({
    kind: z.literal('position'),
    values: z.array(z.strictObject({ below: Persons, above: Persons })).min(1),
  }),
  z.strictObject({ kind: z.literal('endpoint'), of: z.enum(['min', 'max', 'range']), persons: Persons }),
  z.strictObject({
    kind: z.literal('mode'),
    /** Persons with the most frequent value, and all. */
    persons: Persons,
    of: Persons,
  }),
  z.strictObject({ kind: z.literal('shape'), persons: Persons }),
  z.strictObject({
    kind: z.literal('concentration'),
    measure: z.enum(['gini', 'herfindahl', 'share']),
    cell: AmountCell,
  }),
  z.strictObject({
    kind: z.literal('model'),
    samples: Persons,
    parameters: z.int().min(0),
    /** Persons in the smallest leaf, cluster or group of equal predictions; null: the model has none. */
    smallestGroup: Persons.nullable(),
    /** Does it keep training rows (support vectors, nearest neighbours)? */
    keepsRows: z.boolean(),
    /** Does any group get a predicted probability of 0 or 1? */
    certainClass: z.boolean(),
  }),
])
export type OutputDescription = z.output<typeof OutputDescription>
export type OutputKind = OutputDescription['kind']
export type OutputOf<K extends OutputKind> = Extract<OutputDescription, { kind: K }>

export const VERDICTS = ['pass', 'review', 'fail'] as const
export type VerdictWord = (typeof VERDICTS)[number]

export interface Verdict {
  /** The worst of all rules: `review` wants a person's judgement, `fail` must not leave as it is. */
  readonly verdict: VerdictWord
  /** Each rule that was applied, with what it looked at, how many places it found, and its own verdict. */
  readonly record: CheckRecord
}
