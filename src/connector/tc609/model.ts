import { z } from 'zod'
import { Policy, Purpose } from '../../flow/policy/index.ts'

/** A signature over a contract's hash as it crossed the wire. */
export const RemoteSignature = z.object({
  entityId: z.string(),
  signature: z.string(),
  /** Base64 of the raw public key; null where the other side did not say. */
  publicKey: z.string().nullable(),
  signedAt: z.int(),
  valid: z.boolean(),
})
export type RemoteSignature = z.output<typeof RemoteSignature>

const Url = z
  .string()
  .max(300)
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  }, 'an http or https address without user and password')
  .transform((text) => text.replace(/\/+$/, ''))

/** A raw key: 32 bytes of Ed25519, or 65 of SM2 that begin with 04. */
const PublicKey = z
  .string()
  .regex(/^(?:[A-Za-z0-9+/]{43}=|B[A-P][A-Za-z0-9+/]{85}=)$/, '32 bytes of Ed25519 or 65 of SM2 in base64')

/** What a system shows of itself: to be compared by another way before it is trusted. */
export const SystemCard = z.object({
  /** Kind 4: the platform. */
  platformId: z.string().length(32),
  name: z.string(),
  publicKey: PublicKey,
  fingerprint: z.string(),
  logVkey: z.string(),
})
export type SystemCard = z.output<typeof SystemCard>

/** What a body's data officer takes to a platform to register this system's connector. */
export const OwnCard = SystemCard.extend({ connectorId: z.string().length(32), uscc: z.string() })
export type OwnCard = z.output<typeof OwnCard>

export const NewConnector = z.strictObject({
  id: z.string().length(32),
  url: Url,
  publicKey: PublicKey,
  logVkey: z.string().min(20).max(500),
})
export type NewConnector = z.input<typeof NewConnector>

export const NewKey = z.strictObject({ publicKey: PublicKey, until: z.int().positive().optional() })

export const ConnectorView = z.object({
  id: z.string(),
  participantId: z.uuid(),
  participantNameZh: z.string(),
  participantNameEn: z.string(),
  url: z.string(),
  state: z.enum(['registered', 'active', 'suspended', 'revoked']),
  keys: z.array(
    z.object({
      keyId: z.string(),
      fingerprint: z.string(),
      fromAt: z.int(),
      untilAt: z.int().nullable(),
      revokedAt: z.int().nullable(),
    }),
  ),
  seenAt: z.int().nullable(),
  createdAt: z.int(),
})
export type ConnectorView = z.output<typeof ConnectorView>

export const NewPeer = z.strictObject({ url: Url })

export const PeerView = z.object({
  id: z.uuid(),
  url: z.string(),
  platformId: z.string(),
  ownId: z.string(),
  name: z.string(),
  fingerprint: z.string(),
  state: z.enum(['pending', 'active', 'closed']),
  seenAt: z.int().nullable(),
  lastError: z.string().nullable(),
  createdAt: z.int(),
})
export type PeerView = z.output<typeof PeerView>

export const MessageView = z.object({
  direction: z.enum(['in', 'out']),
  node: z.string(),
  interface: z.string(),
  contractNumber: z.string().nullable(),
  state: z.enum(['waiting', 'sent', 'failed', 'answered']),
  tries: z.int(),
  error: z.string().nullable(),
  at: z.int(),
})
export type MessageView = z.output<typeof MessageView>

/** An offer of another platform, found over the wire. */
export const RemoteOffer = z.object({
  productCode: z.string(),
  productName: z.string(),
  description: z.string(),
  templateId: z.uuid(),
})
export type RemoteOffer = z.output<typeof RemoteOffer>

/** Its terms as the platform's template gives them. */
export const RemoteTemplate = z.object({
  productCode: z.string(),
  productName: z.string(),
  policy: Policy,
  textZh: z.string(),
  textEn: z.string(),
})
export type RemoteTemplate = z.output<typeof RemoteTemplate>

export const NewRemoteContract = z.strictObject({
  peerId: z.uuid(),
  templateId: z.uuid(),
  name: z.string().trim().min(2).max(120),
  reason: z.string().trim().min(10).max(1000),
  purpose: Purpose,
  /** What differs from the offer: the rest stays as offered. */
  change: z.strictObject({
    maxRuns: z.int().min(1).max(1_000_000).optional(),
    until: z.int().positive().optional(),
    minGroup: z.int().min(2).max(100_000).optional(),
  }),
})
export type NewRemoteContract = z.output<typeof NewRemoteContract>

export const ProofView = z.object({
  id: z.uuid(),
  direction: z.enum(['in', 'out']),
  node: z.string(),
  kind: z.enum(['use', 'destruction']),
  leaf: z.int(),
  origin: z.string(),
  verified: z.boolean(),
  at: z.int(),
})
export type ProofView = z.output<typeof ProofView>

export const ResultView = z.object({
  id: z.uuid(),
  title: z.string().nullable(),
  state: z.string(),
  digest: z.string().nullable(),
  rows: z.int().nullable(),
  problem: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
  leaf: z.int().nullable(),
  storedAt: z.int(),
  destroyedAt: z.int().nullable(),
})
export type ResultView = z.output<typeof ResultView>

export const RemoteContractView = z.object({
  id: z.uuid(),
  peerId: z.uuid(),
  peerName: z.string(),
  number: z.string(),
  name: z.string(),
  productName: z.string(),
  purpose: z.string(),
  reason: z.string(),
  state: z.enum(['negotiating', 'signing', 'filing', 'active', 'suspended', 'ended', 'void']),
  turn: z.enum(['own', 'other']),
  policy: Policy,
  /** Plain words; of the frozen terms once there are any. */
  textZh: z.string(),
  textEn: z.string(),
  /** Computed here over the frozen terms. */
  hash: z.string().nullable(),
  signatures: z.array(RemoteSignature),
  versions: z.array(z.object({ n: z.int(), side: z.enum(['own', 'other']), policy: Policy, at: z.int() })),
  strategyVersion: z.string().nullable(),
  createdAt: z.int(),
  endedAt: z.int().nullable(),
})
export type RemoteContractView = z.output<typeof RemoteContractView>
