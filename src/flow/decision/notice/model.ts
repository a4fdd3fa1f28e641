import { z } from 'zod'

/** told: no veto in the contract · waiting: for the provider's answer · allowed, vetoed: by hook, hand or silence. */
export const NoticeState = z.enum(['told', 'waiting', 'allowed', 'vetoed'])
export type NoticeState = z.output<typeof NoticeState>

export const NoticeView = z.object({
  id: z.uuid(),
  runId: z.uuid(),
  contractId: z.uuid(),
  providerId: z.uuid(),
  consumerId: z.uuid(),
  action: z.string(),
  kind: z.string(),
  purpose: z.string(),
  state: NoticeState,
  answerUntil: z.int().nullable(),
  silence: z.enum(['allow', 'deny']),
  createdAt: z.int(),
  answeredAt: z.int().nullable(),
  answeredBy: z.string().nullable(),
  reason: z.string().nullable(),
  /** `delivered`, or in a word why the webhook did not take it; null without one. */
  delivery: z.string().nullable(),
})
export type NoticeView = z.output<typeof NoticeView>

export const Verdict = z.strictObject({
  verdict: z.enum(['allow', 'veto']),
  reason: z.string().trim().max(300).optional(),
})
export type Verdict = z.output<typeof Verdict>

export const Veto = z.strictObject({ reason: z.string().trim().min(2).max(300) })

export const HookInput = z.strictObject({ url: z.url().max(500), active: z.boolean().default(true) })

/** Where a provider is told of grants by machine, and the key that signs what is sent. */
export const HookView = z.object({
  url: z.string().nullable(),
  active: z.boolean(),
  /** base64 of the raw key, 32 bytes of Ed25519 or 65 of SM2; signs the exact bytes of the body. */
  publicKey: z.string().nullable(),
  last: z.object({ at: z.int(), result: z.string() }).nullable(),
})
export type HookView = z.output<typeof HookView>
