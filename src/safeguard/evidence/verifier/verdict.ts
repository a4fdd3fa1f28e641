import type { Json } from '../../../kernel/canonical.ts'
import type { EntryView } from './entry.ts'
import type { PolicyVerdict } from './policy.ts'

/** The steps of a verification, in this order. */
export const STEPS = [
  'format',
  'entry',
  'payload',
  'key',
  'signature',
  'checkpoint',
  'proof',
  'guomi',
  'policy',
] as const
export type Where = (typeof STEPS)[number]

/** What a good receipt says, or the first place where it fails. */
export type Verdict = GoodReceipt | Refused

export interface GoodReceipt extends GoodProof {
  readonly entry: EntryView
  /** What lies beside the log under the entry's salted hash; undefined where the receipt carries none. */
  readonly payload: Json | undefined
}

/** What a good proof says about the bytes that it was given with. */
export interface GoodProof {
  readonly ok: true
  readonly leaf: number
  readonly size: number
  /** The log that vouches. */
  readonly origin: string
  /** The verifier key that signed. */
  readonly signer: string
  /** False when no key was given but the receipt's own: then the file is whole, but who made it is not known. */
  readonly pinned: boolean
  /** The second chain, SM2 and SM3 alone; null where the receipt carries none. */
  readonly guomi: { readonly signer: string; readonly pinned: boolean } | null
  /** Every signature on the checkpoint; only `verified` ones say anything. */
  readonly signatures: readonly SeenSignature[]
  /** How the checkpoint stands to the policy; null where none was given. */
  readonly policy: PolicyVerdict | null
  /** The steps that held. */
  readonly held: readonly Where[]
}

export interface SeenSignature {
  readonly name: string
  /** Hex. */
  readonly keyId: string
  readonly state: 'verified' | 'unknown'
}

export interface Failure {
  readonly ok: false
  readonly where: Where
  readonly why: string
}

export interface Refused extends Failure {
  /** The steps that held before. */
  readonly held: readonly Where[]
}

export interface VerifyOptions {
  /** The verifier keys that the reader trusts, one a line, obtained by another way than the receipt. */
  readonly vkey?: string | readonly string[] | undefined
  /** What the log publishes about its keys (`/api/evidence/keys`): leads from a pinned key to the ones after it. */
  readonly keys?: string | undefined
  /** C2SP tlog-policy text: which logs are trusted, and which witnesses must have signed. */
  readonly policy?: string | undefined
}

export const fail = (where: Where, why: string): Failure => ({ ok: false, where, why })
export const isFailure = (value: object): value is Failure => 'ok' in value && value.ok === false
