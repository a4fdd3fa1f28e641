import { z } from 'zod'
import { Purpose } from '../policy/index.ts'
import { ScopeCode } from './scopes.ts'

export const ConsentState = z.enum([
  'waiting',
  'given',
  'limited',
  'declined',
  'withdrawn',
  'expired',
  'used_up',
  'cancelled',
])
export type ConsentState = z.output<typeof ConsentState>

/** single: used up by the first use that opens data; standing: until its end. */
export const ConsentKind = z.enum(['single', 'standing'])
export type ConsentKind = z.output<typeof ConsentKind>

/** How the person was identified, kept with each consent. It names no person. */
export const Proof = z.strictObject({
  /** `register` (name, number and a one-time code), or the national real-name service once connected. */
  driver: z.string(),
  /** demo: the code was shown on the screen. 1 to 3: levels of the national real-name service. */
  level: z.enum(['demo', '1', '2', '3']),
  at: z.int(),
})
export type Proof = z.output<typeof Proof>

const Day = z.iso.date()

/** 身份证件号码, as typed: blanks and full-width digits are mended before it is looked up, and it is kept nowhere. */
export const IdentityNumber = z.string().trim().min(6).max(50)

export const NewAsk = z.strictObject({
  /** The person's identity number: it leaves this request as a keyed hash only. */
  certno: IdentityNumber,
  /** The contract that the consent is for; left out: any contract of the asking body with this purpose. */
  contractId: z.uuid().optional(),
  purpose: Purpose,
  scopes: z
    .array(ScopeCode)
    .min(1)
    .max(20)
    .refine((codes) => new Set(codes).size === codes.length, { message: 'names a scope twice' }),
  kind: ConsentKind,
  /** Last moment of the consent, ms since 1970. */
  until: z.int().positive(),
  /** Days of the data that are asked for. */
  period: z
    .strictObject({ from: Day, until: Day })
    .refine(({ from, until }) => from <= until, { message: 'ends before it begins' })
    .optional(),
  /** What the person reads: why the body asks. */
  reason: z.string().trim().min(6).max(500),
})
export type NewAsk = z.output<typeof NewAsk>

/** What the asking body sees of its ask. No trace of the person. */
export const AskView = z.object({
  id: z.uuid(),
  contractId: z.uuid().nullable(),
  purpose: Purpose,
  kind: ConsentKind,
  state: ConsentState,
  askedScopes: z.array(z.string()),
  scopes: z.array(z.string()),
  periodFrom: z.string().nullable(),
  periodUntil: z.string().nullable(),
  reason: z.string(),
  askedUntil: z.int(),
  until: z.int(),
  createdAt: z.int(),
  answeredAt: z.int().nullable(),
  endedAt: z.int().nullable(),
  uses: z.int(),
})
export type AskView = z.output<typeof AskView>

/** What the person sees: who asks, for what, which data, how long. */
export const OwnConsent = AskView.extend({
  askerNameZh: z.string(),
  askerNameEn: z.string(),
  /** Given by a guardian. */
  byGuardian: z.boolean(),
  proof: Proof.nullable(),
})
export type OwnConsent = z.output<typeof OwnConsent>

/** The person's answer. Fewer data or a shorter term make a limited consent. */
export const Answer = z.strictObject({
  scopes: z.array(ScopeCode).min(1).max(20),
  until: z.int().positive(),
  period: z.strictObject({ from: Day, until: Day }).optional(),
})
export type Answer = z.output<typeof Answer>
