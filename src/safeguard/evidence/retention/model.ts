import { z } from 'zod'

const Reason = z.string().trim().min(2).max(500)
const SubjectId = z.string().regex(/^[A-Za-z0-9._:-]{0,127}[A-Za-z0-9._:*-]$/)
const KindPrefix = z
  .string()
  .max(128)
  .regex(/^[a-z][a-z0-9_-]{0,31}(\.[a-z][a-z0-9_-]{0,63}){0,3}$/)

/** What a hold is about: one id, or one prefix of kinds (whole words: `run`, `contract.signed`). */
export const NewHold = z.strictObject({
  about: z.union([z.strictObject({ subject: SubjectId }), z.strictObject({ kind: KindPrefix })]),
  reason: Reason,
})
export const Lift = z.strictObject({ reason: Reason })
export const NewDestruction = z.strictObject({ reason: Reason })
export const Decision = z.strictObject({ approve: z.boolean(), reason: Reason })
export const Made = z.object({ id: z.uuid() })
/** `holds`: false where a hold keeps nothing yet. */
export const MadeHold = Made.extend({ holds: z.boolean() })

/** Times in ms since 1970. */
export const RetentionView = z.object({
  version: z.int(),
  rules: z.array(
    z.object({
      kind: z.string(),
      class: z.string(),
      keepDays: z.int().nullable(),
      minDays: z.int().nullable(),
      source: z.string(),
      sourceZh: z.string(),
    }),
  ),
  holds: z.array(
    z.object({
      id: z.uuid(),
      about: z.object({ subject: z.string().optional(), kind: z.string().optional() }),
      reason: z.string(),
      /** User ids. */
      by: z.string(),
      since: z.int(),
      until: z.int().nullable(),
      liftedBy: z.string().nullable(),
      liftReason: z.string().nullable(),
      state: z.enum(['active', 'lifted']),
      /** Whether it keeps a payload now. */
      holds: z.boolean(),
    }),
  ),
  destructions: z.array(
    z.object({
      id: z.uuid(),
      /** When it was asked for; `endedAt`: when it was over. */
      at: z.int(),
      endedAt: z.int().nullable(),
      reason: z.string(),
      askedBy: z.string().nullable(),
      decidedBy: z.string().nullable(),
      decisionReason: z.string().nullable(),
      /** Payloads destroyed so far. */
      entries: z.int(),
      /** First and last leaf among them. */
      from: z.int().nullable(),
      to: z.int().nullable(),
      /** Leaf of the entry that proves it. */
      leaf: z.int().nullable(),
      state: z.enum(['asked', 'refused', 'approved', 'running', 'done', 'cancelled']),
      /** 0 … 1 while it runs. */
      progress: z.number().nullable(),
      digest: z.string().nullable(),
    }),
  ),
  /** Payloads that could be destroyed now, counted up to 100,000. */
  due: z.int(),
})
