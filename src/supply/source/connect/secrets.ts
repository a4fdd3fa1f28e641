import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { digestOf, keyFolder, openBox, sealBox, sealedSecret } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

/** Below `keys/`, which a backup holds and a restore brings back. */
const KEY = 'sources'

export interface Sealed {
  readonly bytes: Buffer
  /** Tells whether the key is still the one that it was encrypted with; tells nothing about it. */
  readonly keyId: string
}

/** Encrypts what a source asks of us by the suite of the space; the source is bound in, so that rows cannot be swapped. */
export async function sealSecret(core: Core, sourceId: string, secret: unknown): Promise<Sealed> {
  const key = await sealedSecret(core.home, KEY, core.random)
  const bytes = sealBox(key, sourceId, Buffer.from(JSON.stringify(secret), 'utf8'), core.random)
  return { bytes, keyId: idOf(key) }
}

/** @throws XinyuError SOURCE_SECRET_LOST where the key is another one, or the bytes were changed */
export async function openSecret(core: Core, sourceId: string, { bytes, keyId }: Sealed): Promise<unknown> {
  const key = await sealedSecret(core.home, KEY, null).catch(() => null)
  if (key === null || idOf(key) !== keyId) throw lost(core)
  try {
    return JSON.parse(openBox(key, sourceId, bytes).toString('utf8')) as unknown
  } catch {
    throw lost(core)
  }
}

const lost = (core: Core) =>
  new XinyuError('SOURCE_SECRET_LOST', { path: join(keyFolder(core.home), `${KEY}.key`) })

const idOf = (key: Uint8Array): string => digestOf('xinyu sources key\n', key).slice(0, 16)
