import { fingerprintOf, suiteOfKey, verifySignature } from '../../../safeguard/crypto/index.ts'
import type { ContractTerms, Party, Signature } from '../model.ts'
import { contractHash } from '../rules.ts'

/**
 * What the parties sign: a line of its own kind, so that a signature given for anything else is no signature of a
 * contract. UTF-8 bytes; `hash` is the contract's hash in lower-case hex.
 */
export const signedMessage = (hash: string): Buffer => Buffer.from(`xinyu contract v2 ${hash}`)

/** First 32 hex characters of the key's fingerprint: SHA-256 over an Ed25519 key, SM3 over one of SM2. */
export const keyIdOf = (publicKey: Uint8Array): string => fingerprintOf(publicKey).slice(0, 32)

export const SIGNATURE_ALGORITHMS = ['ed25519', 'sm2'] as const
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number]

/** A raw key in base64, 32 bytes of Ed25519 or 65 of SM2, and nothing else. */
export function publicKeyBytes(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return suiteOfKey(bytes) !== null && bytes.toString('base64') === text ? bytes : null
}

/** Verifies one signature over a message; never throws, whatever is in it. */
export function verifies(
  signature: Pick<Signature, 'algorithm' | 'publicKey' | 'value'>,
  message: Uint8Array,
): boolean {
  const key = publicKeyBytes(signature.publicKey)
  // A key of one family under the name of the other is a forgery or a mistake.
  if (key === null || suiteOfKey(key)!.signature.name !== signature.algorithm) return false
  return verifySignature(signature.algorithm, key, message, Buffer.from(signature.value, 'base64'))
}

/** The signature stands for its party: right key id, right role, and it verifies over the hash. */
export function isValidFor(party: Party, signature: Signature, hash: string): boolean {
  const key = publicKeyBytes(signature.publicKey)
  return (
    signature.participantId === party.participantId &&
    signature.role === party.role &&
    key !== null &&
    keyIdOf(key) === signature.keyId &&
    verifies(signature, signedMessage(hash))
  )
}

/** Every party of the terms has signed. */
export const allSigned = (terms: ContractTerms, signatures: readonly Signature[]): boolean =>
  terms.parties.every((party) => signatures.some((one) => one.participantId === party.participantId))

/** The columns of a contract row that its integrity rests on. */
export interface SignedRow {
  readonly id: string
  readonly hash: string
  readonly terms: ContractTerms
  readonly signatures: readonly Signature[]
  readonly provider_id: string
  readonly consumer_id: string
  readonly product_id: string
  readonly project_id: string
  readonly number: string | null
  readonly authority_id: string | null
  readonly until_at: number
  readonly max_runs: number
}

export interface Integrity {
  readonly intact: boolean
  /** What does not fit, in one English phrase; empty when intact. */
  readonly why: string
}

/**
 * Recomputes the hash of the stored terms, compares the columns that were taken from them, and verifies every
 * signature again (TC609-6-2025-14 §7.5: before performance, and here at each grant). Pure and without the database:
 * whoever rewrites a row needs the private keys of all parties.
 */
export function contractIntact(row: SignedRow): Integrity {
  const { terms } = row
  const unaltered = contractUnaltered(row)
  if (!unaltered.intact) return unaltered
  const missing = terms.parties.find(
    (party) => !row.signatures.some((one) => one.participantId === party.participantId),
  )
  return missing ? broken(`the signature of ${missing.name} is missing`) : unaltered
}

const broken = (why: string): Integrity => ({ intact: false, why })

/** The same while signatures are still waited for: those that are there must hold. */
export function contractUnaltered(row: SignedRow): Integrity {
  const { terms } = row
  if (terms.v !== 2) return broken('the terms are of an earlier version and were never signed')
  if (contractHash(terms) !== row.hash) return broken('the terms do not have the hash that was signed')
  const same =
    terms.contractId === row.id &&
    terms.providerId === row.provider_id &&
    terms.consumerId === row.consumer_id &&
    terms.productId === row.product_id &&
    terms.projectId === row.project_id &&
    terms.number === row.number &&
    terms.authorityId === row.authority_id &&
    terms.policy.until === row.until_at &&
    terms.policy.maxRuns === row.max_runs
  if (!same) return broken('a column of the contract differs from its terms')
  for (const signature of row.signatures) {
    const party = terms.parties.find((one) => one.participantId === signature.participantId)
    if (!party) return broken('a signature is of no party')
    if (!isValidFor(party, signature, row.hash)) return broken(`the signature of ${party.name} is not valid`)
  }
  return { intact: true, why: '' }
}
