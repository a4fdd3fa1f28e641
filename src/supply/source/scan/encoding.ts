import { isUtf8 } from 'node:buffer'
import { XinyuError } from '../../../kernel/errors/index.ts'

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf])

/** First bytes by which other formats are known, so that the refusal can name what the file really is. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['504b0304', 'xlsx/zip'],
  ['1f8b', 'gzip'],
  ['28b52ffd', 'zstd'],
  ['50415231', 'Parquet'],
  ['25504446', 'PDF'],
  ['d0cf11e0', 'xls'],
  ['89504e47', 'PNG'],
  ['7f454c46', 'ELF'],
]

export const hasUtf8Bom = (head: Buffer): boolean => head.subarray(0, 3).equals(UTF8_BOM)

/** Refuses what is no text at all by its first bytes. @throws XinyuError IMPORT_BINARY, IMPORT_ENCODING */
export function checkHead(file: string, head: Buffer): void {
  const hex = head.subarray(0, 8).toString('hex')
  const known = SIGNATURES.find(([signature]) => hex.startsWith(signature))
  if (known) throw new XinyuError('IMPORT_BINARY', { file, line: 1, format: known[1] })
  const utf16 = utf16Kind(head)
  if (utf16) throw new XinyuError('IMPORT_ENCODING', { file, line: 1, encoding: utf16 })
}

function utf16Kind(head: Buffer): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'UTF-16LE'
  if (head[0] === 0xfe && head[1] === 0xff) return 'UTF-16BE'
  const sample = head.subarray(0, 200)
  if (sample.length < 4) return null
  const zeros = (parity: number) => sample.filter((byte, i) => i % 2 === parity && byte === 0).length
  // Western text in UTF-16 has a zero in nearly every second byte and none in the others.
  if (zeros(1) > sample.length / 4 && zeros(0) === 0) return 'UTF-16LE'
  if (zeros(0) > sample.length / 4 && zeros(1) === 0) return 'UTF-16BE'
  return null
}

/** Length of `bytes` without a UTF-8 character that is cut off at the end. */
export function wholeCharacters(bytes: Uint8Array): number {
  const end = bytes.length
  for (let back = 1; back <= Math.min(3, end); back++) {
    const byte = bytes[end - back]!
    if (byte < 0x80) return end
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? end - back : end
  }
  return end
}

/**
 * Refuses bytes that are not UTF-8 text and says where and what they look like. `firstLine` is the number of the
 * line that `bytes` begins in.
 * @throws XinyuError IMPORT_BINARY, IMPORT_ENCODING
 */
export function checkText(file: string, bytes: Buffer, firstLine: number): void {
  const zero = bytes.indexOf(0)
  if (zero >= 0)
    throw new XinyuError('IMPORT_BINARY', { file, line: lineAt(bytes, zero, firstLine), format: 'NUL' })
  if (isUtf8(bytes)) return
  const at = firstInvalid(bytes)
  throw new XinyuError('IMPORT_ENCODING', {
    file,
    line: lineAt(bytes, at, firstLine),
    encoding: likelyEncoding(bytes, at),
  })
}

const lineAt = (bytes: Buffer, at: number, firstLine: number): number =>
  firstLine + bytes.subarray(0, at).reduce((lines, byte) => (byte === 10 ? lines + 1 : lines), 0)

/** Position of the first byte after which no prefix is UTF-8 any more, by bisection. */
function firstInvalid(bytes: Buffer): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    const head = bytes.subarray(0, middle)
    if (isUtf8(head.subarray(0, wholeCharacters(head)))) good = middle
    else bad = middle
  }
  return good
}

/** GB18030 when the text around the place decodes without a fault and yields Chinese; a guess, and named so. */
function likelyEncoding(bytes: Buffer, at: number): string {
  const begin = bytes.lastIndexOf(10, at) + 1
  const lineEnd = bytes.indexOf(10, Math.min(bytes.length, at + 4096))
  const sample = bytes.subarray(begin, lineEnd < 0 ? Math.min(bytes.length, at + 65536) : lineEnd)
  try {
    const text = new TextDecoder('gb18030', { fatal: true }).decode(sample)
    return /[\u3400-\u9fff]/.test(text) ? 'GB18030' : 'unknown'
  } catch {
    return 'unknown'
  }
}
