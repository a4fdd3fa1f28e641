import { z } from 'zod'
import { ProblemView } from '../run/index.ts'

export const SeatState = z.enum([
  /** Waits for a free place, or for its tables. */
  'waiting',
  'starting',
  'live',
  /** Its processes are gone, its files and notebooks are kept; it wakes when somebody comes. */
  'asleep',
  /** Stopped by a rule or a duty officer; only they let it go on. */
  'blocked',
  'closed',
])
export type SeatState = z.output<typeof SeatState>

export const SeatLimitsView = z.object({
  memoryBytes: z.int(),
  diskBytes: z.int(),
  inodes: z.int(),
  processes: z.int(),
  /** Seconds of CPU a day; null: no quota. */
  cpuSecondsPerDay: z.int().nullable(),
  /** Rows that may be looked at a day. */
  viewRowsPerDay: z.int(),
})
export type SeatLimitsView = z.output<typeof SeatLimitsView>

export const SeatUsageView = z.object({
  memoryBytes: z.int(),
  diskBytes: z.int(),
  inodes: z.int(),
  processes: z.int(),
  cpuMsToday: z.int(),
  viewRowsToday: z.int(),
})
export type SeatUsageView = z.output<typeof SeatUsageView>

export const NewSeat = z.strictObject({ projectId: z.uuid(), name: z.string().trim().min(1).max(60) })
export type NewSeat = z.input<typeof NewSeat>

export const SeatView = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  projectName: z.string(),
  consumerId: z.uuid(),
  name: z.string(),
  state: SeatState,
  /** Why it is blocked, closed, or what was lost when it slept or died. */
  problem: ProblemView.nullable(),
  /** Place in the queue, from 1, while it waits. */
  place: z.int().nullable(),
  /** Runs of kind `seat`, one for each contract that it works under. */
  runIds: z.array(z.uuid()),
  /** Who is in the seat now. */
  present: z.array(z.uuid()),
  limits: SeatLimitsView,
  usage: SeatUsageView.nullable(),
  /** `full` or `degraded`: what isolates it. */
  isolation: z.enum(['full', 'degraded', 'none']),
  /** Registered terminals only; false: any place. */
  bound: z.boolean(),
  openedAt: z.int().nullable(),
  createdAt: z.int(),
  endedAt: z.int().nullable(),
})
export type SeatView = z.output<typeof SeatView>

export const SeatTableView = z.object({
  name: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  rows: z.int(),
  columns: z.array(
    z.object({ name: z.string(), type: z.string(), titleZh: z.string(), titleEn: z.string() }),
  ),
  /** `project`: de-identified, under contract. `own`: brought by the team. */
  origin: z.enum(['project', 'own']),
})
export type SeatTableView = z.output<typeof SeatTableView>

export const CellOutput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), stream: z.enum(['out', 'err']), text: z.string() }),
  z.object({
    kind: z.literal('table'),
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.union([z.null(), z.boolean(), z.number(), z.string()]))),
    total: z.int(),
  }),
  z.object({ kind: z.literal('image'), mime: z.enum(['image/png', 'image/svg+xml']), base64: z.string() }),
  z.object({ kind: z.literal('error'), name: z.string(), message: z.string(), trace: z.string() }),
])
export type CellOutput = z.output<typeof CellOutput>

export const CellLanguage = z.enum(['python', 'sql', 'markdown', 'r'])
export type CellLanguage = z.output<typeof CellLanguage>
export const Cell = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  language: CellLanguage,
  source: z.string().max(200_000),
})
export type Cell = z.output<typeof Cell>

export const CellState = z.enum([
  'idle',
  'waiting',
  'running',
  'ok',
  'error',
  'interrupted',
  'time',
  'memory',
  'died',
  'refused',
])
export type CellState = z.output<typeof CellState>

export const CellView = Cell.extend({
  state: CellState,
  outputs: z.array(CellOutput),
  cut: z.boolean(),
  /** Place in the queue while it waits. */
  place: z.int().nullable(),
  count: z.int().nullable(),
  elapsedMs: z.int().nullable(),
  ranBy: z.uuid().nullable(),
  ranAt: z.int().nullable(),
  problem: ProblemView.nullable(),
})
export type CellView = z.output<typeof CellView>

export const NotebookBrief = z.object({
  id: z.uuid(),
  seatId: z.uuid(),
  name: z.string(),
  version: z.int(),
  cells: z.int(),
  changedBy: z.uuid(),
  changedAt: z.int(),
})
export type NotebookBrief = z.output<typeof NotebookBrief>
export const NotebookView = NotebookBrief.omit({ cells: true }).extend({ cells: z.array(CellView) })
export type NotebookView = z.output<typeof NotebookView>

/** Saved whole, on top of the version that the editor began from: NOTEBOOK_CHANGED where a colleague was faster. */
export const SaveNotebook = z.strictObject({
  version: z.int(),
  name: z.string().trim().min(1).max(120),
  cells: z.array(Cell).max(500),
})
export type SaveNotebook = z.input<typeof SaveNotebook>

export const SeatJobView = z.object({
  id: z.uuid(),
  seatId: z.uuid(),
  script: z.string(),
  parameters: z.record(z.string(), z.string()),
  state: z.enum(['waiting', 'running', 'ok', 'failed', 'cancelled', 'time', 'memory', 'died']),
  place: z.int().nullable(),
  progress: z.number().nullable(),
  startedBy: z.uuid(),
  createdAt: z.int(),
  endedAt: z.int().nullable(),
  problem: ProblemView.nullable(),
})
export type SeatJobView = z.output<typeof SeatJobView>

export const SeatFileView = z.object({
  path: z.string(),
  bytes: z.int(),
  modifiedAt: z.int(),
  kind: z.enum(['file', 'folder', 'link', 'special']),
})
export type SeatFileView = z.output<typeof SeatFileView>

export const ImportState = z.enum(['waiting', 'scanning', 'refused', 'approved', 'rejected', 'withdrawn'])
export type ImportState = z.output<typeof ImportState>
/** What a team brings: its own lawful data, weights or packages (携带合法持有的数据). */
export const ImportView = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  consumerId: z.uuid(),
  kind: z.enum(['table', 'weights', 'packages', 'file']),
  name: z.string(),
  bytes: z.int(),
  digest: z.string(),
  /** Where the right to it comes from: text, and a document's hash. */
  right: z.string(),
  proofDigest: z.string().nullable(),
  state: ImportState,
  findings: z.array(z.object({ rule: z.string(), place: z.string(), zh: z.string(), en: z.string() })),
  decidedBy: z.uuid().nullable(),
  reason: z.string().nullable(),
  createdBy: z.uuid(),
  createdAt: z.int(),
  decidedAt: z.int().nullable(),
})
export type ImportView = z.output<typeof ImportView>

/** A place of work in the closed venue. */
export const TerminalView = z.object({
  id: z.uuid(),
  name: z.string(),
  /** How it is known: the name that the access-control gateway states, or networks (CIDR). */
  gatewayName: z.string().nullable(),
  networks: z.array(z.string()),
  zone: z.string(),
  state: z.enum(['active', 'retired']),
})
export type TerminalView = z.output<typeof TerminalView>
export const AttendanceView = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  terminalId: z.uuid().nullable(),
  inAt: z.int(),
  outAt: z.int().nullable(),
  byOfficer: z.uuid(),
})
export type AttendanceView = z.output<typeof AttendanceView>
export const PatrolView = z.object({
  id: z.uuid(),
  officerId: z.uuid(),
  zone: z.string(),
  text: z.string(),
  at: z.int(),
})
export type PatrolView = z.output<typeof PatrolView>

/** One thing that happened in a seat, as the replay shows it. */
export const RecordedView = z.object({
  seq: z.int(),
  at: z.int(),
  userId: z.uuid().nullable(),
  kind: z.enum([
    'joined',
    'left',
    'cell',
    'output',
    'file',
    'job',
    'table',
    'view',
    'capped',
    'import',
    'export',
    'state',
  ]),
  notebookId: z.uuid().nullable(),
  cellId: z.string().nullable(),
  /** What was typed, or a short sentence. */
  text: z.string(),
  outputs: z.array(CellOutput),
  /** Evidence entry of the step. */
  leaf: z.int().nullable(),
})
export type RecordedView = z.output<typeof RecordedView>

export const BulkView = z.object({
  id: z.uuid(),
  kind: z.enum(['open', 'close']),
  state: z.enum(['running', 'done', 'failed']),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  /** `close`: leaf of the proof of destruction. */
  leaf: z.int().nullable(),
  problems: z.array(z.object({ line: z.int(), problem: ProblemView })),
  createdAt: z.int(),
})
export type BulkView = z.output<typeof BulkView>
