import { z } from 'zod'
import { Policy, Purpose } from '../policy/index.ts'

export const SIDES = ['provider', 'consumer'] as const
export const Side = z.enum(SIDES)
export type Side = z.output<typeof Side>

/** signMode 签署方式: 01 point to point, 02 with the platform taking part. */
export const SignMode = z.enum(['01', '02'])

export const ContractState = z.enum(['signing', 'filing', 'active', 'suspended', 'ended', 'void'])
export type ContractState = z.output<typeof ContractState>

export const EndReason = z.enum(['term', 'provider', 'consumer', 'agreement', 'rule', 'authority'])
export type EndReason = z.output<typeof EndReason>

/** Why a contract never came into force. */
export const VoidReason = z.enum(['refused', 'filing', 'term', 'authority', 'provider', 'consumer'])
export type VoidReason = z.output<typeof VoidReason>

/** 01 provider, 02 consumer, 03 service provider, 04 other (TC609-6-2025-14 C.1 signatorytype). */
export const Party = z.strictObject({
  participantId: z.uuid(),
  uscc: z.string(),
  name: z.string(),
  role: z.enum(['01', '02', '03', '04']),
})
export type Party = z.output<typeof Party>

/** What both bodies agreed, frozen: the hash of its canonical form identifies the contract. */
export const ContractTerms = z.strictObject({
  v: z.literal(2),
  contractId: z.uuid(),
  /** 47 characters with a check character (TC609-6-2025-14 C.1). */
  number: z.string().length(47),
  name: z.string().min(1).max(128),
  abstract: z.string().max(1024),
  offerId: z.uuid(),
  productId: z.uuid(),
  /** SQL name → immutable version. */
  tables: z.record(z.string(), z.uuid()),
  projectId: z.uuid(),
  providerId: z.uuid(),
  consumerId: z.uuid(),
  parties: z.array(Party).min(2).max(20),
  signMode: SignMode,
  purpose: Purpose,
  policy: Policy,
  /** The policy in plain words: what people sign under. */
  textZh: z.string(),
  textEn: z.string(),
  authorityId: z.uuid().nullable(),
  agreedAt: z.int(),
})
export type ContractTerms = z.output<typeof ContractTerms>

export const SignatureLabel = z.enum(['space', 'external', 'ca', 'demo'])
export type SignatureLabel = z.output<typeof SignatureLabel>

/** A signature as it is kept: everything that is needed to verify it again. */
export const Signature = z.strictObject({
  participantId: z.uuid(),
  role: Party.shape.role,
  algorithm: z.enum(['ed25519', 'sm2']),
  keyId: z.string(),
  /** base64 of the raw public key. */
  publicKey: z.string(),
  /** base64. */
  value: z.string(),
  label: SignatureLabel,
  userId: z.uuid(),
  signedAt: z.int(),
})
export type Signature = z.output<typeof Signature>

export const SignatureView = Signature.pick({
  participantId: true,
  role: true,
  algorithm: true,
  keyId: true,
  label: true,
  signedAt: true,
}).extend({ valid: z.boolean() })

/** Status codes of TC609-6-2025-14; 04 is not used there. */
export const StatusCode = z.enum(['01', '02', '03', '0301', '0302', '05', '06'])
export type StatusCode = z.output<typeof StatusCode>

export const ContractView = z.object({
  id: z.uuid(),
  /** Empty for contracts of terms v1. */
  number: z.string(),
  state: ContractState,
  statusCode: StatusCode,
  endReason: EndReason.nullable(),
  voidReason: VoidReason.nullable(),
  hash: z.string(),
  /** 1: made under the earlier terms and shown in today's shape; its hash is over the earlier form. */
  termsVersion: z.union([z.literal(1), z.literal(2)]),
  terms: ContractTerms,
  signatures: z.array(SignatureView),
  /** Hash and signatures recomputed now. */
  intact: z.boolean(),
  requestId: z.uuid().nullable(),
  /** For `/verify-contract?code=…`. */
  verificationCode: z.string().nullable(),
  endProposal: z.object({ side: Side, reason: z.string() }).nullable(),
  productTitleZh: z.string(),
  productTitleEn: z.string(),
  projectTitle: z.string(),
  providerNameZh: z.string(),
  providerNameEn: z.string(),
  consumerNameZh: z.string(),
  consumerNameEn: z.string(),
  /** Runs whose data was opened, and runs leased now. */
  runsUsed: z.int(),
  runsLeased: z.int(),
  createdAt: z.int(),
  filedAt: z.int().nullable(),
  startedAt: z.int().nullable(),
  endedAt: z.int().nullable(),
  destroyedAt: z.int().nullable(),
})
export type ContractView = z.output<typeof ContractView>

export const ProjectView = z.object({
  id: z.uuid(),
  consumerId: z.uuid(),
  title: z.string(),
  purpose: Purpose,
  contracts: z.array(z.uuid()),
  createdAt: z.int(),
  endedAt: z.int().nullable(),
})
export type ProjectView = z.output<typeof ProjectView>

export * from './negotiation/model.ts'
