/** A text in CSV: cells of each line that is there, with the number of the line that it began on. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** The delimiter that parts the first lines most evenly. */
export function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 16_384)
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(0, 10)
  const score = (mark: string) => {
    const counts = lines.map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, '').split(mark).length - 1)
    return Math.min(...counts) * 1000 + Math.max(...counts)
  }
  return [',', '\t', ';', '|'].reduce((best, mark) => (score(mark) > score(best) ? mark : best))
}

/** RFC 4180, forgiving: a quote that does not end takes the rest. `used` is told of each cell. */
export function readCsv(text: string, delimiter: string, used: (cells: number) => void): CsvRow[] {
  const rows: CsvRow[] = []
  let cells: string[] = []
  let [line, began, at] = [1, 1, text.startsWith('\ufeff') ? 1 : 0]
  const end = () => {
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: began, cells })
    used(cells.length)
    cells = []
  }
  while (at <= text.length) {
    let cell: string
    if (text[at] === '"') {
      let close = at + 1
      for (; close < text.length; close++) {
        if (text.charCodeAt(close) === 34) {
          if (text.charCodeAt(close + 1) !== 34) break
          close++
        } else if (text.charCodeAt(close) === 10) line++
      }
      cell = text.slice(at + 1, close).replaceAll('""', '"')
      at = close + 1
      const rest = plainEnd(text, at, delimiter)
      cell += text.slice(at, rest).replace(/\r$/, '')
      at = rest
    } else {
      const rest = plainEnd(text, at, delimiter)
      cell = text.slice(at, rest).replace(/\r$/, '')
      at = rest
    }
    cells.push(cell)
    if (at >= text.length || text[at] === '\n') {
      end()
      line++
      began = line
    }
    at++
  }
  return rows
}

function plainEnd(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === '\n' || character === delimiter) return at
  }
  return text.length
}
