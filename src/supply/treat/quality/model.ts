import { z } from 'zod'
import type { NationalTable } from '../standard/model.ts'

/** Eight classes. The seeds give their number, not their names: these are ours, and the portal says so. */
export const QUALITY_CLASSES = [
  'completeness',
  'uniqueness',
  'accuracy',
  'conformity',
  'consistency',
  'timeliness',
  'reference',
  'logic',
] as const
export type QualityClass = (typeof QUALITY_CLASSES)[number]

const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)

/** A value of the row, of a row it points to, or computed. Amounts are whole 分, dates are days; never floats. */
export type Expr =
  /** The column read by its standard type; null where it is empty or malformed, so that such a value is found once. */
  | { col: string }
  | { raw: string }
  | { lit: string | number }
  /** A column of the one row of another table whose `on` columns equal mine: `{ theirs: mine }`. Null where none or several differ. */
  | { lookup: { table: string; column: string; on: Record<string, string>; valid?: boolean } }
  /** Sum or count over the rows of another table that point to mine. */
  | { total: { table: string; column?: string; on: Record<string, string>; valid?: boolean } }
  | { fn: string; args: Expr[] }
  /** A setting of the treatment: a tolerance in 分, days, a limit. */
  | { setting: string }
export const Expr: z.ZodType<Expr> = z.lazy(() =>
  z.union([
    z.strictObject({ col: Name }),
    z.strictObject({ raw: Name }),
    z.strictObject({ lit: z.union([z.string().max(200), z.int()]) }),
    z.strictObject({
      lookup: z.strictObject({
        table: Name,
        column: Name,
        on: z.record(Name, Name),
        valid: z.boolean().optional(),
      }),
    }),
    z.strictObject({
      total: z.strictObject({
        table: Name,
        column: Name.optional(),
        on: z.record(Name, Name),
        valid: z.boolean().optional(),
      }),
    }),
    z.strictObject({ fn: Name, args: z.array(Expr).max(20) }),
    z.strictObject({ setting: Name }),
  ]),
)

export const Check = z.discriminatedUnion('kind', [
  /** The cell holds something. */
  z.strictObject({ kind: z.literal('required') }),
  /** The cell has the form of its standard type or the given one. */
  z.strictObject({ kind: z.literal('form'), pattern: z.string().max(400).optional() }),
  /** The code is in a dictionary, or in a column of a loaded list. */
  z.strictObject({
    kind: z.literal('code'),
    list: Name.optional(),
    in: z.strictObject({ table: Name, column: Name }).optional(),
  }),
  /** No other row has the same values; with `per`, no row with another value of that column. */
  z.strictObject({ kind: z.literal('unique'), columns: z.array(Name).min(1).max(6), per: Name.optional() }),
  /** A row of the other table exists: `{ theirs: mine }`. */
  z.strictObject({
    kind: z.literal('exists'),
    table: Name,
    on: z.record(Name, Name),
    valid: z.boolean().optional(),
  }),
  /** A statement that is true of every sound row; null (nothing to compare) counts as true. */
  z.strictObject({ kind: z.literal('holds'), test: Expr }),
])
export type Check = z.output<typeof Check>

export const Rule = z.strictObject({
  /** `setl_d.identity_1`: table, then what it says. Stable: trends and repairs refer to it. */
  id: z.string().regex(/^[a-z][a-z0-9_]{0,62}\.[a-z][a-z0-9_]{0,80}$/),
  class: z.enum(QUALITY_CLASSES),
  table: Name,
  /** The column whose cell is held dirty. */
  column: Name,
  titleZh: z.string().min(1).max(200),
  titleEn: z.string().min(1).max(200),
  /** Standard and clause, or `proposal`. */
  basis: z.string().max(200),
  /** Rows that it speaks of; all when left out. */
  when: Expr.optional(),
  check: Check,
})
export type Rule = z.output<typeof Rule>

/** Versioned data: a correction of a rule is a new version of the pack, no change of code. */
export const RulePack = z.strictObject({
  code: Name,
  version: z.int().positive(),
  titleZh: z.string(),
  titleEn: z.string(),
  settings: z.record(Name, z.int()),
  rules: z.array(Rule).max(2_000),
})
export type RulePack = z.output<typeof RulePack>

/** A table as the checker sees it inside an engine: a relation with the national column names. */
export interface BoundTable {
  /** National name, such as `setl_d` or `natural_person`. */
  readonly name: string
  /** SQL of a relation: a quoted table, or `read_parquet(…)`. It has `__row` (BIGINT, dense from 0). */
  readonly relation: string
  readonly columns: readonly { readonly name: string; readonly type: string; readonly unit?: 'fen' }[]
  /** Only looked at: registers of other bodies, dictionaries. Its rows are never reported. */
  readonly reference: boolean
  /**
   * SQL of rows that a repair sent to quarantine, with the same columns and types and no `__row`. They are not checked,
   * but they are there: to be referred to, compared with and summed.
   */
  readonly ghosts?: string
}

/** How one rule came out. */
export interface RuleCount {
  readonly rule: string
  /** Rows that it speaks of, and those of them that break it. */
  readonly scanned: number
  readonly dirty: number
}

/** What a check leaves in the engine: one row a finding, in the table `finding(rule, tbl, col, row)`. */
export interface CheckedTables {
  readonly counts: readonly RuleCount[]
  /** Distinct rows with at least one finding, by table. */
  readonly dirtyRows: Readonly<Record<string, number>>
  readonly scannedRows: Readonly<Record<string, number>>
  /** Rules that could not be asked, since a table or column is not there. */
  readonly skipped: readonly { readonly rule: string; readonly missing: string }[]
}

/** What a check works on, besides an open engine. Nothing else decides how it comes out. */
export interface CheckInput {
  readonly tables: readonly BoundTable[]
  readonly pack: RulePack
  /** Only these rules are asked; cells are read by the forms of the whole pack all the same. Left out: all. */
  readonly asked?: readonly string[]
  /** Tolerances and limits that differ from the pack's own. */
  readonly settings: Readonly<Record<string, number>>
  /** How the columns are to be read; a table that it does not know is read by its storage types. */
  readonly standard: readonly NationalTable[]
  /** Code lists by name: the codes that are in force. */
  readonly lists: Readonly<Record<string, readonly string[]>>
  /** ms since 1970: later times lie in the future. */
  readonly now: number
  readonly onProgress?: (step: CheckStep) => void
}

/** How far a check is. */
export interface CheckStep {
  readonly table: string
  readonly done: number
  readonly total: number
}
