import { base64, decimal, fromBase64 } from './bytes.ts'
import { HASH_BYTES } from './merkle.ts'

/** C2SP tlog-checkpoint: what the log signs about itself. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** Lines that this version has no word for; signed as well. */
  readonly extensions: readonly string[]
}

export const printCheckpoint = (origin: string, size: number, root: Uint8Array): string =>
  `${origin}\n${size}\n${base64(root)}\n`

/** Reads the text of a checkpoint note; null when it is not of the exact form. */
export function parseCheckpoint(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null
  const lines = text.slice(0, -1).split('\n')
  const [origin = '', sizeText = '', rootText = '', ...extensions] = lines
  const size = decimal(sizeText)
  const root = fromBase64(rootText)
  if (origin === '' || size === null || root?.length !== HASH_BYTES) return null
  if (extensions.includes('')) return null
  return { origin, size, root, extensions }
}
