import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Demand, meets } from '../types.ts'
import { type FactArrays, factsAt, noFacts } from './facts.ts'
import { checkHeader } from './header.ts'
import type { KeySink } from './keys.ts'
import {
  type Automaton,
  buildAutomaton,
  byteClasses,
  DATED,
  DECIMAL,
  DELIMITER,
  EMPTY_QUOTED,
  isCalendarDay,
  LF,
  QUOTE,
  TEXT,
} from './shape.ts'

const BYTE_LF = 10
const BYTE_CR = 13
const BYTE_QUOTE = 34
const BYTE_MINUS = 45

/** A column with a declared type that some cell does not fit. */
export interface Watch {
  readonly index: number
  readonly column: string
  readonly type: string
  readonly demand: Demand
}

export interface ReaderOptions {
  readonly file: string
  readonly delimiter: string
  readonly maxLineBytes: number
  /** Given where the bytes do not begin with the header. */
  readonly header?: readonly string[]
  /** Second reading only: the column whose first misfit is to be named. */
  readonly watch?: Watch | null
  /** Where the cells of the insured column go. */
  readonly keys?: KeySink | null
}

/** Where the reader of records stands between two chunks. */
export interface Reader {
  readonly file: string
  readonly delimiter: string
  readonly classes: Uint8Array
  readonly automaton: Automaton
  readonly maxLineBytes: number
  readonly watch: Watch | null
  readonly keys: KeySink | null
  header: readonly string[] | null
  facts: FactArrays
  keyColumn: number
  rows: number
  /** Physical line in which the present record began, and the one being read. */
  recordLine: number
  line: number
  /** Cells of the present record so far, and its bytes in earlier chunks. */
  cell: number
  recordBytes: number
  headerCells: string[]
  blankLine: number
  quotedState: number
  quotedLines: number
  lineEndsLf: boolean
  lineEndsCrlf: boolean
  quotedLineEnds: boolean
}

export function openReader({ file, delimiter, maxLineBytes, header, watch, keys }: ReaderOptions): Reader {
  const reader: Reader = {
    file,
    delimiter,
    classes: byteClasses(delimiter.charCodeAt(0)),
    automaton: buildAutomaton(),
    maxLineBytes,
    watch: watch ?? null,
    keys: keys ?? null,
    header: null,
    facts: noFacts(0),
    keyColumn: -1,
    rows: 0,
    recordLine: 1,
    line: 1,
    cell: 0,
    recordBytes: 0,
    headerCells: [],
    blankLine: 0,
    quotedState: 0,
    quotedLines: 0,
    lineEndsLf: false,
    lineEndsCrlf: false,
    quotedLineEnds: false,
  }
  if (header) takeHeader(reader, header)
  return reader
}

function takeHeader(reader: Reader, header: readonly string[]): void {
  const key = reader.keys?.column.toLowerCase()
  reader.header = header
  reader.facts = noFacts(header.length)
  reader.keyColumn = header.findIndex((name) => name.toLowerCase() === key)
}

/**
 * Reads the records of RFC 4180 in `bytes[0..end)`. Returns the number of bytes consumed; the rest is a cell that is
 * not complete and comes again with the next chunk. With `last` all is consumed.
 * @throws XinyuError IMPORT_RAGGED, IMPORT_QUOTE, IMPORT_QUOTE_OPEN, IMPORT_LINE_END, IMPORT_LINE_TOO_LONG,
 *   IMPORT_BLANK_LINE, IMPORT_NO_HEADER, IMPORT_COLUMN_*, IMPORT_TYPE (with `watch`)
 */
export function readRecords(reader: Reader, bytes: Buffer, end: number, last: boolean): number {
  // Everything that is touched for each byte or cell is a local: this loop is most of the scan.
  const { classes, automaton, maxLineBytes, keys } = reader
  const { next, text } = automaton
  const shapeOf = automaton.shape
  let { shapes, nulls } = reader.facts
  let keyColumn = reader.keyColumn
  let count = shapes.length
  let cell = reader.cell
  let i = 0
  let recordStart = -reader.recordBytes
  for (;;) {
    // At the end of the file one more cell is due after a delimiter: the empty one.
    if (i >= end && !(last && cell > 0)) break
    const start = i
    let state = 0
    let quoted = false
    if (i < end && bytes[i] === BYTE_QUOTE) {
      quoted = true
      const close = readQuoted(reader, bytes, i, end, last)
      if (close < 0) return carry(reader, cell, start, recordStart, end)
      i = close
      state = reader.quotedState
    } else {
      let symbol = 0
      while (i < end && (symbol = classes[bytes[i]!]!) > QUOTE) {
        state = next[(state << 5) | symbol]!
        i++
        if (state !== text) continue
        // Text stays text: no look-up any more.
        while (i < end && classes[bytes[i]!]! > QUOTE) i++
        break
      }
    }
    // What ends the cell: the delimiter, LF, CR LF, or the end of the file.
    let skip = 1
    let recordEnds = true
    if (i < end) {
      const symbol = classes[bytes[i]!]!
      if (symbol === DELIMITER) recordEnds = false
      else if (symbol === LF) reader.lineEndsLf = true
      else if (bytes[i] === BYTE_CR) {
        if (i + 1 >= end && !last) return carry(reader, cell, start, recordStart, end)
        if (i + 1 >= end || bytes[i + 1] !== BYTE_LF) {
          throw new XinyuError('IMPORT_LINE_END', {
            file: reader.file,
            line: reader.line + (quoted ? reader.quotedLines : 0),
          })
        }
        skip = 2
        reader.lineEndsCrlf = true
      } else {
        const line = reader.line + (quoted ? reader.quotedLines : 0)
        throw new XinyuError('IMPORT_QUOTE', { file: reader.file, line, column: cell + 1 })
      }
    } else {
      if (!last) return carry(reader, cell, start, recordStart, end)
      skip = 0
    }
    if (quoted && reader.quotedLines > 0) {
      reader.quotedLineEnds = true
      reader.line += reader.quotedLines
    }
    if (cell < count) {
      if (cell === keyColumn && i > start) keys!.take(bytes, start, i)
      if (i === start) nulls[cell]!++
      else if (!quoted && shapeOf[state] === TEXT) shapes[cell]! |= TEXT
      else takeShape(reader, cell, bytes, quoted ? start + 1 : start, quoted ? i - 1 : i, state)
    } else if (reader.header === null) takeHeaderCell(reader, bytes, start, i, quoted)
    cell++
    i += skip
    if (!recordEnds) continue
    if (i - recordStart > maxLineBytes) tooLong(reader)
    endRecord(reader, cell, i - skip === start)
    cell = 0
    if (count === 0) {
      ;({ shapes, nulls } = reader.facts)
      count = shapes.length
      keyColumn = reader.keyColumn
    }
    if (skip > 0) reader.line++
    reader.recordLine = reader.line
    recordStart = i
  }
  reader.cell = cell
  reader.recordBytes = end - recordStart
  if (reader.recordBytes > maxLineBytes) tooLong(reader)
  return end
}

/**
 * Reads a quoted cell; returns the place after its closing quote, or -1 when it goes on in the next chunk. The state of
 * the automaton and the line ends inside are left in the reader, to make no object for each cell.
 */
function readQuoted(reader: Reader, bytes: Buffer, start: number, end: number, last: boolean): number {
  const { classes, automaton } = reader
  let state = 0
  let lines = 0
  for (let i = start + 1; ; i++) {
    if (i >= end) {
      if (!last) return -1
      throw new XinyuError('IMPORT_QUOTE_OPEN', { file: reader.file, line: reader.line })
    }
    const byte = bytes[i]!
    if (byte === BYTE_QUOTE) {
      if (i + 1 >= end && !last) return -1
      if (i + 1 >= end || bytes[i + 1] !== BYTE_QUOTE) {
        reader.quotedState = state
        reader.quotedLines = lines
        return i + 1
      }
      state = automaton.text
      i++
      continue
    }
    if (byte === BYTE_LF) lines++
    const symbol = classes[byte]!
    state = symbol <= QUOTE ? automaton.text : automaton.next[(state << 5) | symbol]!
  }
}

function carry(reader: Reader, cell: number, start: number, recordStart: number, end: number): number {
  if (end - recordStart > reader.maxLineBytes) tooLong(reader)
  reader.cell = cell
  reader.recordBytes = start - recordStart
  return start
}

function tooLong(reader: Reader): never {
  throw new XinyuError('IMPORT_LINE_TOO_LONG', {
    file: reader.file,
    line: reader.recordLine,
    max: reader.maxLineBytes,
  })
}

function takeHeaderCell(reader: Reader, bytes: Buffer, start: number, end: number, quoted: boolean): void {
  const text = bytes.toString('utf8', quoted ? start + 1 : start, quoted ? end - 1 : end)
  reader.headerCells.push(quoted ? text.replaceAll('""', '"') : text)
}

/** The shape of a cell that is not plain text, or that is quoted. */
function takeShape(
  { automaton, facts }: Reader,
  cell: number,
  bytes: Buffer,
  from: number,
  to: number,
  state: number,
): void {
  if (from === to) {
    facts.shapes[cell]! |= EMPTY_QUOTED
    return
  }
  const shape = automaton.shape[state]!
  if (shape & (TEXT | DATED)) {
    facts.shapes[cell]! |= shape === TEXT || isCalendarDay(bytes, from) ? shape : TEXT
    return
  }
  facts.shapes[cell]! |= shape
  const length = to - from - (bytes[from] === BYTE_MINUS ? 1 : 0)
  const scale = automaton.scale[state]!
  const digits = shape === DECIMAL ? length - scale - 1 : length
  if (digits > facts.digits[cell]!) facts.digits[cell] = digits
  if (scale > facts.scale[cell]!) facts.scale[cell] = scale
}

function endRecord(reader: Reader, found: number, lastCellEmpty: boolean): void {
  if (reader.header === null) {
    takeHeader(reader, checkHeader(reader.file, reader.headerCells))
    return
  }
  if (found === 1 && lastCellEmpty) return blankLine(reader)
  if (reader.blankLine > 0) refuseBlank(reader, reader.blankLine)
  const expected = reader.header.length
  if (found !== expected) {
    throw new XinyuError('IMPORT_RAGGED', { file: reader.file, line: reader.recordLine, found, expected })
  }
  reader.rows++
  if (reader.watch !== null) checkWatch(reader, reader.watch)
}

/** Empty lines after the last row are tolerated; one between rows is not, nor in a table of one column (is it NULL?). */
function blankLine(reader: Reader): void {
  if (reader.header!.length === 1) refuseBlank(reader, reader.recordLine)
  reader.blankLine ||= reader.recordLine
  reader.facts.nulls[0]!--
}

function refuseBlank(reader: Reader, line: number): never {
  throw new XinyuError('IMPORT_BLANK_LINE', { file: reader.file, line })
}

/** @throws XinyuError IMPORT_TYPE at the first cell that brings what the declared type does not allow */
function checkWatch({ file, recordLine, facts }: Reader, { index, column, type, demand }: Watch): void {
  if (!meets(factsAt(facts, index), demand))
    throw new XinyuError('IMPORT_TYPE', { file, line: recordLine, column, type })
}
