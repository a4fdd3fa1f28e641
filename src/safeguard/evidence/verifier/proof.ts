import { base64, decimal, fromBase64 } from './bytes.ts'
import { HASH_BYTES } from './merkle.ts'

/** C2SP tlog-proof: an inclusion proof with the checkpoint it leads to, as one text. */
export interface LogProof {
  readonly index: number
  readonly hashes: readonly Uint8Array[]
  /** The signed note, verbatim. */
  readonly checkpoint: string
  /** Opaque and unauthenticated; null where absent. */
  readonly extra: Uint8Array | null
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1'
/** A tree of 2^53 leaves is 53 high. */
const MAX_HASHES = 53

export function printProof(index: number, hashes: readonly Uint8Array[], checkpoint: string): string {
  return `${[FIRST_LINE, `index ${index}`, ...hashes.map(base64)].join('\n')}\n\n${checkpoint}`
}

/** Reads a proof text; null when it is not of the exact form. */
export function parseProof(text: string): LogProof | null {
  const border = text.indexOf('\n\n')
  if (border < 0) return null
  const [first, ...rest] = text.slice(0, border).split('\n')
  if (first !== FIRST_LINE) return null
  const hasExtra = rest[0]?.startsWith('extra ') === true
  const extra = hasExtra ? fromBase64(rest.shift()!.slice(6)) : null
  const indexLine = rest.shift() ?? ''
  const index = indexLine.startsWith('index ') ? decimal(indexLine.slice(6)) : null
  const hashes = parsePath(rest)
  if (index === null || !hashes || (hasExtra && !extra)) return null
  return { index, hashes, checkpoint: text.slice(border + 2), extra }
}

/** The hashes of a path, in Base64, from the leaf up; null when one is not a hash or there are too many. */
export function parsePath(lines: readonly string[]): Uint8Array[] | null {
  if (lines.length > MAX_HASHES) return null
  const hashes: Uint8Array[] = []
  for (const line of lines) {
    const hash = fromBase64(line)
    if (hash?.length !== HASH_BYTES) return null
    hashes.push(hash)
  }
  return hashes
}
