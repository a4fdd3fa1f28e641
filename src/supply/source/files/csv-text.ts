/** A cell of the strict form: null is an empty field, an empty text `""`. */
export const csvCell = (value: string | null): string => {
  if (value === null) return ''
  if (value === '' || /[",\r\n]/.test(value)) return `"${value.replaceAll('"', '""')}"`
  return value
}

export const csvRow = (cells: readonly (string | null)[]): string => `${cells.map(csvCell).join(',')}\n`

const PIECE = 512 * 1024

/** Rows as blocks of UTF-8, so that writing them costs few calls. */
export async function* csvBlocks(
  header: readonly string[],
  rows: AsyncIterable<readonly (string | null)[][]>,
): AsyncIterable<Buffer> {
  let text = csvRow(header)
  for await (const group of rows) {
    for (const row of group) {
      text += csvRow(row)
      if (text.length < PIECE) continue
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text !== '') yield Buffer.from(text)
}
