import { sha256 } from '@noble/hashes/sha2.js'

/** RFC 6962 §2.1: a leaf is hashed behind 0x00, a node behind 0x01. */
const [LEAF, NODE] = [0, 1]

/** By the browser's own SHA-256; on a plain http address, where browsers lock theirs, by the bundled one. */
async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  return subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(bytes)
}

const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (text: string) =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** Hash of a leaf (hex) from the entry's text. */
export const hashOfLeaf = async (entry: string): Promise<string> =>
  toHex(await digest(Uint8Array.of(LEAF, ...new TextEncoder().encode(entry))))

/** Hash of a node (hex) from its two children (hex). */
export const hashOfNode = async (left: string, right: string): Promise<string> =>
  toHex(await digest(Uint8Array.of(NODE, ...fromHex(left), ...fromHex(right))))
