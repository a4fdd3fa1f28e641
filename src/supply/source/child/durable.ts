import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { suite } from '../../../safeguard/crypto/hashing/index.ts'

/** Digest of a file, hex, in flat memory. */
export async function hashFile(path: string): Promise<string> {
  const hash = suite().hash.begin()
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer)
  return hash.digest().toString('hex')
}

/** The version row is durable when committed; so must be what it names. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
