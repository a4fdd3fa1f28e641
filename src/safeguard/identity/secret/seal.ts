import { createCipheriv, createDecipheriv } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../../../kernel/index.ts'
import { keyFolder } from '../../crypto/index.ts'

const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/** Keeps a secret that must be read again (of a one-time code) so that a copy of the database does not tell it. */
export interface Seal {
  seal(secret: string, owner: string): Promise<string>
  /** @throws Error when the text was sealed for another owner, by another key, or was changed */
  open(sealed: string, owner: string): Promise<string>
}

/** AES-256-GCM under the key in `<home>/keys/identity.key`, made at first use; the owner is bound in. */
export function createSeal(home: string, random: Random): Seal {
  let key: Promise<Buffer> | undefined
  const theKey = () => {
    key ??= readOrCreateKey(home, random)
    return key
  }
  return {
    async seal(secret, owner) {
      const iv = random.bytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', await theKey(), iv).setAAD(Buffer.from(owner))
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
    },
    async open(sealed, owner) {
      const bytes = Buffer.from(sealed, 'base64')
      const body = bytes.subarray(IV_BYTES + TAG_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', await theKey(), bytes.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(owner))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
    },
  }
}

async function readOrCreateKey(home: string, random: Random): Promise<Buffer> {
  const folder = keyFolder(home)
  const path = join(folder, 'identity.key')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    // `wx`: of two processes that start together one makes the key and the other reads it.
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(Buffer.from(random.bytes(KEY_BYTES)))
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = await readFile(path)
  if (key.length !== KEY_BYTES) throw new Error(`${path} does not hold a key of ${KEY_BYTES} bytes`)
  return key
}
