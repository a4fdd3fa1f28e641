/** Text that is HTML already. Made by `html` alone: nothing that came from outside can be one. */
class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}
export type { Markup }

export type Piece = Markup | string | number | null | undefined | false | readonly Piece[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters are no text of a page, and lone surrogates are no text at all. */
// oxlint-disable-next-line no-control-regex -- these are what is left out
const UNPRINTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g

/** Safe between tags and within double quotes. Bidirectional overrides may not turn the text around them. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(UNPRINTED, '')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[&<>"']/g, (character) => ESCAPES[character]!)

function textOf(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return ''
  if (piece instanceof Markup) return piece.text
  if (typeof piece === 'object') return piece.map(textOf).join('')
  return escaped(String(piece))
}

/** Everything put into it is escaped, unless it was made by `html` itself. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  let text = strings[0]!
  for (const [at, piece] of pieces.entries()) text += textOf(piece) + strings[at + 1]!
  return new Markup(text)
}

/** An address that a link may lead to: the web, mail, or a page of this site. */
export function safeLink(address: string): string | null {
  const text = address.trim()
  if (/^\/(?![/\\])[^\s\\]*$/.test(text)) return text
  if (!/^(https?:\/\/|mailto:)[^\s\\]+$/i.test(text)) return null
  return URL.canParse(text) ? text : null
}
