/**
 * Passages that texts have in common. Letters and digits alone are compared, in one width and case; every run of SHINGLE
 * of them is hashed, and of each WINDOW of runs the least hash is kept (winnowing, Schleimer 2003): two texts that share
 * SHINGLE + WINDOW − 1 characters share a kept hash, wherever they stand.
 */
export const SHINGLE = 12
export const WINDOW = 12
const BASE = 0x01000193

/** Stands between parts of a work: no passage goes over it. */
const BREAK = '\u0000'

export interface Part {
  /** Code of a field or name of a file. */
  readonly where: string
  readonly text: string
}

export interface Normal {
  readonly text: string
  /** For each character: its part, and its place in the part's own text. */
  readonly part: Uint16Array
  readonly at: Uint32Array
  readonly parts: readonly Part[]
}

/** Characters of one work that are compared. */
const MOST = 200_000
const KEPT = /[\p{L}\p{N}]/u

export function normalise(parts: readonly Part[]): Normal {
  const part = new Uint16Array(MOST)
  const at = new Uint32Array(MOST)
  let text = ''
  let length = 0
  const push = (unit: string, inPart: number, place: number) => {
    if (length >= MOST) return
    part[length] = inPart
    at[length++] = place
    text += unit
  }
  for (const [i, { text: own }] of parts.entries()) {
    if (i > 0) push(BREAK, i - 1, 0)
    let place = 0
    for (const point of own) {
      if (length >= MOST) break
      for (const unit of point.normalize('NFKC').toLowerCase().split(''))
        if (KEPT.test(unit) || unit > '\ud7ff') push(unit, i, place)
      place += point.length
    }
  }
  return { text, part: part.slice(0, length), at: at.slice(0, length), parts }
}

export interface Print {
  readonly hash: number
  readonly place: number
}

/** The kept hashes of a text with their places. */
export function winnow(text: string): Print[] {
  const prints: Print[] = []
  const count = text.length - SHINGLE + 1
  if (count <= 0) return prints
  const hashes = hashesOf(text, count)
  let last = -1
  // The rightmost least of each window; a text shorter than a window has one.
  for (let end = Math.min(WINDOW, count); end <= count; end++) {
    let least = Math.max(0, end - WINDOW)
    for (let i = least + 1; i < end; i++) if (hashes[i]! <= hashes[least]!) least = i
    if (least !== last) prints.push({ hash: hashes[least]!, place: least })
    last = least
  }
  return prints
}

function hashesOf(text: string, count: number): Uint32Array {
  const hashes = new Uint32Array(count)
  let top = 1
  for (let i = 1; i < SHINGLE; i++) top = Math.imul(top, BASE)
  let rolling = 0
  for (let i = 0; i < text.length; i++) {
    if (i >= SHINGLE) rolling = (rolling - Math.imul(text.charCodeAt(i - SHINGLE), top)) | 0
    rolling = (Math.imul(rolling, BASE) + text.charCodeAt(i)) | 0
    if (i >= SHINGLE - 1) hashes[i - SHINGLE + 1] = mixed(rolling)
  }
  return hashes
}

/** Spreads the bits: the least of raw sums would favour some characters. */
function mixed(value: number): number {
  let mix = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35)
  return (mix ^ (mix >>> 16)) >>> 0
}

export { BREAK }
