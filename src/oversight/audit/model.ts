import { z } from 'zod'

export const AuditQuery = z.strictObject({
  userId: z.uuid().optional(),
  participantId: z.uuid().optional(),
  contractId: z.uuid().optional(),
  datasetId: z.uuid().optional(),
  runId: z.uuid().optional(),
  /** Any other thing by its id: a seat, a request, a project, a case. */
  subjectId: z.uuid().optional(),
  /** Hash of a released file or table. */
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** A kind, or its beginning such as `airlock.`. */
  kind: z
    .string()
    .regex(/^[a-z][a-z0-9_.-]{0,79}$/)
    .optional(),
  from: z.coerce.number().int().min(0).optional(),
  until: z.coerce.number().int().min(0).optional(),
  /** The `next` of the page before. */
  before: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type AuditQuery = z.output<typeof AuditQuery>

export const AuditItem = z.object({
  leaf: z.int(),
  at: z.int(),
  kind: z.string(),
  actorUserId: z.uuid().nullable(),
  participantId: z.uuid().nullable(),
  /** The part of the system that acted, where no user did. */
  system: z.string().nullable(),
  subject: z.record(z.string(), z.string()),
})
export type AuditItem = z.output<typeof AuditItem>

export const AuditPage = z.object({
  items: z.array(AuditItem),
  /** Counted up to 10,000; more is told by `totalIsLess`. */
  total: z.int(),
  totalIsLess: z.boolean(),
  next: z.int().nullable(),
})
export type AuditPage = z.output<typeof AuditPage>

export const MOMENTS = [
  'landed',
  'treated',
  'prepared',
  'contract',
  'seat',
  'cell',
  'request',
  'check',
  'opinion',
  'release',
  'download',
  'revoked',
] as const

/** The whole way of one released file, from its source versions to who took it away. Each step names its entry. */
export const FileStory = z.object({
  runId: z.uuid(),
  digest: z.string(),
  path: z.string(),
  /** Of a file that was released under several contracts: all of its runs. */
  runIds: z.array(z.uuid()),
  seatId: z.uuid().nullable(),
  requestId: z.uuid().nullable(),
  steps: z.array(
    z.object({
      moment: z.enum(MOMENTS),
      at: z.int(),
      leaf: z.int().nullable(),
      id: z.string(),
      zh: z.string(),
      en: z.string(),
      /** Page of the portal that shows it; null: there is none. */
      link: z.string().nullable(),
    }),
  ),
  /** Steps in the seat beyond those that are listed. */
  more: z.int(),
})
export type FileStory = z.output<typeof FileStory>
export type StoryStep = FileStory['steps'][number]

export const ReportKind = z.enum(['daily', 'weekly', 'monthly'])
export type ReportKind = z.output<typeof ReportKind>

export const ReportSection = z.object({
  id: z.string(),
  zh: z.string(),
  en: z.string(),
  figures: z.array(z.object({ zh: z.string(), en: z.string(), value: z.number() })),
})
export type ReportSection = z.output<typeof ReportSection>

export const ReportView = z.object({
  id: z.uuid(),
  kind: ReportKind,
  from: z.int(),
  until: z.int(),
  /** Of the canonical JSON of kind, times and sections. */
  digest: z.string(),
  leaf: z.int().nullable(),
  createdAt: z.int(),
  /** Section → figures, as the page and the PDF show them. */
  sections: z.array(ReportSection),
})
export type ReportView = z.output<typeof ReportView>

export const NewReport = z.strictObject({ kind: ReportKind, from: z.int().min(0), until: z.int().min(0) })
export type NewReport = z.output<typeof NewReport>
