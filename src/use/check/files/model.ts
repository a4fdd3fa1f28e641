import { z } from 'zod'

/**
 * What was found in a file that somebody wants to take out, or to bring in. It names the place and the rule, and never
 * the value: whoever may read the finding may not be one who may read the person.
 */
export const Finding = z.object({
  /** Identifier of the rule, such as `small-count`, `identity-number`, `hidden-sheet`, `rows-in-model`. */
  rule: z.string(),
  verdict: z.enum(['review', 'fail']),
  /** Where: `sheet 表2!C14`, `column psn_no`, `cell 3, output 1`, `archive.zip › a/b.csv line 4`. */
  place: z.string(),
  zh: z.string(),
  en: z.string(),
})
export type Finding = z.output<typeof Finding>

export interface InspectedFile {
  readonly path: string
  readonly bytes: Uint8Array
  /** What its author says of it; null while nothing is said yet. */
  readonly context: {
    readonly shows: string
    readonly how: string
    readonly persons: number | null
    readonly kind: string
    readonly countColumns: readonly string[]
  } | null
  /** Labelled sets for the membership probe of a model, as CSV with equal columns; null: its author gives none. */
  readonly sets?: ModelSets | null
}

export interface ModelSets {
  readonly train: { readonly path: string; readonly bytes: Uint8Array }
  readonly test: { readonly path: string; readonly bytes: Uint8Array }
  /** The column that the model predicts. */
  readonly target: string
}

/** What the inspection knows beside the file. */
export interface InspectTerms {
  readonly minGroup: number
  readonly rounding: 'none' | 'base5' | 'midpoint6'
  /** Names of columns that never leave (`psn_no`, `certno`, pseudonym columns of the project). */
  readonly identifying: readonly string[]
  /** Looks a text up among the project's pseudonyms and planted canaries, without showing them. */
  readonly known?: (texts: readonly string[]) => Promise<readonly ('pseudonym' | 'canary' | null)[]>
  readonly maxBytes: number
  /** `in`: what a team brings with it. Counts, rows and context are then its own affair. */
  readonly direction?: 'out' | 'in'
  /** Are counts of nobody worth a look? They tell what nobody has; after rounding most of them tell nothing. */
  readonly zeros?: 'review' | 'pass'
}

/** A throw-away seat in which foreign pickles and parsers run. Given by whoever has a sandbox; without it such files go to people. */
export type ThrowAway = <T>(work: {
  readonly script: string
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[]
  readonly timeMs: number
}) => Promise<T>

export interface Inspection {
  readonly verdict: 'pass' | 'review' | 'fail'
  readonly findings: readonly Finding[]
  /** Every rule that was applied, with its inputs and its result: the disclosure record of the file. */
  readonly record: readonly {
    readonly rule: string
    readonly looked: number
    readonly found: number
    readonly verdict: 'pass' | 'review' | 'fail'
  }[]
  /** For people: per column minimum, smallest but zero, maximum, sum, share divisible by 5 and by 6. */
  readonly aids: readonly {
    readonly column: string
    readonly min: number
    readonly minNotZero: number | null
    readonly max: number
    readonly sum: number
    readonly by5: number
    readonly by6: number
  }[]
}
