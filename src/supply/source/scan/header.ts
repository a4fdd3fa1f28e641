import { XinyuError } from '../../../kernel/errors/index.ts'

/** Column that every version with insured persons carries; no source may bring one of that name. */
export const INSURED_COLUMN = '__insured'

const MAX_NAME_LENGTH = 128
const MAX_COLUMNS = 4096
// A header cell that looks like a value: a number, a date, a UUID, or a long run of digits and hex letters.
const VALUE =
  /^[-+]?\d+([.,]\d+)?$|^\d{4}[-/]\d{1,2}[-/]\d{1,2}|^[0-9a-f]{8}-[0-9a-f]{4}-|^\d{8,}[A-Z]?$|^(?=.*\d)[0-9A-F]{12,}$/i

/**
 * Checks the first line as a header. Names keep their case and are unique without regard to it, as in SQL.
 * @throws XinyuError IMPORT_NO_HEADER, IMPORT_COLUMN_UNNAMED, IMPORT_COLUMN_DUPLICATE, IMPORT_COLUMN_NAME
 */
export function checkHeader(file: string, cells: readonly string[]): string[] {
  const names = cells.map((cell) => cell.trim())
  const value = names.findIndex((name) => VALUE.test(name))
  // The cell itself is not quoted: in a file without a header it may be a person's number.
  if (value >= 0 || names.every((name) => name === '')) {
    throw new XinyuError('IMPORT_NO_HEADER', { file, position: value + 1 || 1 })
  }
  if (names.length > MAX_COLUMNS) {
    throw new XinyuError('IMPORT_COLUMN_NAME', { file, column: `#${names.length}`, max: MAX_COLUMNS })
  }
  const seen = new Map<string, number>()
  names.forEach((name, i) => {
    if (name === '') throw new XinyuError('IMPORT_COLUMN_UNNAMED', { file, position: i + 1 })
    const key = name.toLowerCase()
    const before = seen.get(key)
    if (before !== undefined) {
      throw new XinyuError('IMPORT_COLUMN_DUPLICATE', { file, column: name, first: before, second: i + 1 })
    }
    // oxlint-disable-next-line no-control-regex -- a name with control characters could deceive a reader of a contract
    if (name.length > MAX_NAME_LENGTH || /[\u0000-\u001f\u007f]/.test(name) || key === INSURED_COLUMN) {
      throw new XinyuError('IMPORT_COLUMN_NAME', { file, column: name.slice(0, 40), max: MAX_NAME_LENGTH })
    }
    seen.set(key, i + 1)
  })
  return names
}

/** The delimiter of a header line: a comma unless there is none and another common one is. */
export function delimiterOf(line: string): string {
  const bare = line.replaceAll(/"(?:[^"]|"")*"/g, '')
  if (bare.includes(',')) return ','
  return ['\t', ';', '|'].find((mark) => bare.includes(mark)) ?? ','
}
