import { createHash } from 'node:crypto'
import { AnchorError } from '../driver.ts'

/** Hashes that a token may name, by object identifier. SHA-1 serves for naming a certificate alone (RFC 3161 §2.4.1). */
const HASHES: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.156.10197.1.401': 'sm3',
}

export const HASH_OIDS = { sha256: '2.16.840.1.101.3.4.2.1', sm3: '1.2.156.10197.1.401' } as const

const RSA = '1.2.840.113549.1.1.1'
/** Signature algorithms and the hash each brings along; plain RSA takes that of the signer. */
const SIGNATURES: Readonly<Record<string, string | null>> = {
  [RSA]: null,
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

/** @throws AnchorError on a hash that is not taken */
export function hashNamed(oid: string): string {
  const name = HASHES[oid]
  if (name === undefined) throw new AnchorError('signature', `the hash ${oid} is not taken here`)
  return name
}

/** The hash that a signature is made with. @throws AnchorError where it is not taken, or not that of the signer */
export function signatureHash(oid: string, digest: string): string {
  const brought = SIGNATURES[oid]
  if (brought === undefined)
    throw new AnchorError('signature', `the signature algorithm ${oid} is not taken here`)
  if (brought !== null && brought !== digest)
    throw new AnchorError('signature', `signed with ${brought}, digested with ${digest}`)
  return digest
}

export const hashOf = (name: string, bytes: Uint8Array): Buffer => createHash(name).update(bytes).digest()
