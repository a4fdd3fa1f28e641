import { z } from 'zod'
import { BlindFlag, KeptMention } from './blind/model.ts'
import { AssignmentState, ConflictKind, ExpertBody, ExpertState, Reason, Relation } from './model.ts'

/** What organisers are shown, and what they ask. */

export const PoolView = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  login: z.string(),
  name: z.string(),
  title: z.string(),
  fields: z.array(z.string()),
  maxLoad: z.int(),
  state: ExpertState,
  home: z.object({ nameZh: z.string(), nameEn: z.string(), uscc: z.string() }),
  bodies: z.array(ExpertBody),
  relations: z.array(Relation),
  /** On the panel of the round. */
  onPanel: z.boolean(),
  declaredAt: z.int().nullable(),
  load: z.int(),
})
export type PoolView = z.output<typeof PoolView>

export const CandidateView = z.object({
  userId: z.uuid(),
  login: z.string(),
  name: z.string(),
  body: z.string(),
})
export type CandidateView = z.output<typeof CandidateView>

export const AliasView = z.object({ id: z.uuid(), name: z.string(), alias: z.string() })
export type AliasView = z.output<typeof AliasView>

export const ConflictView = z.object({
  id: z.uuid(),
  expertId: z.uuid(),
  expert: z.string(),
  teamId: z.uuid(),
  team: z.string(),
  bodies: z.array(z.string()),
  kind: ConflictKind,
  byRule: z.boolean(),
  note: z.string(),
  state: z.enum(['standing', 'lifted']),
  liftReason: z.string().nullable(),
  /** The reader asked for it: somebody else decides. */
  liftByReader: z.boolean(),
})
export type ConflictView = z.output<typeof ConflictView>

export const AssignAsked = z.strictObject({
  seed: z
    .string()
    .regex(/^[0-9a-f]{8,64}$/)
    .optional(),
  minLoad: z.int().min(0).max(500).default(0),
  maxLoad: z.int().min(1).max(500).default(500),
  prefer: z.enum(['load', 'field']).default('load'),
})
export type AssignAsked = z.input<typeof AssignAsked>

export const RunAsked = AssignAsked.extend({
  seed: z.string().regex(/^[0-9a-f]{8,64}$/),
  inputsDigest: z.string().regex(/^[0-9a-f]{64}$/),
  partial: z.boolean().default(false),
})
export type RunAsked = z.input<typeof RunAsked>

export const Preview = z.object({
  seed: z.string(),
  inputsDigest: z.string(),
  works: z.int(),
  reviews: z.int(),
  experts: z.int(),
  standing: z.int(),
  added: z.int(),
  lacking: z.int(),
  /** Works that would lack reviews, and by how many experts they may be judged at all. */
  lacks: z.array(
    z.object({
      workId: z.uuid(),
      number: z.string().nullable(),
      team: z.string(),
      lacks: z.int(),
      possible: z.int(),
    }),
  ),
  loads: z.array(
    z.object({ expertId: z.uuid(), name: z.string(), load: z.int(), maxLoad: z.int(), known: z.int() }),
  ),
  below: z.int(),
  sameBody: z.int(),
  known: z.int(),
  /** A whole number beyond what JSON numbers hold. */
  cost: z.string(),
  undeclared: z.array(z.string()),
  away: z.array(z.string()),
})
export type Preview = z.output<typeof Preview>

export const AssignmentView = z.object({
  id: z.uuid(),
  workId: z.uuid(),
  number: z.string().nullable(),
  team: z.string(),
  title: z.string(),
  division: z.string(),
  expertId: z.uuid(),
  expert: z.string(),
  code: z.string(),
  state: AssignmentState,
  by: z.enum(['machine', 'hand']),
  reason: z.string(),
  known: z.boolean(),
})
export type AssignmentView = z.output<typeof AssignmentView>

export const PanelBoard = z.object({
  rounds: z.array(z.object({ code: z.string(), titleZh: z.string(), titleEn: z.string() })),
  /** Nothing is handed in any more: copies and assignments can be made. */
  ready: z.boolean(),
  reviews: z.int().nullable(),
  pool: z.int(),
  panel: z.int(),
  declared: z.int(),
  conflicts: z.int(),
  liftsWaiting: z.int(),
  works: z.int(),
  assigned: z.int(),
  /** Reviews that works lack. */
  lacking: z.int(),
  copies: z.int(),
  clear: z.int(),
  divisions: z.array(z.object({ code: z.string(), titleZh: z.string(), titleEn: z.string() })),
})
export type PanelBoard = z.output<typeof PanelBoard>

export const BlindBrief = z.object({
  workId: z.uuid(),
  number: z.string().nullable(),
  team: z.string(),
  title: z.string(),
  state: z.enum(['none', 'flagged', 'clear']),
  edition: z.int(),
  open: z.int(),
  refused: z.int(),
})
export type BlindBrief = z.output<typeof BlindBrief>

export const BlindFileView = z.object({
  id: z.uuid(),
  place: z.int(),
  field: z.string(),
  name: z.string(),
  type: z.string(),
  bytes: z.int(),
  state: z.enum(['clean', 'refused', 'left_out']),
  why: z.string().nullable(),
  replaced: z.boolean(),
  reason: z.string(),
})
export type BlindFileView = z.output<typeof BlindFileView>

export const BlindView = z.object({
  workId: z.uuid(),
  number: z.string().nullable(),
  team: z.string(),
  round: z.string(),
  state: z.enum(['flagged', 'clear']),
  edition: z.int(),
  title: z.string(),
  fields: z.array(z.object({ code: z.string(), titleZh: z.string(), titleEn: z.string(), text: z.string() })),
  files: z.array(BlindFileView),
  flags: z.array(BlindFlag.extend({ kept: z.string().nullable() })),
  kept: z.array(KeptMention),
  redactions: z.array(z.string()),
})
export type BlindView = z.output<typeof BlindView>

const Edition = { edition: z.int().min(1) }
export const Redaction = z.strictObject({
  ...Edition,
  texts: z.array(z.string().trim().min(1).max(200)).min(1).max(100),
})
export const Keeping = z.strictObject({
  ...Edition,
  keys: z.array(z.string().min(1).max(300)).min(1).max(500),
  reason: Reason,
})
export const LeavingOut = z.strictObject({ ...Edition, fileId: z.uuid(), reason: Reason })
/** Bytes of a replacement; larger files are made smaller first. */
export const MOST_REPLACEMENT = 30 * 2 ** 20
export const Replacement = z.strictObject({
  ...Edition,
  fileId: z.uuid(),
  name: z.string().trim().min(1).max(200),
  base64: z.base64().max(Math.ceil((MOST_REPLACEMENT * 4) / 3) + 4),
  reason: Reason,
})
