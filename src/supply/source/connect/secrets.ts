import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { keyFolder, makeSecretKey, openBox, sealBox } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

const KEY_BYTES = 32

/** Below `keys/`, which a backup holds and a restore brings back. */
const keyFile = (core: Core): string => join(keyFolder(core.home), 'sources.key')

export interface Sealed {
  readonly bytes: Buffer
  /** Tells whether the key is still the one that it was encrypted with; tells nothing about it. */
  readonly keyId: string
}

/** Encrypts what a source asks of us (AES-256-GCM); the source is bound in, so that rows cannot be swapped. */
export async function sealSecret(core: Core, sourceId: string, secret: unknown): Promise<Sealed> {
  const key = await makeSecretKey(keyFile(core), core.random)
  if (key.length !== KEY_BYTES) throw lost(core)
  const bytes = sealBox(key, sourceId, Buffer.from(JSON.stringify(secret), 'utf8'), core.random)
  return { bytes, keyId: idOf(key) }
}

/** @throws XinyuError SOURCE_SECRET_LOST where the key is another one, or the bytes were changed */
export async function openSecret(core: Core, sourceId: string, { bytes, keyId }: Sealed): Promise<unknown> {
  const key = await readFile(keyFile(core)).catch(() => null)
  if (key === null || key.length !== KEY_BYTES || idOf(key) !== keyId) throw lost(core)
  try {
    return JSON.parse(openBox(key, sourceId, bytes).toString('utf8')) as unknown
  } catch {
    throw lost(core)
  }
}

const lost = (core: Core) => new XinyuError('SOURCE_SECRET_LOST', { path: keyFile(core) })

const idOf = (key: Uint8Array): string =>
  createHash('sha256').update('xinyu sources key\n').update(key).digest('hex').slice(0, 16)
