/** The first rows of a delimited text (RFC 4180, forgiving), and how many there are. */
export function firstRows(
  text: string,
  delimiter: string,
  most: number,
): { rows: string[][]; total: number } {
  const rows: string[][] = []
  let total = 0
  let cells: string[] = []
  let cell = ''
  let quoted = false
  const end = () => {
    if (cells.length > 0 || cell !== '') {
      cells.push(cell)
      if (total <= most) rows.push(cells)
      total++
    }
    cells = []
    cell = ''
  }
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at++) {
    const character = text[at]!
    if (quoted) {
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') cell += text[at++]
      else quoted = false
    } else if (character === '"' && cell === '') quoted = true
    else if (character === delimiter) {
      cells.push(cell)
      cell = ''
    } else if (character === '\n') end()
    else if (character !== '\r') cell += character
  }
  end()
  return { rows: rows.slice(0, most + 1), total }
}
