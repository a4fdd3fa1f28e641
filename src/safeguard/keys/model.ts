import { z } from 'zod'
import { LEAST_PASSPHRASE, SUITES } from '../crypto/index.ts'

export const RequestKind = z.enum(['rotate', 'revoke', 'recovery'])
export const RequestState = z.enum(['open', 'done', 'refused', 'withdrawn'])
export type RequestState = z.output<typeof RequestState>

const Reason = z.string().trim().min(4).max(1000)

export const NewRequest = z.strictObject({
  /** Name as the list shows it; `evidence` stands for the log's keys of both kinds. */
  key: z.string().regex(/^[a-z0-9][\w./-]{0,120}$/),
  kind: RequestKind,
  reason: Reason,
})
export type NewRequest = z.output<typeof NewRequest>

export const Decision = z.strictObject({ approve: z.boolean(), reason: Reason })
export type Decision = z.output<typeof Decision>

export const Passphrase = z.strictObject({ passphrase: z.string().min(LEAST_PASSPHRASE).max(500) })

export const KeyView = z.object({
  name: z.string(),
  purpose: z.enum(['evidence', 'contracts', 'notices', 'connector', 'other']),
  scheme: z.enum(['ed25519', 'sm2']),
  keyId: z.string(),
  /** ms since 1970. */
  madeAt: z.int(),
  ageDays: z.int(),
  state: z.enum(['active', 'retired', 'revoked']),
  custody: z.enum(['file', 'device']),
  rotateAfterDays: z.int(),
  /** Older than the setting says. */
  due: z.boolean(),
})
export type KeyView = z.output<typeof KeyView>

export const RequestView = z.object({
  id: z.uuid(),
  kind: RequestKind,
  key: z.string(),
  reason: z.string(),
  /** User id. */
  askedBy: z.string(),
  askedAt: z.int(),
  state: RequestState,
  decidedBy: z.string().nullable(),
  decidedAt: z.int().nullable(),
  decision: z.string().nullable(),
  /** Whose passphrases are set; null where there is no recovery file. */
  recovery: z.object({ mine: z.boolean(), other: z.boolean(), ready: z.boolean() }).nullable(),
})
export type RequestView = z.output<typeof RequestView>

export const KeyRing = z.object({
  suite: z.enum(SUITES),
  items: z.array(KeyView),
  requests: z.array(RequestView),
})
export type KeyRing = z.output<typeof KeyRing>
