import { open } from 'node:fs/promises'
import { suite } from '../../../safeguard/crypto/index.ts'
import type { Fair } from './fair.ts'

/** One turn's worth of hashing: some milliseconds. */
export const SLICE_BYTES = 8 * 2 ** 20

/** Digest and length of a file, hex; each slice waits for the team's turn, so that a long file holds nobody up. */
export async function hashInTurns(
  fair: Fair,
  lane: string,
  path: string,
): Promise<{ readonly digest: string; readonly bytes: number }> {
  const handle = await open(path, 'r')
  try {
    const hash = suite().hash.begin()
    const piece = Buffer.allocUnsafe(2 ** 20)
    let at = 0
    for (let more = true; more; )
      more = await fair.take(lane, SLICE_BYTES, async () => {
        for (const end = at + SLICE_BYTES; at < end; ) {
          const { bytesRead } = await handle.read(piece, 0, piece.length, at)
          if (bytesRead === 0) return false
          hash.update(piece.subarray(0, bytesRead))
          at += bytesRead
        }
        return true
      })
    return { digest: hash.digest().toString('hex'), bytes: at }
  } finally {
    await handle.close()
  }
}
