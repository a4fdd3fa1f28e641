import { XinyuError } from '../../../../kernel/errors/index.ts'
import { csvBlocks } from '../csv-text.ts'
import { dateText, formOf, plainDecimal, shown } from './number.ts'
import type { Workbook } from './workbook.ts'
import { readXml, xstring } from './xml.ts'

type Row = (string | null)[]

const MAX_COLUMNS = 16_384
const GENERAL = formOf(0, new Map())

/**
 * One sheet as strict CSV, every cell as the text that a person sees; dates in ISO 8601. What a table cannot say is
 * refused with its cell: formulas, errors such as #N/A, merged cells, numbers that Excel no longer holds exactly.
 * @throws XinyuError IMPORT_SHEET, IMPORT_CELL, IMPORT_XLSX, IMPORT_EMPTY, IMPORT_BLANK_LINE, IMPORT_RAGGED, IMPORT_BOMB
 */
export async function* fromSheet(book: Workbook, wanted: string | undefined): AsyncIterable<Buffer> {
  const { file } = book
  const rows = rowsOf(book, choose(book, wanted))[Symbol.asyncIterator]()
  const first = await rows.next()
  if (first.done || first.value.length === 0) throw new XinyuError('IMPORT_EMPTY', { file })
  const header = trimmed(first.value[0]!)
  const rest = first.value.slice(1)
  let line = 1
  const fit = (group: readonly Row[]): Row[] =>
    group.map((row) => {
      line++
      const cells = trimmed(row)
      if (cells.length > header.length) {
        throw new XinyuError('IMPORT_RAGGED', { file, line, found: cells.length, expected: header.length })
      }
      return [...cells, ...Array.from({ length: header.length - cells.length }, () => null)]
    })
  const groups = async function* () {
    yield fit(rest)
    for (let next = await rows.next(); !next.done; next = await rows.next()) yield fit(next.value)
  }
  yield* csvBlocks(
    header.map((name) => name ?? ''),
    groups(),
  )
}

const trimmed = (row: Row): Row => row.slice(0, row.findLastIndex((cell) => cell !== null) + 1)

/** The one sheet there is, or the one that is named: which of several is meant is not guessed. */
function choose({ file, sheets }: Workbook, wanted: string | undefined): string {
  const sheet = wanted === undefined ? sheets : sheets.filter((one) => one.name === wanted)
  if (sheet.length === 1) return sheet[0]!.part
  throw new XinyuError('IMPORT_SHEET', {
    file,
    sheets: sheets
      .slice(0, 20)
      .map((one) => one.name)
      .join(', '),
  })
}

/** Rows in groups; empty rows at the end are no rows, one between rows is refused. */
async function* rowsOf(book: Workbook, part: string): AsyncIterable<Row[]> {
  const { file } = book
  let group: Row[] = []
  let row: Row = []
  let rowNumber = 0
  let blankFrom = 0
  let cell = { column: -1, type: 'n', style: 0, value: '', seen: false }
  let taking = false
  let phonetic = false
  const place = () => `${lettersOf(cell.column)}${rowNumber}`
  const refuse = (what: string): never => {
    throw new XinyuError('IMPORT_CELL', { file, cell: place(), what })
  }
  const endRow = () => {
    if (row.every((value) => value === null)) {
      blankFrom ||= rowNumber
      return
    }
    if (blankFrom > 0) throw new XinyuError('IMPORT_BLANK_LINE', { file, line: blankFrom })
    group.push(row)
  }
  const reader = {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (name === 'row') {
        const next = Number(attributes['r'] ?? rowNumber + 1)
        if (!(next > rowNumber)) throw new XinyuError('IMPORT_XLSX', { file })
        if (next > rowNumber + 1) blankFrom ||= rowNumber + 1
        rowNumber = next
        row = []
        cell = { ...cell, column: -1 }
      } else if (name === 'c') {
        const column = attributes['r'] === undefined ? cell.column + 1 : columnOf(attributes['r'])
        if (column < 0 || column >= MAX_COLUMNS) throw new XinyuError('IMPORT_XLSX', { file })
        const style = Number(attributes['s'] ?? 0)
        cell = { column, type: attributes['t'] ?? 'n', style, value: '', seen: false }
      } else if (name === 'f') refuse('公式 formula')
      else if (name === 'rPh') phonetic = true
      else if (name === 'v' || (name === 't' && !phonetic)) {
        taking = true
        cell.seen = true
      } else if (name === 'mergeCell') {
        throw new XinyuError('IMPORT_CELL', {
          file,
          cell: attributes['ref'] ?? '',
          what: '合并单元格 merged cells',
        })
      }
    },
    text(text: string) {
      if (taking) cell.value += text
    },
    close(name: string) {
      if (name === 'v' || name === 't') taking = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'row') endRow()
      else if (name === 'c' && cell.seen) {
        while (row.length <= cell.column) row.push(null)
        row[cell.column] = textOf(book, cell, refuse) || null
      }
    },
  }
  for await (const _ of readXml(file, book.part(part), reader)) {
    if (group.length === 0) continue
    yield group
    group = []
  }
}

interface Cell {
  readonly type: string
  readonly style: number
  readonly value: string
}

function textOf(book: Workbook, { type, style, value }: Cell, refuse: (what: string) => never): string {
  if (type === 's') return book.strings[Number(value)] ?? refuse('字符串缺失 missing string')
  if (type === 'inlineStr' || type === 'str') return xstring(value)
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (type === 'e') return refuse(value.slice(0, 20))
  if (type === 'd') return value.replace('T', ' ').replace(/ 00:00:00(?:\.0+)?$/, '')
  if (value === '') return ''
  const form = book.forms[style] ?? GENERAL
  const decimal = plainDecimal(value)
  if (decimal === null) return refuse('超过15位的数字 number of more than 15 digits')
  if (form.kind === 'number') return shown(decimal, form)
  return dateText(decimal, form, book.from1904) ?? refuse('日期 date')
}

/** `BC12` → 54. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '')
    column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function lettersOf(column: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}
