import { z } from 'zod'

const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)
/** A column of a source as its file writes it. */
const SourceColumnName = z.string().min(1).max(128)
const Text = z.string().max(200)

export const DATE_FORMATS = [
  /** 2025-01-31, 2025/1/31, 20250131, 2025年1月31日, the date of a time. */
  'auto',
  'yyyy-mm-dd',
  'yyyy/mm/dd',
  'yyyymmdd',
  'dd/mm/yyyy',
  'mm/dd/yyyy',
  /** Days since 1970-01-01. */
  'days1970',
  /** Days as spreadsheets count them: 45000 is 2023-03-15. */
  'days1900',
] as const
export type DateFormat = (typeof DATE_FORMATS)[number]

/**
 * How the value of a target column is made. A closed list: what it cannot say does not exist. Each value is text, a
 * number, a date, a time or whole 分; empty text is no value.
 */
export type Value =
  /** The source's cell, blanks around it removed. */
  | { fn: 'copy'; column: string }
  | { fn: 'constant'; value: string }
  | { fn: 'date'; of: Value; format: DateFormat }
  | { fn: 'datetime'; of: Value; format: 'auto' | DateFormat }
  /** `yyyyMM` and `yyyy` of a date. */
  | { fn: 'month'; of: Value }
  | { fn: 'year'; of: Value }
  /** Whole years from the first to the second day. */
  | { fn: 'age'; of: Value; at: Value }
  /** Money as written → whole 分, exactly; what has more than two places fits nothing. */
  | { fn: 'fen'; of: Value }
  | { fn: 'number'; of: Value }
  /** Times `multiply`, divided by `divide`, to six places: 2 boxes of 12 are 24 pieces. */
  | { fn: 'unit'; of: Value; multiply: number; divide: number }
  | { fn: 'sum'; of: Value[] }
  | { fn: 'minus'; of: Value; less: Value }
  /** Code of a dictionary by code, title or synonym. Without `version` the newest at the time of the run. */
  | { fn: 'dictionary'; of: Value; list: string; version?: number; otherwise?: string }
  /** The same with a list of its own. */
  | { fn: 'translate'; of: Value; words: Record<string, string>; otherwise?: string }
  | { fn: 'concat'; of: Value[]; with: string }
  | { fn: 'split'; of: Value; by: string; part: number }
  | { fn: 'substring'; of: Value; start: number; length: number }
  | { fn: 'upper'; of: Value }
  | { fn: 'coalesce'; of: Value[] }
  /** The cell of the one row of another table whose columns equal these values; none where several differ. */
  | { fn: 'lookup'; table: string; column: string; on: Record<string, Value> }
  /** A steady id of 32 hexadecimal digits from several values, such as a line's number. */
  | { fn: 'hash'; of: Value[] }
  | { fn: 'when'; cases: { if: Condition; value: Value }[]; otherwise?: Value }

export type Condition =
  | { op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'; left: Value; right: Value }
  | { op: 'in'; of: Value; values: string[] }
  | { op: 'empty' | 'filled'; of: Value }
  | { op: 'and' | 'or'; of: Condition[] }
  | { op: 'not'; of: Condition }

const V: z.ZodType<Value> = z.lazy(() => Value)
const C: z.ZodType<Condition> = z.lazy(() => Condition)
const values = z.array(V).min(1).max(60)

export const Value: z.ZodType<Value> = z.lazy(() =>
  z.discriminatedUnion('fn', [
    z.strictObject({ fn: z.literal('copy'), column: SourceColumnName }),
    z.strictObject({ fn: z.literal('constant'), value: Text }),
    z.strictObject({ fn: z.literal('date'), of: V, format: z.enum(DATE_FORMATS) }),
    z.strictObject({ fn: z.literal('datetime'), of: V, format: z.enum(DATE_FORMATS) }),
    z.strictObject({ fn: z.literal('month'), of: V }),
    z.strictObject({ fn: z.literal('year'), of: V }),
    z.strictObject({ fn: z.literal('age'), of: V, at: V }),
    z.strictObject({ fn: z.literal('fen'), of: V }),
    z.strictObject({ fn: z.literal('number'), of: V }),
    z.strictObject({
      fn: z.literal('unit'),
      of: V,
      multiply: z.int().min(1).max(1_000_000),
      divide: z.int().min(1).max(1_000_000),
    }),
    z.strictObject({ fn: z.literal('sum'), of: values }),
    z.strictObject({ fn: z.literal('minus'), of: V, less: V }),
    z.strictObject({
      fn: z.literal('dictionary'),
      of: V,
      list: Name,
      version: z.int().positive().optional(),
      otherwise: Text.optional(),
    }),
    z.strictObject({
      fn: z.literal('translate'),
      of: V,
      words: z.record(Text, Text),
      otherwise: Text.optional(),
    }),
    z.strictObject({ fn: z.literal('concat'), of: values, with: z.string().max(20) }),
    z.strictObject({
      fn: z.literal('split'),
      of: V,
      by: z.string().min(1).max(20),
      part: z.int().min(1).max(50),
    }),
    z.strictObject({
      fn: z.literal('substring'),
      of: V,
      start: z.int().min(1).max(4_000),
      length: z.int().min(1).max(4_000),
    }),
    z.strictObject({ fn: z.literal('upper'), of: V }),
    z.strictObject({ fn: z.literal('coalesce'), of: values }),
    z.strictObject({
      fn: z.literal('lookup'),
      table: Name,
      column: SourceColumnName,
      on: z.record(SourceColumnName, V),
    }),
    z.strictObject({ fn: z.literal('hash'), of: values }),
    z.strictObject({
      fn: z.literal('when'),
      cases: z
        .array(z.strictObject({ if: C, value: V }))
        .min(1)
        .max(40),
      otherwise: V.optional(),
    }),
  ]),
)

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('op', [
    z.strictObject({ op: z.enum(['eq', 'ne', 'lt', 'le', 'gt', 'ge']), left: V, right: V }),
    z.strictObject({ op: z.literal('in'), of: V, values: z.array(Text).min(1).max(200) }),
    z.strictObject({ op: z.enum(['empty', 'filled']), of: V }),
    z.strictObject({ op: z.enum(['and', 'or']), of: z.array(C).min(1).max(20) }),
    z.strictObject({ op: z.literal('not'), of: C }),
  ]),
)

/** Rows of one source that become rows of the target. A table may be made of several, one below the other. */
export const MappingPart = z.strictObject({
  /** Code of a dataset of the own body. */
  source: Name,
  where: Condition.optional(),
  /** Of the rows with equal `by` the one with the greatest `order` alone. */
  latest: z.strictObject({ by: z.array(SourceColumnName).min(1).max(6), order: SourceColumnName }).optional(),
  columns: z.record(Name, Value),
})
export type MappingPart = z.output<typeof MappingPart>

export const MappingSpec = z.strictObject({
  /** National table. */
  target: Name,
  parts: z.array(MappingPart).min(1).max(40),
  /** ISO 4217 code; amounts are whole hundredths of it. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('CNY'),
})
export type MappingSpec = z.output<typeof MappingSpec>

export const NewMapping = z.strictObject({
  /** Also the code of the dataset that it fills. */
  code: Name,
  titleZh: z.string().trim().min(1).max(200),
  titleEn: z.string().trim().min(1).max(200),
  note: z.string().trim().max(400).default(''),
  spec: MappingSpec,
})
export type NewMapping = z.input<typeof NewMapping>

/** Several mappings of one kind of source, shipped as a file. */
export const MappingSet = z.strictObject({
  code: Name,
  titleZh: z.string(),
  titleEn: z.string(),
  /** What the mapping takes for granted, and what has no counterpart. */
  notesZh: z.array(z.string()),
  notesEn: z.array(z.string()),
  /** Quality rules that cannot apply to this source, since its codes are none of the national ones, with the reason. */
  skip: z.array(z.object({ rules: z.array(z.string()), zh: z.string(), en: z.string() })).default([]),
  mappings: z.array(NewMapping),
})
export type MappingSet = z.output<typeof MappingSet>

const DEEPEST = 40

/** Deep nesting is refused before it is read: a reader that recurses would fall. */
export const Shallow = <S extends z.ZodType>(schema: S) =>
  z.unknown().refine(isShallow, 'is nested too deeply').pipe(schema)

function isShallow(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return false
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return true
}
