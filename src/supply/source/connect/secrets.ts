import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { keyFolder } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/** Below `keys/`, which a backup holds and a restore brings back. */
const keyFile = (core: Core): string => join(keyFolder(core.home), 'sources.key')

export interface Sealed {
  readonly bytes: Buffer
  /** Tells whether the key is still the one that it was encrypted with; tells nothing about it. */
  readonly keyId: string
}

/** Encrypts what a source asks of us (AES-256-GCM); the source is bound in, so that rows cannot be swapped. */
export async function sealSecret(core: Core, sourceId: string, secret: unknown): Promise<Sealed> {
  const key = await readOrCreateKey(core)
  const iv = core.random.bytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(sourceId))
  const body = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()])
  return { bytes: Buffer.concat([iv, cipher.getAuthTag(), body]), keyId: idOf(key) }
}

/** @throws XinyuError SOURCE_SECRET_LOST where the key is another one, or the bytes were changed */
export async function openSecret(core: Core, sourceId: string, { bytes, keyId }: Sealed): Promise<unknown> {
  const key = await readFile(keyFile(core)).catch(() => null)
  if (key === null || key.length !== KEY_BYTES || idOf(key) !== keyId) throw lost(core)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(sourceId))
      .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
    return JSON.parse(text.toString('utf8')) as unknown
  } catch {
    throw lost(core)
  }
}

const lost = (core: Core) => new XinyuError('SOURCE_SECRET_LOST', { path: keyFile(core) })

const idOf = (key: Uint8Array): string =>
  createHash('sha256').update('xinyu sources key\n').update(key).digest('hex').slice(0, 16)

async function readOrCreateKey(core: Core): Promise<Buffer> {
  const path = keyFile(core)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    // `wx`: of two requests that come together one makes the key and the other reads it.
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(Buffer.from(core.random.bytes(KEY_BYTES)))
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = await readFile(path)
  if (key.length !== KEY_BYTES) throw lost(core)
  return key
}
