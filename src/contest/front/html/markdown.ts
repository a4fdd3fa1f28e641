import { html, type Markup, type Piece, safeLink } from './template.ts'

/**
 * A small part of Markdown: headings, paragraphs, lists, tables, rules, bold, italics, code and links. HTML is no part
 * of it; what looks like a tag is text. Every step goes forward through the text, so that no text takes long.
 */
export function markdown(text: string, level: 2 | 3 = 3): Markup {
  const lines = text.split(/\r?\n/)
  const blocks: Markup[] = []
  let at = 0
  while (at < lines.length) {
    const [block, next] = blockAt(lines, at, level)
    if (block) blocks.push(block)
    at = next
  }
  return html`${blocks}`
}

const HEADING = /^(#{1,6})\s+(\S.*)$/
const BULLET = /^\s{0,3}[-*+]\s+(\S.*)$/
const NUMBER = /^\s{0,3}\d{1,9}(?:[.)]\s+|、\s*)(\S.*)$/
const RULE = /^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/
const ROW = /^\s*\|.*\|\s*$/
const DIVIDER = /^\s*\|[\s:|-]+\|\s*$/
const MOST_COLUMNS = 20

function blockAt(lines: readonly string[], at: number, level: 2 | 3): [Markup | null, number] {
  const line = lines[at]!
  if (line.trim() === '') return [null, at + 1]
  const heading = HEADING.exec(line)
  if (heading) {
    const words = inline(heading[2]!.replace(/\s#+\s*$/, ''))
    const deeper = heading[1]!.length > 2
    if (level === 2) return [deeper ? html`<h3>${words}</h3>` : html`<h2>${words}</h2>`, at + 1]
    return [deeper ? html`<h4>${words}</h4>` : html`<h3>${words}</h3>`, at + 1]
  }
  if (RULE.test(line)) return [html`<hr>`, at + 1]
  if (ROW.test(line) && DIVIDER.test(lines[at + 1] ?? '')) return tableAt(lines, at)
  if (BULLET.test(line)) {
    const [items, next] = itemsAt(lines, at, BULLET)
    return [html`<ul>${items}</ul>`, next]
  }
  if (NUMBER.test(line)) {
    const [items, next] = itemsAt(lines, at, NUMBER)
    return [html`<ol>${items}</ol>`, next]
  }
  return paragraphAt(lines, at)
}

const begins = (line: string): boolean =>
  line.trim() === '' || [HEADING, RULE, BULLET, NUMBER].some((form) => form.test(line))

function paragraphAt(lines: readonly string[], from: number): [Markup, number] {
  let at = from + 1
  while (at < lines.length && !begins(lines[at]!)) at += 1
  const words = lines.slice(from, at).map((line, n) => html`${n > 0 && html`<br>`}${inline(line.trim())}`)
  return [html`<p>${words}</p>`, at]
}

function itemsAt(lines: readonly string[], from: number, form: RegExp): [Markup[], number] {
  const items: Markup[] = []
  let at = from
  for (let found = form.exec(lines[at] ?? ''); found; found = form.exec(lines[at] ?? '')) {
    items.push(html`<li>${inline(found[1]!)}</li>`)
    at += 1
  }
  return [items, at]
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .slice(1, -1)
    .split('|')
    .slice(0, MOST_COLUMNS)
    .map((cell) => cell.trim())

function tableAt(lines: readonly string[], from: number): [Markup, number] {
  const head = cellsOf(lines[from]!)
  const rows: Markup[] = []
  let at = from + 2
  while (ROW.test(lines[at] ?? '')) {
    const cells = cellsOf(lines[at]!)
    rows.push(html`<tr>${head.map((_, n) => html`<td>${inline(cells[n] ?? '')}</td>`)}</tr>`)
    at += 1
  }
  return [
    html`<div class="scroll" tabindex="0"><table><thead><tr>${head.map((cell) => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`,
    at,
  ]
}

/** Marks within a line; a mark that is never closed is text. */
function inline(text: string, depth = 0): Piece {
  if (depth > 3) return text
  const pieces: Piece[] = []
  let plain = 0
  let at = 0
  const take = (piece: Markup, from: number, next: number) => {
    pieces.push(text.slice(plain, from), piece)
    plain = at = next
  }
  // Where a mark was found stays right until it is passed, and what was searched for in vain stays in vain.
  const known = new Map<string, number>()
  const closing = (mark: string, from: number): number => {
    const last = known.get(mark)
    if (last !== undefined && (last < 0 || last >= from)) return last
    const found = text.indexOf(mark, from)
    known.set(mark, found)
    return found
  }
  while (at < text.length) {
    const found = markAt(text, at, closing, depth)
    if (found) take(found.piece, at, found.next)
    else at += 1
  }
  pieces.push(text.slice(plain))
  return pieces
}

function markAt(
  text: string,
  at: number,
  closing: (mark: string, from: number) => number,
  depth: number,
): { piece: Markup; next: number } | null {
  const one = text[at]
  if (one === '`') {
    const end = closing('`', at + 1)
    if (end > at + 1) return { piece: html`<code>${text.slice(at + 1, end)}</code>`, next: end + 1 }
  }
  if (one === '*') {
    const mark = text[at + 1] === '*' ? '**' : '*'
    const from = at + mark.length
    const end = closing(mark, from)
    if (end > from) {
      const inside = inline(text.slice(from, end), depth + 1)
      const piece = mark === '**' ? html`<strong>${inside}</strong>` : html`<em>${inside}</em>`
      return { piece, next: end + mark.length }
    }
  }
  if (one === '[') {
    const middle = closing('](', at + 1)
    const end = middle < 0 ? -1 : closing(')', middle + 2)
    const words = text.slice(at + 1, middle)
    if (end > 0 && words !== '' && !words.includes('[')) {
      const to = safeLink(text.slice(middle + 2, end))
      const piece = to === null ? html`${words}` : html`<a href="${to}" rel="nofollow noopener">${words}</a>`
      return { piece, next: end + 1 }
    }
  }
  return null
}

/** The words alone, for a description or a line of a list. */
export function plainWords(text: string, most: number): string {
  const words = text
    // Marks are no more than a part of a text; what comes far behind is cut off anyhow.
    .slice(0, most * 8)
    .replace(/[#*`|]/g, ' ')
    .replace(/\]\([^)]{0,500}\)/g, ' ')
    .replace(/[[\]]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const letters = Array.from(words.slice(0, most + 2))
  return words.length > most ? `${letters.slice(0, most - 1).join('')}…` : words
}
