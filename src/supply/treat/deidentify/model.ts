import { z } from 'zod'

const Name = z.string().min(1).max(128)
const Code = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)

/** What happens to one column. A column that a profile does not name is removed. */
export const Transform = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keep') }),
  z.strictObject({ kind: z.literal('remove') }),
  /**
   * A keyed pseudonym, another in each project. `entity: person` stands for the matched person; any other word is what
   * the value numbers (`setl_id`): equal word and equal value of one body meet, of two bodies only with `scope: space`.
   */
  z.strictObject({
    kind: z.literal('pseudonym'),
    entity: Code,
    scope: z.enum(['body', 'space']).default('body'),
  }),
  /** Whole years to bands of `width`; from `top` on one band. */
  z.strictObject({
    kind: z.literal('age'),
    width: z.int().min(2).max(50),
    top: z.int().min(10).max(120).default(90),
  }),
  /** A region code to its province (2 digits), city (4) or county (6), the rest as zeros (GB/T 2260). */
  z.strictObject({ kind: z.literal('region'), to: z.enum(['province', 'city', 'county']) }),
  z.strictObject({ kind: z.literal('date'), to: z.enum(['month', 'quarter', 'year']) }),
  /** All dates of one person by the same number of days, so that intervals stay. */
  z.strictObject({ kind: z.literal('shift') }),
  /** Numbers to the lower end of bands of this width. */
  z.strictObject({ kind: z.literal('band'), width: z.number().positive().max(1e12) }),
  /** Bottom and top coding: what lies outside becomes the bound. */
  z
    .strictObject({ kind: z.literal('clamp'), low: z.number().nullable(), high: z.number().nullable() })
    .refine((one) => one.low !== null || one.high !== null, 'give a low or a high bound'),
  z.strictObject({
    kind: z.literal('mask'),
    first: z.int().min(0).max(20),
    last: z.int().min(0).max(20),
  }),
  /** Texts to their beginning: a diagnosis code to its category. */
  z.strictObject({ kind: z.literal('prefix'), length: z.int().min(1).max(40) }),
  /** Cells with these values, or in these ranges of three-character code categories, become empty. */
  z.strictObject({
    kind: z.literal('suppress'),
    values: z.array(z.string().max(200)).max(1_000).default([]),
    ranges: z
      .array(z.strictObject({ from: z.string().regex(/^[A-Z]\d{2}$/), to: z.string().regex(/^[A-Z]\d{2}$/) }))
      .max(200)
      .default([]),
  }),
])
export type Transform = z.output<typeof Transform>

/** How the table's insured persons are known by their identity number, for matching inside the domain. */
export const Identity = z.discriminatedUnion('kind', [
  /** No matching: each person keeps a pseudonym of the own system number. */
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('column'), column: Name }),
  /** A register of the same body with the same insured system: `psn_info_b`, psn_no → certno. */
  z.strictObject({ kind: z.literal('register'), datasetId: z.uuid(), column: Name }),
])
export type Identity = z.output<typeof Identity>

/** What the result is measured by, and what happens to rows that stand out. */
export const RiskSettings = z.strictObject({
  quasi: z.array(Name).max(20).default([]),
  sensitive: Name.nullable().default(null),
  /** Values of the sensitive column have an order (amounts, grades): t-closeness by ordered distance. */
  ordered: z.boolean().default(false),
  /** Rows in classes of fewer persons than the threshold are left out, up to this share of all; 0 leaves none out. */
  maxSuppressed: z.number().min(0).max(0.5).default(0),
  /** Share of the population that the table holds, for journalist and marketer risk; null: the table is all there is. */
  fraction: z.number().gt(0).max(1).nullable().default(null),
})
export type RiskSettings = z.output<typeof RiskSettings>

/** A profile of de-identification 去标识化方案 for one dataset. */
export const Profile = z.strictObject({
  columns: z.record(Name, Transform),
  identity: Identity.default({ kind: 'none' }),
  risk: RiskSettings.prefault({}),
})
export type Profile = z.output<typeof Profile>
export type NewProfile = z.input<typeof Profile>

export const ProfileView = z.object({
  datasetId: z.uuid(),
  /** 0 where none was saved yet: the proposal from grades and names. */
  version: z.int(),
  profile: Profile,
  savedBy: z.string().nullable(),
  savedAt: z.int().nullable(),
  /** What the strictest grade of the columns that stay demands. */
  threshold: z.object({ minK: z.int(), maxRisk: z.number() }),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      titleZh: z.string(),
      titleEn: z.string(),
      role: z.enum(['direct', 'quasi', 'sensitive', 'plain']),
    }),
  ),
  /** Registers of the same body that could say who the persons are. */
  registers: z.array(
    z.object({ datasetId: z.uuid(), titleZh: z.string(), titleEn: z.string(), columns: z.array(z.string()) }),
  ),
})
export type ProfileView = z.output<typeof ProfileView>

/** Figures of a result over its quasi-identifiers. Shares and risks 0 … 1. */
export const RiskFigures = z.object({
  quasi: z.array(z.string()),
  /** Persons counted once in each class that they stand in; rows where the table has no persons. */
  unit: z.enum(['person', 'row']),
  records: z.int(),
  classes: z.int(),
  /** Smallest class: k-anonymity. 0 for an empty table. */
  k: z.int(),
  /** How many records stand in classes of a size: `1`, `2`, `3-4`, `5-9`, `10-19`, `20+`. */
  sizes: z.array(z.object({ size: z.string(), records: z.int(), classes: z.int() })),
  /** Share of records that are alone in their class. */
  uniques: z.number(),
  prosecutor: z.object({ max: z.number(), mean: z.number(), atRisk: z.number() }),
  journalist: z.object({ max: z.number(), mean: z.number(), atRisk: z.number() }),
  marketer: z.number(),
  /** What stands for the population: a table, an estimate from the sampling fraction, or the result itself. */
  population: z.enum(['table', 'fraction', 'sample']),
  diversity: z
    .object({
      sensitive: z.string(),
      distinct: z.int(),
      entropy: z.number(),
      closeness: z.number(),
      ordered: z.boolean(),
    })
    .nullable(),
})
export type RiskFigures = z.output<typeof RiskFigures>

/** A prepared table of a project: counts and risk only. Nothing of it can be downloaded. */
export const ProjectTableView = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  contractId: z.uuid(),
  name: z.string(),
  datasetId: z.uuid(),
  versionId: z.uuid(),
  profileVersion: z.int(),
  rows: z.int(),
  suppressedRows: z.int(),
  blankedCells: z.int(),
  persons: z.int(),
  /** Persons of the table whose identity number was known. */
  identified: z.int(),
  /** Persons of the table who also stand in tables of other bodies of the project. */
  matched: z.int(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  risk: RiskFigures,
  preparedAt: z.int(),
})
export type ProjectTableView = z.output<typeof ProjectTableView>

/** One table that a project may have: asked for by the room that knows the contracts. */
export interface ProjectTableRequest {
  readonly contractId: string
  /** SQL name in the contract. */
  readonly name: string
  readonly datasetId: string
  readonly versionId: string
  /** Columns that the contract opens at all; others are removed whatever the profile says. */
  readonly columns: readonly string[]
}

export const Preview = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.string().nullable())),
  suppressedRows: z.int(),
  blankedCells: z.int(),
  risk: RiskFigures,
  threshold: z.object({ minK: z.int(), maxRisk: z.number() }),
  passes: z.boolean(),
})
export type Preview = z.output<typeof Preview>

/** A proposal of the optimiser: the least generalisation that passes. */
export const Proposal = z.object({
  columns: z.record(z.string(), Transform),
  /** 0 nothing is lost … 1 every quasi-identifier is removed. */
  loss: z.number(),
  suppressed: z.number(),
  k: z.int(),
  /** False where time ran out before the whole lattice was decided: a better one may exist. */
  searchedAll: z.boolean(),
  nodes: z.int(),
  checked: z.int(),
})
export type Proposal = z.output<typeof Proposal>
