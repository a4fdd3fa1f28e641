import { guomi } from './guomi/index.ts'
import { international } from './international.ts'
import type { SignatureScheme, Suite } from './suite.ts'

export type SchemeName = SignatureScheme['name']

/** The suite that a signature scheme belongs to. */
export const schemeSuite = (name: SchemeName): Suite => (name === 'sm2' ? guomi : international)

export const schemeOf = (name: SchemeName): SignatureScheme => schemeSuite(name).signature

/** Whether the signature holds under the scheme that it says it is of. Never throws, whatever is in the bytes. */
export function verifySignature(
  scheme: SchemeName,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    return signature.length === 64 && schemeOf(scheme).verify(publicKey, message, signature)
  } catch {
    return false
  }
}
