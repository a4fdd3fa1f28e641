import { z } from 'zod'
import { QUALITY_CLASSES, Rule } from './model.ts'

const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)

/** A dataset as the national table that it holds. */
export const Binding = z.strictObject({ table: Name, datasetId: z.uuid() })
export type Binding = z.output<typeof Binding>

const once = (bindings: readonly Binding[]): boolean =>
  new Set(bindings.map(({ table }) => table)).size === bindings.length

const Bindings = z.array(Binding).max(60).refine(once, 'a table is bound twice')
const Settings = z.record(Name, z.int().min(-1_000_000_000).max(1_000_000_000))

export const NewTreatment = z.strictObject({
  title: z.string().trim().min(1).max(200),
  tables: Bindings.min(1),
  references: Bindings.default([]),
  settings: Settings.default({}),
  /** A check follows each new version of a bound dataset. */
  automatic: z.boolean().default(true),
})
export type NewTreatment = z.input<typeof NewTreatment>

export const TreatmentChange = z.strictObject({
  title: z.string().trim().min(1).max(200).optional(),
  tables: Bindings.min(1).optional(),
  references: Bindings.optional(),
  settings: Settings.optional(),
  automatic: z.boolean().optional(),
})
export type TreatmentChange = z.output<typeof TreatmentChange>

/** Versions by table; the newest of each where left out. */
export const NewCheck = z.strictObject({ versions: z.record(Name, z.uuid()).default({}) })
export type NewCheck = z.input<typeof NewCheck>

export const NewGrant = z.strictObject({
  datasetId: z.uuid(),
  granteeId: z.uuid(),
  purpose: z.string().trim().min(1).max(500),
})
export type NewGrant = z.output<typeof NewGrant>

/** One version that a run looked at. */
export const RunTable = z.object({
  table: z.string(),
  datasetId: z.uuid(),
  versionId: z.uuid(),
  number: z.int(),
  reference: z.boolean(),
  /** The body that owns it. */
  participantId: z.uuid(),
})
export type RunTable = z.output<typeof RunTable>

const Skipped = z.object({ rule: z.string(), missing: z.string() })

export const RunResult = z.object({
  dirtyRows: z.record(z.string(), z.int()),
  scannedRows: z.record(z.string(), z.int()),
  skipped: z.array(Skipped),
})
export type RunResult = z.output<typeof RunResult>

/** The arithmetic of one line of the report; `repaired` and `quarantined` are known after a repair. */
export const Measure = z.object({
  scanned: z.int(),
  dirty: z.int(),
  repaired: z.int(),
  stillDirty: z.int(),
  quarantined: z.int(),
  /** 1 − (still dirty + quarantined) ÷ scanned. */
  accuracy: z.number().nullable(),
})
export type Measure = z.output<typeof Measure>

export const RuleLine = Measure.extend({
  rule: z.string(),
  class: z.enum(QUALITY_CLASSES),
  table: z.string(),
  column: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
})
export const ClassLine = Measure.extend({ class: z.enum(QUALITY_CLASSES), rules: z.int() })
export const TableLine = z.object({
  table: z.string(),
  versionId: z.uuid(),
  number: z.int(),
  rows: z.int(),
  dirtyRows: z.int(),
  /** Share of rows without a finding. */
  accuracy: z.number().nullable(),
})

export const RunBrief = z.object({
  id: z.uuid(),
  treatmentId: z.uuid(),
  jobId: z.uuid(),
  state: z.string(),
  createdAt: z.int(),
  finishedAt: z.int().nullable(),
  packVersion: z.int(),
  rows: z.int(),
  dirtyRows: z.int(),
  accuracy: z.number().nullable(),
})
export type RunBrief = z.output<typeof RunBrief>

export const RunView = RunBrief.extend({
  title: z.string(),
  pack: z.string(),
  ownRules: z.int(),
  versions: z.array(RunTable),
  repaired: z.boolean(),
  classes: z.array(ClassLine),
  tables: z.array(TableLine),
  rules: z.array(RuleLine),
  skipped: z.array(Skipped),
})
export type RunView = z.output<typeof RunView>

/** Accuracy by class over the runs of a treatment, oldest first. */
export const Trend = z.array(
  z.object({
    runId: z.uuid(),
    at: z.int(),
    rows: z.number().nullable(),
    classes: z.record(z.string(), z.number().nullable()),
  }),
)
export type Trend = z.output<typeof Trend>

export const BoundView = Binding.extend({
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  own: z.boolean(),
  /** False where its owner has withdrawn the grant: the next check goes without it. */
  open: z.boolean(),
})

export const TreatmentView = z.object({
  id: z.uuid(),
  title: z.string(),
  automatic: z.boolean(),
  settings: z.record(z.string(), z.int()),
  tables: z.array(BoundView),
  references: z.array(BoundView),
  createdAt: z.int(),
  last: RunBrief.nullable(),
})
export type TreatmentView = z.output<typeof TreatmentView>

/** What could be bound: each table with the dataset whose columns fit best, and how well (0 to 1). */
export const Suggestion = z.object({
  tables: z.array(
    Binding.extend({ code: z.string(), titleZh: z.string(), titleEn: z.string(), score: z.number() }),
  ),
  references: z.array(
    Binding.extend({ code: z.string(), titleZh: z.string(), titleEn: z.string(), score: z.number() }),
  ),
})
export type Suggestion = z.output<typeof Suggestion>

export const GrantView = z.object({
  id: z.uuid(),
  datasetId: z.uuid(),
  datasetCode: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  ownerId: z.uuid(),
  granteeId: z.uuid(),
  purpose: z.string(),
  own: z.boolean(),
  grantedAt: z.int(),
  withdrawnAt: z.int().nullable(),
})
export type GrantView = z.output<typeof GrantView>

export const RuleView = z.object({
  rule: Rule,
  /** Null for rules of the pack. */
  bodyRuleId: z.uuid().nullable(),
  wordsZh: z.string(),
  wordsEn: z.string(),
})
export type RuleView = z.output<typeof RuleView>

/** One finding, masked. */
export const SampleView = z.object({
  row: z.int(),
  key: z.string().nullable(),
  value: z.string().nullable(),
})
export type SampleView = z.output<typeof SampleView>
