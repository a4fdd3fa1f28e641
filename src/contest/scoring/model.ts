import { z } from 'zod'

/** Why a run gave no score: a closed list, and all that a team is told of a run on the hidden rows. */
export const PROBLEM_KINDS = [
  'crashed',
  'time',
  'memory',
  'no_output',
  'bad_output',
  'isolation',
  'interrupted',
] as const
export const ProblemKind = z.enum(PROBLEM_KINDS)
export type ProblemKind = z.output<typeof ProblemKind>

/** Not the team's doing: such a run does not count. */
export const OURS: readonly ProblemKind[] = ['isolation', 'interrupted']

export const RunState = z.enum(['queued', 'running', 'scored', 'failed', 'cancelled'])
export type RunState = z.output<typeof RunState>

/** `sample`: on the public rows, with everything that it says. `hidden`: on the rows that nobody saw. */
export const RunKind = z.enum(['sample', 'hidden'])
export type RunKind = z.output<typeof RunKind>

export const METRICS = ['rmse', 'mae', 'auc', 'accuracy', 'f1'] as const
export type Metric = (typeof METRICS)[number]

export const TaskColumn = z.object({ name: z.string(), type: z.enum(['number', 'text']) })
export type TaskColumn = z.output<typeof TaskColumn>

/** What a team knows of a task. */
export const TaskView = z.object({
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  textZh: z.string(),
  textEn: z.string(),
  metric: z.enum(METRICS),
  higherIsBetter: z.boolean(),
  digits: z.int(),
  cpuSeconds: z.int(),
  /** False until the organiser has brought the data. */
  ready: z.boolean(),
  open: z.boolean(),
  columns: z.array(TaskColumn),
  answer: TaskColumn.nullable(),
  sampleRows: z.int(),
  artefactMostBytes: z.int(),
  /** Share of the hidden rows whose score is shown during the contest. */
  publicShare: z.number(),
  /** When the private scores were released; null before. */
  releasedAt: z.int().nullable(),
})
export type TaskView = z.output<typeof TaskView>

export const QuotaView = z.object({
  perDay: z.int(),
  inAll: z.int(),
  leftToday: z.int(),
  leftInAll: z.int(),
  samplesLeftToday: z.int(),
})
export type QuotaView = z.output<typeof QuotaView>

/** A run as its team sees it: nothing in it depends on how long the program took. */
export const TeamRun = z.object({
  id: z.uuid(),
  kind: RunKind,
  artefactId: z.uuid(),
  name: z.string(),
  digest: z.string(),
  state: RunState,
  /** Place in the queue while it waits; null otherwise. */
  place: z.int().nullable(),
  createdAt: z.int(),
  /** When the answer is due: known as soon as it runs. */
  answerAt: z.int().nullable(),
  problem: ProblemKind.nullable(),
  publicScore: z.number().nullable(),
  /** Null until the organiser has released the private scores. */
  privateScore: z.number().nullable(),
  counted: z.boolean(),
  /** The one that decides. */
  chosen: z.boolean(),
  leaf: z.int().nullable(),
})
export type TeamRun = z.output<typeof TeamRun>

export const TeamTask = z.object({
  task: TaskView,
  team: z.object({ id: z.uuid(), name: z.string() }),
  /** True for a finalist: only those may hand in. */
  mayRun: z.boolean(),
  quota: QuotaView,
  runs: z.array(TeamRun),
})
export type TeamTask = z.output<typeof TeamTask>

export const BoardRow = z.object({
  /** Equal scores have the same rank; without a score the last one. */
  rank: z.int(),
  /** Null on a blind board, but for the own team. */
  teamId: z.uuid().nullable(),
  name: z.string(),
  score: z.number().nullable(),
  runs: z.int(),
  mine: z.boolean(),
})
export type BoardRow = z.output<typeof BoardRow>
export const Board = z.object({ of: z.enum(['public', 'private']), rows: z.array(BoardRow) })
export type Board = z.output<typeof Board>

/** What the organiser knows of the data: counts and hashes. */
export const TaskDataView = z.object({
  rows: z.int(),
  publicRows: z.int(),
  hiddenRows: z.int(),
  columns: z.array(TaskColumn),
  idColumn: z.string(),
  answer: TaskColumn,
  digest: z.string(),
  sampleDigest: z.string(),
  sampleRows: z.int(),
  sampleMade: z.boolean(),
  /** Score of the best constant on the rows that decide: the zero of the normalised score. */
  baseline: z.number(),
  uploadedAt: z.int(),
  leaf: z.int().nullable(),
})
export type TaskDataView = z.output<typeof TaskDataView>

export const OrganiserTask = z.object({
  task: TaskView,
  data: TaskDataView.nullable(),
  runs: z.object({
    queued: z.int(),
    running: z.int(),
    scored: z.int(),
    failed: z.int(),
    cancelled: z.int(),
  }),
})
export type OrganiserTask = z.output<typeof OrganiserTask>

export const OrganiserRun = TeamRun.extend({
  teamId: z.uuid(),
  teamName: z.string(),
  /** Digits as computed. */
  publicExact: z.number().nullable(),
  privateExact: z.number().nullable(),
  cpuMs: z.int().nullable(),
  starts: z.int(),
})
export type OrganiserRun = z.output<typeof OrganiserRun>

export const RunLog = z.object({
  lines: z.array(z.object({ stream: z.enum(['out', 'err']), line: z.string() })),
  cut: z.boolean(),
})
export type RunLog = z.output<typeof RunLog>
