import { join, resolve } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Suite } from '../suite.ts'
import { fileKeys } from './file-store.ts'
import type { KeyStore } from './key-store.ts'
import { keyFolder } from './master.ts'
import type { SigningKey } from './signing-key.ts'

const drivers = new Map<string, KeyStore>()

/** Puts a driver (HSM, 密码机) behind the door of a space, before its keys are asked for; null takes it away. */
export function keepKeysIn(home: string, driver: KeyStore | null): void {
  if (driver === null) drivers.delete(resolve(home))
  else drivers.set(resolve(home), driver)
}

/** The store of the space's keys: sealed files where no driver was given. */
export const keyStore = (home: string): KeyStore => drivers.get(resolve(home)) ?? fileKeys(home)

/**
 * The signing key `name` of the space, of the suite's scheme, generated at first use. `existing` forbids making a new
 * one: a key that vanished must not be replaced in silence.
 * @throws XinyuError KEY_MISSING, KEY_UNREADABLE, KEY_EXPOSED, KEY_MASTER_MISSING
 */
export async function signingKey(
  suite: Suite,
  home: string,
  name: string,
  options: { existing?: boolean } = {},
): Promise<SigningKey> {
  const file = join(keyFolder(home), `${name}.key`)
  const store = keyStore(home)
  const found = await store.find(name)
  if (found === null && options.existing) throw new XinyuError('KEY_MISSING', { file })
  const key = found ?? (await store.make(suite, name))
  // A file of the other scheme in its place would sign what nobody can verify.
  if (key.scheme !== suite.signature.name)
    throw new XinyuError('KEY_UNREADABLE', { file, why: `it is a key of ${key.scheme}` })
  return key
}

/** Destroys the private half of a key, overwritten first. False where there was none. */
export const destroySigningKey = (home: string, name: string): Promise<boolean> =>
  keyStore(home).destroy(name)
