import { z } from 'zod'
import { PURPOSES } from '../../policy/index.ts'

/** What a rule looks at; what it leaves out always fits. */
export const ScriptRule = z.strictObject({
  consumers: z.array(z.uuid()).min(1).max(500).optional(),
  purposes: z.array(z.enum(PURPOSES)).min(1).optional(),
  /** Fits when the assessed score is at most this; a request without an assessment never fits. */
  maxScore: z.int().min(0).max(100).optional(),
  /** Fits when every difference to the offered policy lies below one of these paths; an empty list: no difference. */
  differencesWithin: z.array(z.string().min(1).max(200)).max(50).optional(),
  // oxlint-disable-next-line unicorn/no-thenable -- the second half of "if … then"; plain JSON that nobody awaits
  then: z.enum(['accept', 'reject', 'wait']),
  /** Told to the asking body. */
  comment: z.string().trim().min(4).max(1000),
})
export type ScriptRule = z.output<typeof ScriptRule>

/** How requests under an offer are answered. Scripted: the first rule that fits decides; none: an officer does. */
export const Deciding = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('manual') }),
  /** Accepts what asks under the offered policy as it stands. */
  z.strictObject({ mode: z.literal('automatic') }),
  z.strictObject({ mode: z.literal('scripted'), script: z.array(ScriptRule).min(1).max(50) }),
])
export type Deciding = z.output<typeof Deciding>

export const DecidingView = z.object({
  mode: z.enum(['automatic', 'manual', 'scripted']),
  script: z.array(ScriptRule),
  officerId: z.uuid().nullable(),
  changedAt: z.int().nullable(),
})
export type DecidingView = z.output<typeof DecidingView>
