import { inflateSync } from 'node:zlib'
import { MOST_UNPACKED } from '../zip.ts'
import { isDict, isName, type Stream, type Value } from './values.ts'

export const filtersOf = ({ dict }: Stream): string[] => {
  const filter = dict.get('Filter') ?? dict.get('F')
  const all: Value[] = Array.isArray(filter)
    ? filter
    : filter === undefined || filter === null
      ? []
      : [filter]
  return all.map((one) => (isName(one) ? one.name : '?'))
}

/** The bytes with all filters taken off; null where one is not known here, or the bytes are damaged. */
export function decode(stream: Stream): Buffer | null {
  let bytes = stream.raw
  const parms = stream.dict.get('DecodeParms') ?? stream.dict.get('DP')
  for (const [at, filter] of filtersOf(stream).entries()) {
    const parm = Array.isArray(parms) ? parms[at] : parms
    const next = undo(filter, bytes, parm)
    if (!next) return null
    bytes = next
  }
  return bytes
}

function undo(filter: string, bytes: Buffer, parm: Value | undefined): Buffer | null {
  if (filter === 'FlateDecode' || filter === 'Fl') {
    const flat = inflated(bytes)
    return flat && unpredicted(flat, parm)
  }
  const text = () => bytes.toString('latin1')
  if (filter === 'ASCIIHexDecode' || filter === 'AHx')
    return Buffer.from(
      text()
        .replace(/>[\s\S]*$/, '')
        .replaceAll(/[^0-9a-fA-F]/g, '')
        .replace(/^((?:..)*.)$/, '$10'),
      'hex',
    )
  if (filter === 'ASCII85Decode' || filter === 'A85') return ascii85(text())
  return null
}

function inflated(bytes: Buffer): Buffer | null {
  try {
    return inflateSync(bytes, { maxOutputLength: MOST_UNPACKED })
  } catch {
    return null
  }
}

/** PNG predictors (§7.4.4.4), as cross-reference and object streams use them. */
function unpredicted(bytes: Buffer, parm: Value | undefined): Buffer | null {
  if (!isDict(parm)) return bytes
  const number = (key: string, otherwise: number) => {
    const value = parm.get(key)
    return typeof value === 'number' ? value : otherwise
  }
  const predictor = number('Predictor', 1)
  if (predictor === 1) return bytes
  if (predictor < 10) return null
  const pixel = Math.max(1, Math.ceil((number('Colors', 1) * number('BitsPerComponent', 8)) / 8))
  const row = Math.ceil((number('Columns', 1) * number('Colors', 1) * number('BitsPerComponent', 8)) / 8)
  if (row < 1 || row > 1e7) return null
  const rows = Math.ceil(bytes.length / (row + 1))
  const out = Buffer.alloc(rows * row)
  for (let y = 0; y < rows; y++) {
    const kind = bytes[y * (row + 1)]!
    if (kind > 4) return null
    for (let x = 0; x < row; x++) {
      const left = x >= pixel ? out[y * row + x - pixel]! : 0
      const up = y > 0 ? out[(y - 1) * row + x]! : 0
      const corner = x >= pixel && y > 0 ? out[(y - 1) * row + x - pixel]! : 0
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind]!
      out[y * row + x] = ((bytes[y * (row + 1) + 1 + x] ?? 0) + guess) & 255
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

function ascii85(text: string): Buffer {
  const out: number[] = []
  let group: number[] = []
  const flush = (digits: readonly number[], bytes: number) => {
    const value = digits.reduce((sum, digit) => sum * 85 + digit, 0)
    for (let i = 0; i < bytes; i++) out.push(Math.floor(value / 256 ** (3 - i)) & 255)
  }
  for (const letter of text.replace(/~>[\s\S]*$/, '').replace(/^<~/, '')) {
    const digit = letter.charCodeAt(0) - 33
    if (letter === 'z' && group.length === 0) out.push(0, 0, 0, 0)
    else if (digit >= 0 && digit < 85) group.push(digit)
    if (group.length < 5) continue
    flush(group, 4)
    group = []
  }
  if (group.length > 1) flush([...group, 84, 84, 84, 84].slice(0, 5), group.length - 1)
  return Buffer.from(out)
}
