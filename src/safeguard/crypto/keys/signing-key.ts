import type { KeyObject } from 'node:crypto'
import type { SignatureScheme, Suite } from '../suite.ts'

/** Where the private half is: in a sealed file of the space, or in a device that gives it to nobody. */
export type Custody = 'file' | 'device'

/** A key that signs, wherever its private half is kept. */
export interface SigningKey {
  readonly name: string
  readonly scheme: SignatureScheme['name']
  /** Raw: 32 bytes of Ed25519, 65 of SM2 (04, x, y). */
  readonly publicKey: Buffer
  readonly custody: Custody
  /** 64 bytes. A device may take its time, and may be gone. */
  sign(message: Uint8Array): Promise<Buffer>
}

/** A signing key out of a private key in the memory of this process. */
export function softKey(suite: Suite, key: KeyObject, name = ''): SigningKey {
  const { signature } = suite
  return {
    name,
    scheme: signature.name,
    publicKey: signature.publicKey(key),
    custody: 'file',
    sign: async (message) => signature.sign(key, message),
  }
}
