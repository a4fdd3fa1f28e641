import { isUtf8 } from 'node:buffer'
import { XinyuError } from '../../../kernel/errors/index.ts'

const LF = 10
/** Private use, where GB18030 editions and vendors disagree: BMP, and planes 15 and 16 as surrogates. */
const PRIVATE = /[\ue000-\uf8ff\udb80-\udbff]/

/**
 * Text in GB18030 as UTF-8, strictly. Blocks end at line ends, which are no part of any character. What cannot be read
 * for certain is refused with its place: invalid sequences, characters for private use, and a lone 0x80, which some
 * take for a euro sign. Text that is UTF-8 beyond doubt is refused too: it was labelled wrongly.
 * @throws XinyuError IMPORT_ENCODING_BYTES, IMPORT_ENCODING_STATED, IMPORT_LINE_TOO_LONG
 */
export async function* fromGb18030(
  file: string,
  chunks: AsyncIterable<Buffer>,
  maxLineBytes: number,
): AsyncIterable<Buffer> {
  const pairs = pairTable()
  const state = { file, offset: 0, line: 1, utf8: true, wide: false }
  let held: Buffer[] = []
  let heldBytes = 0
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF) + 1
    if (end === 0) {
      held.push(chunk)
      heldBytes += chunk.length
      if (heldBytes > maxLineBytes) {
        throw new XinyuError('IMPORT_LINE_TOO_LONG', { file, line: state.line, max: maxLineBytes })
      }
      continue
    }
    const block =
      held.length === 0 ? chunk.subarray(0, end) : Buffer.concat([...held, chunk.subarray(0, end)])
    yield transcode(pairs, block, state)
    held = end < chunk.length ? [chunk.subarray(end)] : []
    heldBytes = chunk.length - end
  }
  if (heldBytes > 0) yield transcode(pairs, Buffer.concat(held), state)
  // Two-byte UTF-8 alone, such as an accent, may as well be a Chinese character; three bytes in a row are no accident.
  if (state.utf8 && state.wide) wrongLabel(file)
}

interface State {
  readonly file: string
  /** Bytes and lines before the block. */
  offset: number
  line: number
  /** Everything so far is UTF-8 as well, and holds sequences of three bytes. */
  utf8: boolean
  wide: boolean
}

function wrongLabel(file: string): never {
  throw new XinyuError('IMPORT_ENCODING_STATED', { file, stated: 'GB18030', encoding: 'UTF-8' })
}

/** The two-byte characters by lead and trail byte; 0 where there is none that is certain. All lie in the BMP. */
function pairTable(): Uint16Array {
  const table = new Uint16Array(65_536)
  const decoder = new TextDecoder('gb18030', { fatal: true })
  const pair = Buffer.alloc(2)
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      pair[0] = lead
      pair[1] = trail
      table[(lead << 8) | trail] = certain(decoder, pair)?.charCodeAt(0) ?? 0
    }
  }
  return table
}

type Decoder = InstanceType<typeof TextDecoder>

/** What a sequence says beyond doubt, or null. */
function certain(decoder: Decoder, bytes: Buffer): string | null {
  try {
    const text = decoder.decode(bytes)
    return PRIVATE.test(text) ? null : text
  } catch {
    return null
  }
}

/** Whole lines in UTF-8. The form of sequences is that of GB 18030-2022, clause 5. */
function transcode(pairs: Uint16Array, block: Buffer, state: State): Buffer {
  state.utf8 &&= isUtf8(block)
  // Two bytes become three at most, four become four.
  const out = Buffer.allocUnsafe(block.length + (block.length >> 1) + 4)
  const end = block.length
  let [length, lines, wide] = [0, 0, 0]
  for (let at = 0; at < end; ) {
    const lead = block[at]!
    if (lead < 0x80) {
      if (lead === LF) lines++
      out[length++] = lead
      at++
      continue
    }
    const trail = at + 1 < end ? block[at + 1]! : 0
    wide |= lead >= 0xe0 || trail >= 0xe0 ? 1 : 0
    const code = pairs[(lead << 8) | trail]!
    if (code !== 0) {
      if (code < 0x800) {
        out[length++] = 0xc0 | (code >> 6)
      } else {
        out[length++] = 0xe0 | (code >> 12)
        out[length++] = 0x80 | ((code >> 6) & 0x3f)
      }
      out[length++] = 0x80 | (code & 0x3f)
      at += 2
      continue
    }
    const four = fourBytes(block, at)
    if (four === null) refuse(state, block, at, lines)
    length += out.write(four, length)
    at += 4
  }
  state.wide ||= wide === 1
  state.offset += end
  state.line += lines
  return out.subarray(0, length)
}

function fourBytes(block: Buffer, at: number): string | null {
  const within = (i: number, low: number, high: number) => block[at + i]! >= low && block[at + i]! <= high
  if (!within(0, 0x81, 0xfe) || !within(1, 0x30, 0x39) || !within(2, 0x81, 0xfe) || !within(3, 0x30, 0x39))
    return null
  return certain(new TextDecoder('gb18030', { fatal: true }), block.subarray(at, at + 4))
}

function refuse(state: State, block: Buffer, at: number, lines: number): never {
  if (state.utf8 && (state.wide || block.some((byte) => byte >= 0xe0))) wrongLabel(state.file)
  throw new XinyuError('IMPORT_ENCODING_BYTES', {
    file: state.file,
    line: state.line + lines,
    offset: state.offset + at,
    encoding: 'GB18030',
  })
}
