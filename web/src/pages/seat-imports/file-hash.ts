import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

const PIECE = 4 * 1024 * 1024

/** Hex SHA-256 of a file, read piece by piece. */
export async function fileDigest(file: Blob): Promise<string> {
  const hash = sha256.create()
  for (let at = 0; at < file.size; at += PIECE)
    hash.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()))
  return bytesToHex(hash.digest())
}
