import { z } from 'zod'

/** What a policy may let a column be used for; the same words as in `flow/policy`, loosest first. */
export const COLUMN_USES = ['group', 'measure', 'join', 'identity', 'hidden'] as const
export const ColumnUse = z.enum(COLUMN_USES)
export type ColumnUse = z.output<typeof ColumnUse>

const Code = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,40}$/)
const Words = z.string().trim().min(1).max(400)

/** One level of a scheme. What it demands is data: a bureau that reads the standard differently adds a version. */
export const GradeLevel = z.strictObject({
  code: Code,
  titleZh: Words,
  titleEn: Words,
  /** Uses that a policy may give to a column of this level; what is missing here is below the floor. */
  allows: z.array(ColumnUse).min(1),
  /** Fewest persons that share the quasi-identifiers of a record in what leaves treatment. */
  minK: z.int().min(1).max(1_000),
  /** Highest prosecutor risk of a record there, 0 … 1. */
  maxRisk: z.number().gt(0).max(1),
  /** To whom a product with such data may be offered: any body, named bodies, nobody. */
  offer: z.enum(['any', 'named', 'none']).default('any'),
})
export type GradeLevel = z.output<typeof GradeLevel>

/** A scheme of grades 分级方案, versioned; levels from the least to the most protected. */
export const GradeScheme = z.strictObject({
  code: Code,
  version: z.int().min(1),
  titleZh: Words,
  titleEn: Words,
  /** Standard and clause, and what of it is unverified. */
  basis: z.string().max(1_000),
  /** `column`: each column has a level. `dataset`: the whole has one, decided by a person, never suggested. */
  of: z.enum(['column', 'dataset']),
  levels: z.array(GradeLevel).min(2).max(12),
})
export type GradeScheme = z.output<typeof GradeScheme>

/** What a column tells: `direct` identifies by itself, `quasi` together with others, `sensitive` harms when known. */
export const ColumnRole = z.enum(['direct', 'quasi', 'sensitive', 'plain'])
export type ColumnRole = z.output<typeof ColumnRole>

export const FINDING_KINDS = [
  'id_number',
  'person_name',
  'phone',
  'address',
  'bank_card',
  'email',
  'name_in_text',
  'record_number',
  'free_text',
  'sensitive_diagnosis',
  'diagnosis',
  'birth',
  'demographic',
  'region',
  'date',
  'amount',
] as const

/** Why something is suggested: by the column's name, or by the share of the looked-at cells that match. */
export const GradeReason = z.object({
  kind: z.enum(FINDING_KINDS),
  by: z.enum(['name', 'values']),
  /** Matching cells and cells looked at; both 0 where the name alone speaks. */
  matched: z.int(),
  looked: z.int(),
})
export type GradeReason = z.output<typeof GradeReason>

export const ColumnSuggestion = z.object({
  column: z.string(),
  level: z.string(),
  role: ColumnRole,
  reasons: z.array(GradeReason),
})
export type ColumnSuggestion = z.output<typeof ColumnSuggestion>

/** A decided grade of one column. */
export const ColumnGrade = z.object({
  column: z.string(),
  scheme: z.string(),
  schemeVersion: z.int(),
  level: z.string(),
  role: ColumnRole,
  reason: z.string(),
  decidedBy: z.string(),
  decidedAt: z.int(),
})
export type ColumnGrade = z.output<typeof ColumnGrade>

const Reason = z.string().trim().min(2).max(1_000)

/** What the data officer confirms. */
export const ConfirmGrades = z.strictObject({
  scheme: Code.default('gbt39725'),
  columns: z
    .record(z.string().max(128), z.strictObject({ level: Code, role: ColumnRole, reason: Reason }))
    .refine((columns) => Object.keys(columns).length > 0, 'name at least one column'),
})
export type ConfirmGrades = z.input<typeof ConfirmGrades>

/** 核心 / 重要 / 一般 by GB/T 43697: the authority's catalogue and scale decide, so a person writes why. */
export const DecideImportance = z.strictObject({
  scheme: Code.default('gbt43697'),
  level: Code,
  /** The catalogue that was looked at, with its edition; or that none applies. */
  catalogue: z.string().trim().min(2).max(400),
  /** Persons, area, precision, period: what the decision rests on. */
  scale: z.string().trim().min(2).max(400),
  reason: z.string().trim().min(10).max(2_000),
})
export type DecideImportance = z.input<typeof DecideImportance>

export const Importance = z.object({
  scheme: z.string(),
  schemeVersion: z.int(),
  level: z.string(),
  catalogue: z.string(),
  scale: z.string(),
  reason: z.string(),
  decidedBy: z.string(),
  decidedAt: z.int(),
})
export type Importance = z.output<typeof Importance>

/** The grading page of one dataset, for its owner. */
export const GradingView = z.object({
  datasetId: z.uuid(),
  scheme: GradeScheme,
  columns: z.array(
    z.object({
      column: z.string(),
      type: z.string(),
      titleZh: z.string(),
      titleEn: z.string(),
      grade: ColumnGrade.nullable(),
      suggestion: ColumnSuggestion,
    }),
  ),
  /** When values were last looked at, and in which version; null where only names were. */
  looked: z.object({ versionId: z.uuid(), at: z.int(), rows: z.int() }).nullable(),
  importance: Importance.nullable(),
  importanceScheme: GradeScheme,
})
export type GradingView = z.output<typeof GradingView>
