import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type RunningHash, suite } from '../../../safeguard/crypto/hashing/index.ts'
import { checkHead, checkText, hasUtf8Bom, wholeCharacters } from './encoding.ts'
import { type ColumnFacts, factsAt } from './facts.ts'
import { isCode } from '../types.ts'
import { delimiterOf } from './header.ts'
import { type KeySink, openKeySink } from './keys.ts'
import { openWindow } from './marks.ts'
import { openReader, type Reader, readRecords, type Watch } from './records.ts'

const CHUNK_BYTES = 4 * 1024 * 1024

/** A part of a file that begins and ends at a line. */
export interface Range {
  readonly path: string
  readonly from: number
  readonly to: number
  readonly maxLineBytes: number
  /** Known already, for a range that does not begin with the header. */
  readonly known: { readonly delimiter: string; readonly header: readonly string[] } | null
  readonly watch: Watch | null
  readonly delimiter: string | null
  readonly countRows: boolean
  /** Columns whose shapes are asked for whatever their name, in lower case; null asks for all. */
  readonly typed: readonly string[] | null
  /** File to which the cells of the insured column are added. */
  readonly keys: { readonly path: string; readonly column: string } | null
  /** Whether to hash the bytes on the way. */
  readonly hash: boolean
}

export interface RangeFacts {
  readonly header: readonly string[]
  readonly delimiter: string
  readonly columns: readonly ColumnFacts[]
  readonly rows: number
  /** Line ends passed; what a line number in the next range begins with. */
  readonly lines: number
  /** First of the empty lines that the range ends with, or 0. */
  readonly blankLine: number
  readonly lineEndsLf: boolean
  readonly lineEndsCrlf: boolean
  readonly quotedLineEnds: boolean
  readonly digest: string | null
}

/** Scans one range in flat memory. Lines are counted from the start of the range. @throws XinyuError IMPORT_* */
export async function scanRange(range: Range, onBytes: (bytes: number) => void): Promise<RangeFacts> {
  const keys = range.keys && openKeySink(range.keys.path, range.keys.column)
  try {
    return await readRange(range, keys, onBytes)
  } finally {
    keys?.close()
  }
}

async function readRange(
  range: Range,
  keys: KeySink | null,
  onBytes: (bytes: number) => void,
): Promise<RangeFacts> {
  const file = basename(range.path)
  const hash = range.hash ? suite().hash.begin() : null
  const handle = await open(range.path, 'r')
  try {
    // Room for one unfinished cell, which the line limit bounds, before the next chunk.
    const window = openWindow(range.maxLineBytes + CHUNK_BYTES + 8)
    const buffer = window.bytes
    const isText = textColumns(range)
    let reader = range.known && openReader({ ...range, isText, keys, file, ...range.known })
    let held = 0
    let position = range.from
    for (;;) {
      const { bytesRead } = await handle.read(
        buffer,
        held,
        Math.min(CHUNK_BYTES, range.to - position),
        position,
      )
      const last = bytesRead === 0
      hash?.update(buffer.subarray(held, held + bytesRead))
      position += bytesRead
      const end = held + bytesRead
      if (last && position === 0) throw new XinyuError('IMPORT_EMPTY', { file })
      let skip = 0
      if (reader === null) {
        checkHead(file, buffer.subarray(0, Math.min(end, 4096)))
        skip = hasUtf8Bom(buffer.subarray(0, end)) ? 3 : 0
        reader = openReader({
          ...range,
          isText,
          keys,
          file,
          delimiter: range.delimiter ?? delimiterOf(firstLine(buffer.subarray(skip, end))),
        })
      }
      const whole = last ? end : wholeCharacters(buffer.subarray(0, end))
      checkText(file, buffer.subarray(skip, whole), reader.line)
      const used = readRecords(reader, window, skip, whole, last)
      if (last) return factsOf(reader, file, hash)
      buffer.copyWithin(0, used, end)
      held = end - used
      onBytes(position - range.from)
    }
  } finally {
    await handle.close()
  }
}

/** Names of codes and identifiers give text without a look at the cells. */
function textColumns({ typed }: Range): (name: string) => boolean {
  if (typed === null) return () => false
  const asked = new Set(typed)
  return (name) => isCode(name) && !asked.has(name.toLowerCase())
}

function firstLine(bytes: Buffer): string {
  const end = bytes.indexOf(10)
  return bytes.toString('utf8', 0, Math.min(end < 0 ? bytes.length : end, 65536))
}

function factsOf(reader: Reader, file: string, hash: RunningHash | null): RangeFacts {
  const { header, facts, delimiter, rows, line, blankLine, lineEndsLf, lineEndsCrlf, quotedLineEnds } = reader
  if (header === null) throw new XinyuError('IMPORT_EMPTY', { file })
  return {
    header,
    delimiter,
    columns: header.map((_, i) => factsAt(facts, i)),
    rows,
    lines: line - 1,
    blankLine,
    lineEndsLf,
    lineEndsCrlf,
    quotedLineEnds,
    digest: hash?.digest().toString('hex') ?? null,
  }
}
