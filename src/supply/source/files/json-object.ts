/** What is wrong with a line: no flat JSON object, or a value that is nested. */
export interface JsonFault {
  /** Name of the nested value, or null. */
  readonly nested: string | null
  readonly type: 'object' | 'array'
}

const BLANK = /[ \t\r\n]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y
const WORD = /true|false|null/y
const NOT_FLAT: JsonFault = { nested: null, type: 'object' }

/**
 * Reads one object of JSON (RFC 8259) without nested values and hands each pair on as text: numbers as they are written,
 * so that no amount goes through a float. `take` may refuse a pair. Returns what is wrong, or null.
 */
export function flatObject(
  text: string,
  take: (name: string, value: string | null) => boolean,
): JsonFault | null {
  let at = 0
  const blanks = () => {
    if (text.charCodeAt(at) > 32) return
    BLANK.lastIndex = at
    BLANK.test(text)
    at = BLANK.lastIndex
  }
  const quoted = (): string | null => {
    if (text[at] !== '"') return null
    let end = text.indexOf('"', at + 1)
    let plain = true
    for (let from = at + 1; end >= 0; ) {
      const escape = text.indexOf('\\', from)
      if (escape < 0 || escape > end) break
      plain = false
      from = escape + 2
      if (from > end) end = text.indexOf('"', from)
    }
    if (end < 0) return null
    const value = plain ? text.slice(at + 1, end) : unescape(text.slice(at, end + 1))
    at = end + 1
    // oxlint-disable-next-line no-control-regex -- RFC 8259, section 7: control characters must be escaped
    return value === null || (plain && /[\u0000-\u001f]/.test(value)) || !value.isWellFormed() ? null : value
  }
  blanks()
  if (text[at] !== '{') return NOT_FLAT
  at++
  blanks()
  if (text[at] === '}') at++
  else {
    for (;;) {
      const name = quoted()
      blanks()
      if (name === null || text[at] !== ':') return NOT_FLAT
      at++
      blanks()
      const first = text[at]
      if (first === '{' || first === '[') return { nested: name, type: first === '[' ? 'array' : 'object' }
      const value = first === '"' ? quoted() : bare(text, at)
      if (value === null) return NOT_FLAT
      if (first !== '"') at += value.length
      if (!take(name, first === '"' || value !== 'null' ? value : null)) return NOT_FLAT
      blanks()
      if (text[at] === '}') break
      if (text[at] !== ',') return NOT_FLAT
      at++
      blanks()
    }
    at++
  }
  blanks()
  return at >= text.length ? null : NOT_FLAT
}

/** A number or a word as it is written, or null. */
function bare(text: string, at: number): string | null {
  for (const form of [NUMBER, WORD]) {
    form.lastIndex = at
    const found = form.exec(text)
    if (found) return found[0]
  }
  return null
}

function unescape(text: string): string | null {
  try {
    return JSON.parse(text) as string
  } catch {
    return null
  }
}
