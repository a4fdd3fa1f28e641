import { base64, decimal, fromBase64, sameBytes } from './bytes.ts'
import { emptyRoot, HASH_BYTES, sm3Tree } from './merkle.ts'

/** C2SP tlog-checkpoint: what the log signs about itself. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** Root of the same tree by SM3; null where the log states none. */
  readonly sm3Root: Uint8Array | null
  /** Every line behind the root, also those that this version has no word for; signed as well. */
  readonly extensions: readonly string[]
}

const SM3_ROOT = 'sm3-root '

/** `sm3Root` is the root of the same leaves by SM3, for a log of 国密. */
export const printCheckpoint = (
  origin: string,
  size: number,
  root: Uint8Array,
  sm3Root: Uint8Array | null = null,
): string => `${origin}\n${size}\n${base64(root)}\n${sm3Root ? `${SM3_ROOT}${base64(sm3Root)}\n` : ''}`

/** Reads the text of a checkpoint note; null when it is not of the exact form. */
export function parseCheckpoint(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null
  const lines = text.slice(0, -1).split('\n')
  const [origin = '', sizeText = '', rootText = '', ...extensions] = lines
  const size = decimal(sizeText)
  const root = hash(rootText)
  if (origin === '' || size === null || !root || extensions.includes('')) return null
  const stated = extensions.filter((line) => line.startsWith(SM3_ROOT))
  const sm3Root = stated[0] === undefined ? null : hash(stated[0].slice(SM3_ROOT.length))
  // Two roots by one hash, or one that cannot be read, is a log that says nothing.
  if (stated.length > 1 || (stated.length === 1 && !sm3Root)) return null
  // The empty tree has one root by each hash (RFC 9162 §2.1.1).
  const isEmpty = sameBytes(root, emptyRoot()) && (!sm3Root || sameBytes(sm3Root, sm3Tree.emptyRoot()))
  if (size === 0 && !isEmpty) return null
  return { origin, size, root, sm3Root, extensions }
}

function hash(text: string): Uint8Array | null {
  const bytes = fromBase64(text)
  return bytes?.length === HASH_BYTES ? bytes : null
}
