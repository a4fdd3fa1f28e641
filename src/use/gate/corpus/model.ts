/**
 * Texts that must be refused on form: all with this code and rule (`*` stands for the rest of a rule), and with these
 * words in both languages.
 */
export interface Refused {
  readonly code: string
  readonly rule: string
  readonly zh: string
  readonly en: string
  readonly sql: readonly string[]
}

/**
 * A text that is answered, and whose answer must not tell. `nothing`: no statistic is shown at all. `without`: none of
 * these texts stands anywhere in the answer, though the data holds them.
 */
export type Kept = readonly [
  why: string,
  sql: string,
  must: 'nothing' | { readonly without: readonly string[] },
]

/** A question that somebody asks for a living; its answer must have at least one shown value. */
export type Useful = readonly [asked: string, sql: string]
