import { XinyuError } from '../../kernel/errors/index.ts'

/** A table of text, read whole: the first line names the columns. */
export interface Csv {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface CsvLimits {
  readonly rows: number
  readonly columns: number
}

/**
 * Comma-separated text (RFC 4180), strictly: a line that is longer or shorter than the first one, an open quotation or
 * too much of anything is refused, with its line. @throws XinyuError CONTEST_TASK_DATA
 */
export function readCsv(text: string, limits: CsvLimits): Csv {
  const lines = linesOf(text, limits)
  const [columns, ...rows] = lines
  if (!columns || columns.every((name) => name.trim() === '')) throw wrong('没有表头', 'there is no header')
  for (const [at, row] of rows.entries())
    if (row.length !== columns.length)
      throw wrong(`第 ${at + 2} 行的列数与表头不同`, `row ${at + 2} has not the columns of the header`)
  return { columns: columns.map((name) => name.trim()), rows }
}

function linesOf(text: string, limits: CsvLimits): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  let field = ''
  let quoted = false
  const endLine = () => {
    line.push(field)
    field = ''
    // An empty line is none; a table of one column may not have empty cells.
    if (line.length > 1 || line[0] !== '') lines.push(line)
    line = []
    if (lines.length > limits.rows + 1)
      throw wrong(`行数超过 ${limits.rows}`, `there are more than ${limits.rows} rows`)
  }
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; at += 1) {
    const char = text[at]!
    if (quoted) {
      if (char !== '"') field += char
      else if (text[at + 1] === '"') field += text[(at += 1)]!
      else quoted = false
    } else if (char === '"' && field === '') quoted = true
    else if (char === ',') {
      line.push(field)
      field = ''
      if (line.length >= limits.columns)
        throw wrong(`列数超过 ${limits.columns}`, `there are more than ${limits.columns} columns`)
    } else if (char === '\n') endLine()
    else if (char !== '\r' || text[at + 1] !== '\n') field += char
  }
  if (quoted) throw wrong('引号没有闭合', 'a quotation is not closed')
  if (field !== '' || line.length > 0) endLine()
  return lines
}

export function wrong(whyZh: string, whyEn: string): XinyuError {
  return new XinyuError('CONTEST_TASK_DATA', { whyZh, whyEn })
}

export const csvOf = ({ columns, rows }: Csv): string =>
  [columns, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('')

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
