import { z } from 'zod'
import { NewDataset, SqlName } from '../../catalog/index.ts'

const Title = z.string().trim().min(1).max(200)
const ColumnName = z.string().min(1).max(128)
/** Settings and secrets of a source: what the driver of its kind says, checked by its own schema. */
const Values = z.record(z.string().max(64), z.unknown())

export const SourceKind = z.string().regex(/^[a-z][a-z0-9_]{0,30}$/)

/** A new source 数据源 of the own body. */
export const NewSource = z.strictObject({ kind: SourceKind, title: Title, settings: Values, secret: Values })
export type NewSource = z.output<typeof NewSource>

/** Settings that change need the secret again: else the old one could be sent to an address of somebody's choice. */
export const SourceChange = z.strictObject({
  title: Title.optional(),
  settings: Values.optional(),
  secret: Values.optional(),
})
export type SourceChange = z.output<typeof SourceChange>

export const SourceState = z.enum(['active', 'paused'])
export type SourceState = z.output<typeof SourceState>

/** When a feed runs by itself. `daily` is `HH:MM` in the time zone of the settings. */
export const Schedule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('manual') }),
  z.strictObject({ kind: z.literal('every'), seconds: z.int().min(2).max(604_800) }),
  z.strictObject({ kind: z.literal('daily'), at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
])
export type Schedule = z.output<typeof Schedule>

export const FeedMode = z.enum(['snapshot', 'increment'])
export type FeedMode = z.output<typeof FeedMode>

/** What a feed lands in when it names no dataset: it is registered with the feed. */
export const FeedDataset = z.strictObject({
  code: SqlName,
  titleZh: Title,
  titleEn: Title,
  zoneId: NewDataset.shape.zoneId,
  insuredColumn: NewDataset.shape.insuredColumn,
  insuredSystem: NewDataset.shape.insuredSystem,
})
export type FeedDataset = z.output<typeof FeedDataset>

const Overlap = z.int().min(0).max(31_536_000)
const DeletesEvery = z.int().min(1).max(8_760).nullable()

/** One table of a source that feeds one dataset. */
export const NewFeed = z.strictObject({
  table: z.string().min(1).max(300),
  /** Neither this nor `dataset`: one is registered by what the table suggests. */
  datasetId: z.uuid().optional(),
  dataset: FeedDataset.optional(),
  mode: FeedMode.default('snapshot'),
  /** Left out: the key of the table. */
  key: z.array(ColumnName).max(16).optional(),
  /** Left out: the best watermark of the table. */
  watermark: ColumnName.nullable().optional(),
  /** How far before the last watermark an increment begins again: seconds of a time, units of a number. */
  overlap: Overlap.default(60),
  schedule: Schedule.default({ kind: 'manual' }),
  /** Hours between comparisons of keys, which find what was deleted; null: never. */
  deletesEvery: DeletesEvery.default(24),
})
export type NewFeed = z.output<typeof NewFeed>

export const FeedChange = z.strictObject({
  mode: FeedMode.optional(),
  key: z.array(ColumnName).max(16).optional(),
  watermark: ColumnName.nullable().optional(),
  overlap: Overlap.optional(),
  schedule: Schedule.optional(),
  deletesEvery: DeletesEvery.optional(),
})
export type FeedChange = z.output<typeof FeedChange>

/** Sentences of something that failed or should be mended. */
export const Said = z.object({ code: z.string(), zh: z.string(), en: z.string() })
export type Said = z.output<typeof Said>

/** What the last run of a feed did. */
export const FeedOutcome = z.object({
  mode: FeedMode,
  /** Null: nothing had changed, so no version was made. */
  versionId: z.uuid().nullable(),
  number: z.int().nullable(),
  read: z.int(),
  inserted: z.int(),
  updated: z.int(),
  deleted: z.int(),
  /** Rows of the version, and rows without an insured person beside it. */
  rows: z.int(),
  rejected: z.int(),
})
export type FeedOutcome = z.output<typeof FeedOutcome>

export const FeedView = z.object({
  id: z.uuid(),
  sourceId: z.uuid(),
  table: z.string(),
  datasetId: z.uuid(),
  datasetTitleZh: z.string(),
  datasetTitleEn: z.string(),
  mode: FeedMode,
  key: z.array(z.string()),
  watermark: z.string().nullable(),
  overlap: z.int(),
  schedule: Schedule,
  deletesEvery: z.int().nullable(),
  state: SourceState,
  /** Times are ms since 1970; null: not yet, or not by itself. */
  nextAt: z.int().nullable(),
  lastRunAt: z.int().nullable(),
  lastDeletesAt: z.int().nullable(),
  lastVersionId: z.uuid().nullable(),
  lastOutcome: FeedOutcome.nullable(),
  lastError: Said.nullable(),
  /** Failures in a row; each doubles the wait. */
  failures: z.int(),
  /** The job that runs or ran last; `/jobs/:id` shows it live. */
  jobId: z.uuid().nullable(),
  running: z.boolean(),
  /** While it runs: 0 … 1 or null, and what it does now. */
  progress: z.number().nullable(),
  message: z
    .object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
  createdAt: z.int(),
})
export type FeedView = z.output<typeof FeedView>

/** A source in a list. The secret is never shown: only when it was set. */
export const SourceBrief = z.object({
  id: z.uuid(),
  participantId: z.uuid(),
  kind: z.string(),
  title: z.string(),
  state: SourceState,
  feeds: z.int(),
  failing: z.int(),
  lastRunAt: z.int().nullable(),
  /** When a feed of it runs next by itself. */
  nextAt: z.int().nullable(),
  /** Why a feed of it failed last; null: none fails. */
  lastError: Said.nullable(),
  secretAt: z.int(),
  createdAt: z.int(),
})
export type SourceBrief = z.output<typeof SourceBrief>

export const SourceView = SourceBrief.extend({
  settings: z.record(z.string(), z.unknown()),
  feedList: z.array(FeedView),
})
export type SourceView = z.output<typeof SourceView>

/** What a test of a source found: it worked, or why not; and what should still be mended. */
export const TestReport = z.object({
  ok: z.boolean(),
  tables: z.int(),
  ms: z.int(),
  error: Said.nullable(),
  warnings: z.array(Said),
})
export type TestReport = z.output<typeof TestReport>

/** A table as the wizard offers it, with what a feed of it would be. */
export const TableView = z.object({
  name: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  key: z.array(z.string()),
  watermarks: z.array(z.string()),
  rowsApprox: z.int().nullable(),
  feedId: z.uuid().nullable(),
  suggestion: z.object({
    code: z.string(),
    mode: FeedMode,
    insuredColumn: z.string().nullable(),
    insuredSystem: z.string().nullable(),
  }),
})
export type TableView = z.output<typeof TableView>
