const FORMULA = /^[=+\-@\t\r]/

/** A text that a spreadsheet would run as a formula is disarmed (CSV injection); quotes as in RFC 4180. */
const cell = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180, UTF-8 with byte order mark so that spreadsheets read Chinese. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`

export interface CsvRow {
  /** Of the file, where the record begins: what an editor shows. */
  readonly line: number
  readonly cells: readonly string[]
}

/** Records of RFC 4180, line breaks within quotes too; null where a quote is not closed or stands within a bare cell. */
export function readCsv(text: string): CsvRow[] | null {
  const rows: CsvRow[] = []
  let cells: string[] = []
  let [line, begun] = [1, 1]
  // A cell, quoted or bare, and what ends it.
  const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y
  const source = text.replace(/^\uFEFF/, '')
  while (CELL.lastIndex <= source.length) {
    const match = CELL.exec(source)
    if (!match) return null
    const [whole, quoted, bare, end] = match
    cells.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'))
    line += whole.split('\n').length - 1
    if (end === ',') continue
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: begun, cells })
    cells = []
    begun = line
    if (end === '') break
  }
  return rows
}

/** What was disarmed on the way out is as it was on the way in. */
export const rearm = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text)
