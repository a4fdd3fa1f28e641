import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Demand, meets } from '../types.ts'
import { type FactArrays, factsAt, noFacts } from './facts.ts'
import { checkHeader } from './header.ts'
import type { KeySink } from './keys.ts'
import { MARK_BYTES, type Window } from './marks.ts'
import {
  type Automaton,
  buildAutomaton,
  byteClasses,
  DATED,
  DECIMAL,
  EMPTY_QUOTED,
  isCalendarDay,
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
  /** Messages name the row instead of the line. */
  readonly countRows?: boolean
  /** Columns that will be text whatever is in them: nobody asks for their shape. */
  readonly isText?: (name: string) => boolean
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
  readonly countRows: boolean
  readonly isText: (name: string) => boolean
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

export function openReader(options: ReaderOptions): Reader {
  const { file, delimiter, maxLineBytes, header, watch, keys } = options
  const reader: Reader = {
    file,
    delimiter,
    classes: byteClasses(delimiter.charCodeAt(0)),
    automaton: buildAutomaton(),
    maxLineBytes,
    watch: watch ?? null,
    countRows: options.countRows ?? false,
    isText: options.isText ?? (() => false),
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
  header.forEach((name, i) => {
    if (reader.isText(name)) reader.facts.shapes[i]! |= TEXT
  })
  reader.keyColumn = header.findIndex((name) => name.toLowerCase() === key)
}

/**
 * Reads the records of RFC 4180 in `window.bytes[from..end)`. Returns where it stopped; what follows is a cell that is
 * not complete and comes again with the next chunk. With `last` all is read.
 * @throws XinyuError IMPORT_RAGGED, IMPORT_QUOTE, IMPORT_QUOTE_OPEN, IMPORT_LINE_END, IMPORT_LINE_TOO_LONG,
 *   IMPORT_BLANK_LINE, IMPORT_NO_HEADER, IMPORT_COLUMN_*, IMPORT_TYPE (with `watch`)
 */
export function readRecords(
  reader: Reader,
  window: Window,
  from: number,
  end: number,
  last: boolean,
): number {
  // Everything that is touched for each cell is a local: this loop is most of the scan.
  const { maxLineBytes, keys, classes, automaton } = reader
  const { bytes, places } = window
  const { next, text } = automaton
  const shapeOf = automaton.shape
  const delimiter = reader.delimiter.charCodeAt(0)
  let { shapes, nulls } = reader.facts
  let keyColumn = reader.keyColumn
  let count = shapes.length
  let cell = reader.cell
  let start = from
  let recordStart = from - reader.recordBytes
  // Marks up to `marked` are in `places`; the next one to look at is `k`.
  let [k, marks, marked] = [0, 0, from]
  for (;;) {
    // Where the cell that begins at `start` ends: at a mark, or at the end of the file.
    let at = end
    while (k < marks || marked < end) {
      if (k === marks) {
        const to = Math.min(end, marked + MARK_BYTES)
        marks = window.mark(marked, to, delimiter)
        marked = to
        k = 0
        continue
      }
      const place = places[k++]!
      if (place < start) continue
      at = place
      break
    }
    let quoted = false
    if (at === start && at < end && bytes[at] === BYTE_QUOTE) {
      quoted = true
      at = readQuoted(reader, bytes, start, end, last)
      if (at < 0) return carry(reader, cell, start, recordStart, end)
    }
    // What ends the cell: the delimiter, LF, CR LF, or the end of the file.
    let skip = 1
    let recordEnds = true
    if (at < end) {
      const byte = bytes[at]!
      if (byte === delimiter) recordEnds = false
      else if (byte === BYTE_LF) reader.lineEndsLf = true
      else if (byte === BYTE_CR) {
        if (at + 1 >= end && !last) return carry(reader, cell, start, recordStart, end)
        if (at + 1 >= end || bytes[at + 1] !== BYTE_LF) {
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
      // At the end of the file one more cell is due after a delimiter: the empty one.
      if (start === end && (!last || cell === 0)) break
      if (!last) return carry(reader, cell, start, recordStart, end)
      skip = 0
    }
    if (quoted && reader.quotedLines > 0) {
      reader.quotedLineEnds = true
      reader.line += reader.quotedLines
    }
    if (cell < count) {
      if (at === start) nulls[cell]!++
      else {
        if (cell === keyColumn) keys!.take(bytes, start, at)
        if (quoted) takeShape(reader, cell, bytes, start + 1, at - 1, reader.quotedState)
        // What is text for one cell is text for all: no shape is looked for any more.
        else if ((shapes[cell]! & TEXT) === 0) {
          let state = 0
          for (let i = start; i < at && state !== text; i++) state = next[(state << 5) | classes[bytes[i]!]!]!
          if (shapeOf[state] === TEXT) shapes[cell]! |= TEXT
          else takeShape(reader, cell, bytes, start, at, state)
        }
      }
    } else if (reader.header === null) takeHeaderCell(reader, bytes, start, at, quoted)
    cell++
    const empty = at === start
    start = at + skip
    if (!recordEnds) continue
    if (start - recordStart > maxLineBytes) tooLong(reader)
    endRecord(reader, cell, empty)
    cell = 0
    if (count === 0) {
      ;({ shapes, nulls } = reader.facts)
      count = shapes.length
      keyColumn = reader.keyColumn
    }
    if (skip > 0) reader.line++
    reader.recordLine = reader.line
    recordStart = start
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
function checkWatch(
  { file, recordLine, facts, rows, countRows }: Reader,
  { index, column, type, demand }: Watch,
): void {
  if (!meets(factsAt(facts, index), demand))
    throw new XinyuError('IMPORT_TYPE', { file, line: countRows ? rows + 1 : recordLine, column, type })
}
