/** Where something is in the user's text. Lines and columns count from 1; all in UTF-16 units, as editors do. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly offset: number
  readonly length: number
}

interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'mark'
  readonly text: string
  readonly start: number
}

const TOKEN =
  /(?<skip>\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$))|(?<string>[eExX]?'(?:''|[^'])*'?|\$(?<tag>\w*)\$[^]*?(?:\$\k<tag>\$|$))|(?<quoted>"(?:""|[^"])*"?)|(?<number>\d[\w.]*)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<mark>[<>=!]+|::|[^])/uy

/** Words of the text for pointing at them; not a parser: DuckDB's own tree decides what the text means. */
function tokens(text: string): Token[] {
  const found: Token[] = []
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const { skip, string, quoted, number, word } = match.groups ?? {}
    if (skip !== undefined) continue
    const kind = string ? 'string' : quoted ? 'quoted' : number ? 'number' : word ? 'word' : 'mark'
    found.push({ kind, text: match[0], start: match.index })
  }
  return found
}

/** DuckDB's byte offset in the UTF-8 text as an offset in UTF-16 units. */
export const offsetOfByte = (text: string, byte: number): number =>
  Buffer.from(text, 'utf8').subarray(0, Math.max(0, byte)).toString('utf8').length

/** The place of the word at an offset; a name takes its dotted parts with it. */
export function placeAt(text: string, offset: number): Place {
  const all = tokens(text)
  const index = all.findIndex(({ start, text: word }) => offset >= start && offset < start + word.length)
  const token = all[index]
  if (!token) return place(text, Math.min(offset, text.length), 0)
  let end = token.start + token.text.length
  const isName = (one: Token | undefined) => one?.kind === 'word' || one?.kind === 'quoted'
  for (
    let next = index;
    isName(all[next]) && all[next + 1]?.text === '.' && isName(all[next + 2]);
    next += 2
  ) {
    end = all[next + 2]!.start + all[next + 2]!.text.length
  }
  return place(text, token.start, end - token.start)
}

/** The first of the given key words in the text, in any case; the whole text when there is none. */
export function placeOfWord(text: string, words: readonly string[]): Place {
  for (const word of words) {
    const token = tokens(text).find((one) => one.kind !== 'string' && one.text.toLowerCase() === word)
    if (token) return place(text, token.start, token.text.length)
  }
  const start = tokens(text)[0]?.start ?? 0
  return place(text, start, text.trimEnd().length - start)
}

const READING = ['select', 'from', 'with', 'values', 'show', 'describe', 'desc', 'summarize', '(']

/** The first word of the first statement that does not read. */
export function placeOfOther(text: string): Place {
  const all = tokens(text)
  const first = all.filter((_, index) => index === 0 || all[index - 1]!.text === ';')
  const other = first.find((token) => !READING.includes(token.text.toLowerCase())) ?? all[0]
  return other ? place(text, other.start, other.text.length) : place(text, 0, 0)
}

export function place(text: string, offset: number, length: number): Place {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1, offset, length: Math.max(0, length) }
}
