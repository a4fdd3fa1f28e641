import type { Suite } from '../suite.ts'
import type { Custody, SigningKey } from './signing-key.ts'

/**
 * The door to whatever keeps the private halves of a space: files here; an HSM or 密码机 (GM/T 0018) stands behind the
 * same words. It is asked by name and never gives a private half away.
 */
export interface KeyStore {
  readonly custody: Custody
  /** Null where there is none of this name. @throws XinyuError KEY_UNREADABLE, KEY_EXPOSED, KEY_MASTER_MISSING */
  find(name: string): Promise<SigningKey | null>
  /** The key of this name; made where there is none. Two that come at once get the same. */
  make(suite: Suite, name: string): Promise<SigningKey>
  /** Gives the key `from` the name `to`; a key that had it is destroyed. @throws XinyuError KEY_MISSING */
  promote(from: string, to: string): Promise<void>
  /** Destroys the private half. False where there was none. */
  destroy(name: string): Promise<boolean>
  /** What is kept, by name. `madeAt` in ms since 1970; null where the store does not know. */
  list(): Promise<readonly KeptKey[]>
}

export interface KeptKey {
  readonly name: string
  readonly scheme: SigningKey['scheme']
  readonly publicKey: Buffer
  readonly madeAt: number | null
  readonly custody: Custody
}
