const HAN = 0x2e7f

/** A text in at most so many lines of so many half-width letters; broken at blanks where there are some. */
export function linesOf(text: string, wide: number, most: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.match(/[\p{Script=Han}]|[^\s\p{Script=Han}]+|\s+/gu) ?? []) {
    if (widthOf(line + word) > wide && line !== '') {
      lines.push(line.trim())
      line = ''
    }
    line += word
  }
  lines.push(line.trim())
  if (lines.length <= most) return lines
  const last = lines[most - 1]!
  return [...lines.slice(0, most - 1), `${widthOf(last) + 2 > wide ? last.slice(0, -1) : last}…`]
}

const widthOf = (text: string): number => {
  let width = 0
  for (const letter of text) width += letter.codePointAt(0)! > HAN ? 2 : 1
  return width
}
