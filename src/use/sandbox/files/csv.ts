/** The first rows of a CSV text (RFC 4180). Reads no further than asked, and takes what is malformed as it stands. */
export function firstRows(
  text: string,
  separator: string,
  rows: number,
): { rows: string[][]; more: boolean } {
  const found: string[][] = []
  let row: string[] = []
  let field = ''
  let quoted = false
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const endRow = () => {
    found.push([...row, field])
    row = []
    field = ''
  }
  for (; at < text.length && found.length < rows; at += 1) {
    const char = text[at]!
    if (quoted) {
      if (char !== '"') field += char
      else if (text[at + 1] === '"') field += text[(at += 1)]!
      else quoted = false
    } else if (char === '"' && field === '') quoted = true
    else if (char === separator) {
      row.push(field)
      field = ''
    } else if (char === '\n') endRow()
    else if (char !== '\r' || text[at + 1] !== '\n') field += char
  }
  if (at >= text.length && found.length < rows && (field !== '' || row.length > 0)) endRow()
  return { rows: found, more: at < text.length }
}

/** Comma, tab, semicolon or bar: what the first line has most of. */
export function separatorOf(text: string): string {
  const end = text.indexOf('\n')
  const line = text.slice(0, Math.min(end < 0 ? text.length : end, 10_000))
  const count = (char: string) => line.split(char).length
  return [',', '\t', ';', '|'].reduce((best, char) => (count(char) > count(best) ? char : best))
}
