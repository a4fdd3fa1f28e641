import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { insuredKeyFile, syncPath } from './places.ts'

const KEY_BYTES = 32

/**
 * The secret that the registry's hashes are keyed with; made once. With another key the same person would get a second
 * number, so a key that does not fit the committed generations stops every import.
 * @throws XinyuError INSURED_KEY_MISSING
 */
export async function insuredKey(
  core: Core,
  committedHash: string | null,
): Promise<{ file: string; hash: string }> {
  const file = insuredKeyFile(core)
  const found = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (found?.length === KEY_BYTES) {
    const hash = hashOf(found)
    if (committedHash === null || committedHash === hash) return { file, hash }
  }
  if (found !== null || committedHash !== null) throw new XinyuError('INSURED_KEY_MISSING', { path: file })
  const key = Buffer.from(core.random.bytes(KEY_BYTES))
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.new`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(key)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
  await syncPath(dirname(file))
  return { file, hash: hashOf(key) }
}

const hashOf = (key: Uint8Array): string =>
  createHash('sha256').update('xinyu insured key\n').update(key).digest('hex').slice(0, 32)
