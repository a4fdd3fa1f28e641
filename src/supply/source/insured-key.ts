import { readFile } from 'node:fs/promises'
import { XinyuError } from '../../kernel/errors/index.ts'
import { digestOf, makeSecretKey } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { insuredKeyFile } from './places.ts'

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
  const key = await makeSecretKey(file, core.random)
  return { file, hash: hashOf(key) }
}

const hashOf = (key: Uint8Array): string => digestOf('xinyu insured key\n', key).slice(0, 32)
