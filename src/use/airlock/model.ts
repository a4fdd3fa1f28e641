import { z } from 'zod'
import { Disclosure } from '../../flow/policy/index.ts'
import { Finding } from '../check/index.ts'
import { ProblemView } from '../run/index.ts'

export const RequestState = z.enum([
  'draft',
  /** The machine looks at it. */
  'checking',
  /** Two people look at it, blind to each other. */
  'review',
  /** They differ: a third one looks. */
  'differ',
  'returned',
  'approved',
  'released',
  'rejected',
  'withdrawn',
  'expired',
  'revoked',
])
export type RequestState = z.output<typeof RequestState>

export const FileKind = z.enum([
  'table',
  'statistics',
  'chart',
  'image',
  'text',
  'report',
  'model',
  'notebook',
  'archive',
  'other',
])
export type FileKind = z.output<typeof FileKind>

/** What a file is, in its author's words: without these no request is submitted. */
export const FileContext = z.strictObject({
  /** What it shows. */
  shows: z.string().trim().max(2000),
  /** How it was computed. */
  how: z.string().trim().max(4000),
  /** On how many insured persons it rests; null: on none (code, a document). */
  persons: z.int().min(0).nullable(),
  kind: FileKind,
  /** Columns of a table that hold counts of persons, and those that a row's persons stand in. */
  countColumns: z.array(z.string().max(200)).max(200).default([]),
})
export type FileContext = z.output<typeof FileContext>

/** For people: what each column of numbers spans, and how much of it is a multiple of 5 or 6. */
export const Aid = z.object({
  column: z.string(),
  min: z.number(),
  minNotZero: z.number().nullable(),
  max: z.number(),
  sum: z.number(),
  by5: z.number(),
  by6: z.number(),
})

export const AirlockFile = z.object({
  id: z.uuid(),
  path: z.string(),
  bytes: z.int(),
  digest: z.string(),
  context: FileContext,
  findings: z.array(Finding),
  aids: z.array(Aid),
  /** Worst of its findings; null while no machine has looked at these bytes in this context. */
  verdict: z.enum(['pass', 'review', 'fail']).nullable(),
  /** Machine-readable record of every rule that looked at it. */
  recordDigest: z.string().nullable(),
  /** Run of kind `file` under which it was released: receipt and download. */
  runId: z.uuid().nullable(),
})
export type AirlockFile = z.output<typeof AirlockFile>

export const DECISIONS = ['approve', 'return', 'reject'] as const
export type Decided = (typeof DECISIONS)[number]

/** Why a request goes back, in words that statistics count. */
export const REASONS = [
  'unrounded',
  'little-context',
  'small-counts',
  'missing-data',
  'file-kind',
  'identifying',
  'differencing',
  'beyond-terms',
  'other',
] as const

/** One checker's opinion. Until the last one is in, nobody but its author sees it, counts it or is told of it. */
export const NewOpinion = z.strictObject({
  decision: z.enum(DECISIONS),
  reasons: z.array(z.enum(REASONS)).max(REASONS.length).default([]),
  text: z.string().trim().max(4000).default(''),
  perFile: z
    .array(
      z.strictObject({ fileId: z.uuid(), ok: z.boolean(), text: z.string().trim().max(2000).default('') }),
    )
    .max(200),
})
export type NewOpinion = z.output<typeof NewOpinion>

export const Opinion = z.object({
  checkerId: z.uuid(),
  round: z.int(),
  decision: z.enum(DECISIONS),
  reasons: z.array(z.string()),
  text: z.string(),
  perFile: z.array(z.object({ fileId: z.uuid(), ok: z.boolean(), text: z.string() })),
  at: z.int(),
})
export type Opinion = z.output<typeof Opinion>

/** A finished round, as its author reads it: nobody's name stands beside an opinion. */
export const RoundView = z.object({
  round: z.int(),
  submittedAt: z.int(),
  decidedAt: z.int().nullable(),
  outcome: z.enum(['returned', 'approved', 'rejected', 'withdrawn', 'expired']).nullable(),
  /** By the machine alone where no person looked. */
  byMachine: z.boolean(),
  reasons: z.array(z.string()),
  texts: z.array(z.string()),
  files: z.array(
    z.object({
      path: z.string(),
      digest: z.string(),
      ok: z.boolean().nullable(),
      texts: z.array(z.string()),
    }),
  ),
})

export type RoundView = z.output<typeof RoundView>

/** A contract that the request comes under: checkers may not read contracts of others. */
export const TermsView = z.object({
  contractId: z.uuid(),
  number: z.string().nullable(),
  productTitleZh: z.string(),
  productTitleEn: z.string(),
  minGroup: z.int(),
  disclosure: Disclosure,
})

export const MAY = [
  'edit',
  'submit',
  'withdraw',
  'claim',
  'decide',
  'message',
  'release',
  'revoke',
  'download',
] as const

const Names = {
  projectTitle: z.string(),
  consumerNameZh: z.string(),
  consumerNameEn: z.string(),
  /** Null for readers of another body. */
  authorName: z.string().nullable(),
}

export const RequestView = z.object({
  id: z.uuid(),
  number: z.string(),
  projectId: z.uuid(),
  consumerId: z.uuid(),
  seatId: z.uuid().nullable(),
  authorId: z.uuid(),
  ...Names,
  title: z.string(),
  state: RequestState,
  /** Two, or more where a contract says so; 0: released by the machine alone. */
  checkers: z.int(),
  round: z.int(),
  files: z.array(AirlockFile),
  /** To checkers before all have decided: their own only. To everybody else: none before the round is over. */
  opinions: z.array(Opinion),
  rounds: z.array(RoundView),
  terms: z.array(TermsView),
  /** May the reader do this now? */
  may: z.array(z.enum(MAY)),
  messages: z.array(z.object({ by: z.uuid(), at: z.int(), text: z.string() })),
  problem: ProblemView.nullable(),
  /** Job of the machine's inspection that runs now. */
  jobId: z.uuid().nullable(),
  createdAt: z.int(),
  submittedAt: z.int().nullable(),
  decidedAt: z.int().nullable(),
  releasedAt: z.int().nullable(),
  revoked: z.object({ reason: z.string(), at: z.int() }).nullable(),
  expiresAt: z.int().nullable(),
})
export type RequestView = z.output<typeof RequestView>

export const RequestBrief = RequestView.pick({
  id: true,
  number: true,
  projectId: true,
  consumerId: true,
  authorId: true,
  projectTitle: true,
  consumerNameZh: true,
  consumerNameEn: true,
  authorName: true,
  title: true,
  state: true,
  round: true,
  createdAt: true,
  submittedAt: true,
  decidedAt: true,
}).extend({ files: z.int(), findings: z.int() })
export type RequestBrief = z.output<typeof RequestBrief>

/** What waits for the reader. `claimed`: by the reader. The claims of others, and that he is a third one, show nowhere. */
export const QueueItem = RequestBrief.extend({ claimed: z.boolean() })
export type QueueItem = z.output<typeof QueueItem>

export const AirlockNumbers = z.object({
  waiting: z.int(),
  /** Waiting time from submission to the last decision, ms. */
  waitMedianMs: z.int().nullable(),
  waitP95Ms: z.int().nullable(),
  released: z.int(),
  returned: z.int(),
  rejected: z.int(),
  reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
})
export type AirlockNumbers = z.output<typeof AirlockNumbers>

export const NewRequest = z.strictObject({
  projectId: z.uuid(),
  seatId: z.uuid().nullable().default(null),
  title: z.string().trim().min(1).max(200),
})
export type NewRequest = z.output<typeof NewRequest>

export const NewFile = z.strictObject({ path: z.string().min(1).max(500), context: FileContext })
export type NewFile = z.output<typeof NewFile>

/** New words; with `path` the bytes as the seat holds them now. */
export const FileChange = z.strictObject({
  context: FileContext,
  path: z.string().min(1).max(500).optional(),
})
export type FileChange = z.output<typeof FileChange>

const Cell = z.union([z.null(), z.boolean(), z.number(), z.string()])
const Marked = { watermark: z.string() }
/** A file as it may be looked at: rendered here, bounded, never its raw bytes. */
export const FileLook = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('table'),
    columns: z.array(z.string()),
    rows: z.array(z.array(Cell)),
    total: z.int(),
    cut: z.boolean(),
    ...Marked,
  }),
  z.object({ kind: z.literal('text'), text: z.string(), cut: z.boolean(), ...Marked }),
  z.object({ kind: z.literal('image'), mime: z.string(), base64: z.string(), ...Marked }),
  z.object({ kind: z.literal('none'), zh: z.string(), en: z.string(), ...Marked }),
])
export type FileLook = z.output<typeof FileLook>
