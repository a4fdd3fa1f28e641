import { z } from 'zod'

export const Severity = z.enum(['info', 'warning', 'critical'])
export type Severity = z.output<typeof Severity>
/** `tell`: people only. `throttle`: less CPU, fewer requests. `suspend`: seat or user stopped. `revoke`: contracts too. */
export const Reaction = z.enum(['tell', 'throttle', 'suspend', 'revoke'])
export type Reaction = z.output<typeof Reaction>

export const WatchRuleView = z.object({
  id: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  /** What it looks at, in one sentence. */
  zh: z.string(),
  en: z.string(),
  severity: Severity,
  reaction: Reaction,
  threshold: z.record(z.string(), z.number()),
  enabled: z.boolean(),
  version: z.int(),
})
export type WatchRuleView = z.output<typeof WatchRuleView>

export const RuleChange = z.strictObject({
  enabled: z.boolean(),
  severity: Severity,
  reaction: Reaction,
  threshold: z.record(z.string().max(40), z.number().min(0).max(1_000_000_000)),
})
export type RuleChange = z.output<typeof RuleChange>

export const AlertView = z.object({
  id: z.uuid(),
  rule: z.string(),
  severity: Severity,
  reaction: Reaction,
  participantId: z.uuid().nullable(),
  participantNameZh: z.string().nullable(),
  participantNameEn: z.string().nullable(),
  userId: z.uuid().nullable(),
  projectId: z.uuid().nullable(),
  seatId: z.uuid().nullable(),
  zh: z.string(),
  en: z.string(),
  /** Leaves of the entries that made it fire. */
  leaves: z.array(z.int()),
  caseId: z.uuid().nullable(),
  at: z.int(),
  /** From the act to the block, ms; null where nothing was blocked. */
  blockedAfterMs: z.int().nullable(),
})
export type AlertView = z.output<typeof AlertView>

export const CaseState = z.enum(['open', 'taken', 'closed'])
export type CaseState = z.output<typeof CaseState>
export const Outcome = z.enum(['harmless', 'warned', 'revoked'])
export type Outcome = z.output<typeof Outcome>
export const BlockWhat = z.enum(['seat', 'user', 'contract', 'project'])
export type BlockWhat = z.output<typeof BlockWhat>
/** `lifting`: somebody lifted it and the effect is being taken back, also after a restart. */
export const BlockState = z.enum(['wanted', 'in_force', 'failed', 'lifting', 'lifted'])
export type BlockState = z.output<typeof BlockState>

export const BlockView = z.object({
  id: z.uuid(),
  what: BlockWhat,
  subjectId: z.uuid(),
  reaction: Reaction,
  state: BlockState,
  /** Why it could not be put in force. */
  problem: z.string().nullable(),
  since: z.int(),
  liftedAt: z.int().nullable(),
  liftedBy: z.uuid().nullable(),
  reason: z.string().nullable(),
})

export const CaseView = z.object({
  id: z.uuid(),
  number: z.string(),
  state: CaseState,
  severity: Severity,
  rule: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  participantNameZh: z.string().nullable(),
  participantNameEn: z.string().nullable(),
  alerts: z.array(AlertView),
  takenBy: z.uuid().nullable(),
  takenByName: z.string().nullable(),
  /** What is in force because of it: may be lifted by the duty officer with a reason. */
  blocks: z.array(BlockView),
  notes: z.array(z.object({ by: z.uuid(), byName: z.string().nullable(), at: z.int(), text: z.string() })),
  outcome: Outcome.nullable(),
  createdAt: z.int(),
  closedAt: z.int().nullable(),
})
export type CaseView = z.output<typeof CaseView>

export const ShiftView = z.object({
  id: z.uuid(),
  officerId: z.uuid(),
  officerName: z.string().nullable(),
  from: z.int(),
  until: z.int(),
  handedTo: z.uuid().nullable(),
  handover: z.string().nullable(),
})
export type ShiftView = z.output<typeof ShiftView>

export const NewShift = z.strictObject({ officerId: z.uuid(), from: z.int().min(0), until: z.int().min(0) })
export type NewShift = z.output<typeof NewShift>

export const RosterView = z.object({
  items: z.array(ShiftView),
  total: z.int(),
  /** Times ahead in which nobody is on duty. */
  gaps: z.array(z.object({ from: z.int(), until: z.int() })),
})
export type RosterView = z.output<typeof RosterView>

/** A planted person (预埋人员): what it is known by is never shown again. */
export const CanaryView = z.object({
  id: z.uuid(),
  label: z.string(),
  keys: z.int(),
  createdAt: z.int(),
  retiredAt: z.int().nullable(),
})
export const NewCanary = z.strictObject({
  label: z.string().trim().min(1).max(80),
  /** Identity number, system number, card, phone, name: whatever would show the person. */
  keys: z.array(z.string().trim().min(2).max(80)).min(1).max(20),
})
export type NewCanary = z.output<typeof NewCanary>

export const WallSeat = z.object({
  id: z.uuid(),
  name: z.string(),
  consumerId: z.uuid(),
  consumerNameZh: z.string().nullable(),
  consumerNameEn: z.string().nullable(),
  state: z.string(),
  /** Cores in use now. */
  cpu: z.number(),
  memory: z.number(),
  alerts: z.int(),
})
export type WallSeat = z.output<typeof WallSeat>

/** The wall display: one picture of now. */
export const WallView = z.object({
  at: z.int(),
  seats: z.array(WallSeat),
  load: z.object({
    /** Share of all cores in use, 0 … 1. */
    cpu: z.number(),
    memoryBytes: z.int(),
    memoryTotalBytes: z.int(),
    cellsPerMinute: z.int(),
    queue: z.int(),
  }),
  /** What flowed within the last hour. */
  flows: z.array(z.object({ kind: z.string(), count: z.int(), bytes: z.int() })),
  alerts: z.array(AlertView),
  airlock: z.object({ waiting: z.int(), oldestMs: z.int().nullable() }),
  evidence: z.object({ size: z.int(), root: z.string(), witnessed: z.int() }),
  onDuty: z.uuid().nullable(),
  onDutyName: z.string().nullable(),
})
export type WallView = z.output<typeof WallView>
