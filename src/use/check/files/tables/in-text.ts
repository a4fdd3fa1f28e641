import { within } from '../look/place.ts'
import { type Table, tableOf } from './model.ts'

/** Lines that make a table of a text, and how they may be parted. */
const LEAST_LINES = 4
const PARTS: readonly ((line: string) => string[])[] = [
  (line) => line.split('\t'),
  (line) =>
    line
      .replace(/^\s*\|/, '')
      .replace(/\|\s*$/, '')
      .split('|'),
  (line) => line.split(','),
  (line) => line.trim().split(/\s{2,}/),
  (line) => line.trim().split(/\s+/),
]

/** Tables that stand in prose, code or logs: runs of lines with equally many fields, most of them numbers. */
export function tablesIn(text: string, place: string): Table[] {
  const lines = text.split(/\r?\n/)
  const tables: Table[] = []
  const taken = new Uint8Array(lines.length)
  for (const [i, part] of PARTS.entries()) {
    let from = 0
    while (from < lines.length) {
      const width = taken[from] || lines[from]!.length > 2_000 ? 0 : part(lines[from]!).length
      let to = from + 1
      while (
        to < lines.length &&
        !taken[to] &&
        lines[to]!.length <= 2_000 &&
        fits(part(lines[to]!).length, width, i, to - from)
      )
        to++
      if (width >= (i === 4 ? 3 : 2) && to - from >= LEAST_LINES) {
        const rows = lines
          .slice(from, to)
          .map((line) => part(line).map((cell) => cell.trim().replaceAll(/^["']|["']$/g, '')))
        if (isData(rows)) {
          tables.push(made(rows, place, from))
          taken.fill(1, from, to)
        }
      }
      from = to
    }
  }
  return tables
}

/** A printed DataFrame has one field more in its rows than in its header: the index. */
const fits = (count: number, width: number, part: number, line: number): boolean =>
  count === width || (part >= 3 && line >= 1 && count === width + 1)

function made(rows: string[][], place: string, from: number): Table {
  const widest = Math.max(...rows.map((row) => row.length))
  const even = rows.map((row) => (row.length < widest ? ['', ...row] : row))
  // Markdown parts the header from the rows by a line of dashes: it stays, so that lines keep their numbers.
  const plain = even.map((row) => (row.every((cell) => /^:?-{2,}:?$/.test(cell)) ? row.map(() => '') : row))
  return tableOf(plain, {
    place: within(place, `lines ${from + 1}–${from + rows.length}`),
    cell: (row, _, name) => within(place, `line ${from + row + 1}, ${name}`),
    column: (_, name) => within(place, `lines ${from + 1}–${from + rows.length}, ${name}`),
  })
}

/** At least one field of most lines is a number: lists of words and code are none. */
function isData(rows: readonly (readonly string[])[]): boolean {
  const body = rows.slice(1)
  const numeric = body.filter((row) => row.some((cell) => /^[-+]?[\d,]+(?:\.\d+)?%?$/.test(cell))).length
  return numeric >= body.length * 0.7
}
