import { readFile } from 'node:fs/promises'
import { makeSecretKey, suite } from '../../../../safeguard/crypto/index.ts'
import type { Core } from '../../../../safeguard/evidence/index.ts'
import { XinyuError } from '../../../../kernel/errors/index.ts'
import { createHasher, type Hasher } from '../set/token.ts'
import { keyFile } from './places.ts'

const KEY_BYTES = 32

/** What is secret about the history of a project. */
export interface HistoryKey {
  readonly hasher: Hasher
}

/**
 * The key of a history, 32 random bytes readable by their owner, made with its first segment.
 * @throws XinyuError GATE_HISTORY_DAMAGED where there are segments and no key
 */
export async function historyKey(core: Core, folder: string, hasSegments: boolean): Promise<HistoryKey> {
  const found = await readFile(keyFile(folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (found === null && hasSegments) throw new XinyuError('GATE_HISTORY_DAMAGED')
  const key = found ?? (await makeSecretKey(keyFile(folder), core.random))
  if (key.length !== KEY_BYTES) throw new XinyuError('GATE_HISTORY_DAMAGED')
  return { hasher: createHasher(wordsOf(suite().derive(key, 'xinyu history hashes', 16))) }
}

/** Little-endian words, whatever the machine. */
const wordsOf = (bytes: Buffer): Uint32Array =>
  Uint32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32LE(at * 4))
