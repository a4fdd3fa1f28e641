import { get } from '../api/client.ts'
import type { Space } from '../api/types.ts'

/** Bytes of a file read at a time. */
const PIECE = 4 * 1024 * 1024

export interface RunningDigest {
  update(part: Uint8Array): void
  /** Ends it. 64 hex digits. */
  hex(): string
}

/** A digest of what comes in pieces, by the hash of the space: it is compared with what the server makes of the same bytes. */
export const beginDigest = async (): Promise<RunningDigest> => digestBy((await get<Space>('/space')).suite)

export async function digestBy(suite: Space['suite']): Promise<RunningDigest> {
  const hash = await begin(suite)
  return {
    update: (part) => void hash.update(part),
    hex: () => Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  }
}

/** Loaded when a file is sent and not before. */
async function begin(suite: Space['suite']) {
  if (suite === 'guomi') return (await import('../../../src/safeguard/evidence/verifier/sm3.ts')).beginSm3()
  return (await import('@noble/hashes/sha2.js')).sha256.create()
}

/** Of a file, in flat memory. `tell` hears the share that is done. */
export async function fileDigest(
  file: Blob,
  tell: (share: number) => void = () => {},
  signal?: AbortSignal,
): Promise<string> {
  const digest = await beginDigest()
  for (let at = 0; at < file.size; at += PIECE) {
    signal?.throwIfAborted()
    digest.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()))
    tell(Math.min(1, (at + PIECE) / file.size))
  }
  return digest.hex()
}
