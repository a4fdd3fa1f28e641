import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { syncPath } from '../../../platform/files/index.ts'
import { suite } from '../../../safeguard/crypto/index.ts'

/** Writes a body to a file, counted and hashed as it comes. @throws XinyuError IMPORT_TOO_LARGE */
export async function receive(
  body: AsyncIterable<Buffer>,
  file: string,
  limit: number,
): Promise<{ bytes: number; digest: string }> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.part`
  const hash = suite().hash.begin()
  let bytes = 0
  const handle = await open(draft, 'w', 0o600)
  try {
    for await (const piece of body) {
      bytes += piece.length
      if (bytes > limit) throw new XinyuError('IMPORT_TOO_LARGE', { limit })
      hash.update(piece)
      await handle.write(piece)
    }
    await handle.sync()
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  await rename(draft, file)
  await syncPath(dirname(file))
  return { bytes, digest: hash.digest().toString('hex') }
}
