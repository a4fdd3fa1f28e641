import type { Json } from '../../kernel/canonical.ts'
import type { RowRule } from '../../flow/decision/index.ts'
import type { CheckedBase, CheckRules, RawBase, Shown } from '../check/index.ts'

/** What a column may be used for under the terms of a contract. Anything not named is `hidden`. */
export const COLUMN_LEVELS = ['open', 'group', 'measure', 'join', 'compare', 'identity', 'hidden'] as const
export type ColumnLevel = (typeof COLUMN_LEVELS)[number]

/** One table as a grant opens it: the contracted columns of one immutable version. */
export interface GrantedTable {
  /** Name in the user's SQL, such as `setl_d`. */
  readonly name: string
  readonly versionId: string
  /** Absolute paths of the version's Parquet files. */
  readonly files: readonly string[]
  /** True where the files hold the dense insured number in the column `__insured` (UINTEGER, never null). */
  readonly persons: boolean
  readonly columns: Readonly<Record<string, GrantedColumn>>
}

export interface GrantedColumn {
  /** DuckDB's name of the type, such as `BIGINT`, `VARCHAR`, `DATE`. */
  readonly type: string
  readonly level: ColumnLevel
  /** False where the profile of the version proves that no value is missing: spares a count per cell. */
  readonly nullable: boolean
  readonly titleZh?: string
}

export interface ColumnRef {
  readonly table: string
  readonly column: string
}

/** The terms that a step works under: the strictest of all contracts touched. */
export interface GrantTerms {
  readonly tables: readonly GrantedTable[]
  /** Pairs of columns that may be joined, in either direction. */
  readonly joinKeys: readonly (readonly [ColumnRef, ColumnRef])[]
  /** What the check and the gate keep: `minGroup` is k. */
  readonly rules: CheckRules
  /** Names of columns that tell the institution, where `rules.minInstitutions` asks for some. */
  readonly institutions: readonly string[]
  /** Does the run bring who is in each group? False only where history is switched off. */
  readonly history: boolean
  /** Runs of one lane wait for each other while lanes take turns: the project. Left out: all in one. */
  readonly lane?: string
  readonly limits: { readonly timeMs: number; readonly memoryBytes: number; readonly maxRows: number }
}

/** What is asked, checked on form, and not yet opened. */
export interface Prepared {
  /** The closed plan; payload of the evidence. */
  readonly plan: Json
  /** One sentence of what it will do, for the live explanation. */
  readonly summary: { readonly zh: string; readonly en: string }
  /** `table.column` of everything that is touched, also in conditions and joins. */
  readonly fields: readonly string[]
  /** The most rows that can come out; null where nobody can say. */
  readonly mostRows: number | null
  /** Can this row expression of a policy be enforced here: does its literal fit the type of its column? */
  enforces(expression: string): boolean
  /** The same work on no other rows than the policy lets it see. Its plan says which. */
  restricted(rules: readonly RowRule[]): Prepared
  /** Opens the data. Called only after the grant's epoch was checked and its lease drawn down. */
  execute(signal: AbortSignal): Promise<Executed>
  /** The answer from what was released of each base: HAVING, windows, order, limit. It sees nothing else. */
  finish(released: readonly CheckedBase[]): Answer
}

export interface Executed {
  readonly bases: readonly RawBase[]
  readonly elapsedMs: number
  readonly peakBytes: number
}

/** The table that goes out. */
export interface Answer {
  readonly columns: readonly {
    readonly name: string
    readonly type: string
    readonly role: 'key' | 'statistic'
  }[]
  readonly rows: readonly (readonly Shown[])[]
}

/** A kind of work that `use/run` can carry out. `gate`, `sandbox`, … register theirs in `app.ts`. */
export interface StepKind<I = unknown> {
  readonly kind: 'inline' | 'query' | 'seat'
  /** Checks form against terms without touching data. @throws XinyuError with a refusal that teaches */
  prepare(input: I, terms: GrantTerms): Promise<Prepared>
}
