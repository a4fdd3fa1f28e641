export type HtmlPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tag'; readonly name: string; readonly attributes: string; readonly closing: boolean }

/** Tags and texts of a page in their order, without judging their nesting. Linear; styles are skipped. */
export function* tagsOf(text: string): Iterable<HtmlPart> {
  // Once: a page may have a million scripts.
  const lower = text.toLowerCase()
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('<', at)
    if (open < 0) {
      yield { kind: 'text', text: text.slice(at) }
      return
    }
    if (open > at) yield { kind: 'text', text: text.slice(at, open) }
    if (text.startsWith('<!--', open)) {
      const end = text.indexOf('-->', open + 4)
      at = end < 0 ? text.length : end + 3
      continue
    }
    const end = tagEnd(text, open + 1)
    const tag = /^(\/?)([A-Za-z][\w:-]*)([\s\S]*)$/.exec(text.slice(open + 1, Math.min(end, open + 10_000)))
    at = end + 1
    if (!tag) continue
    const name = tag[2]!.toLowerCase()
    yield { kind: 'tag', name, attributes: tag[3]!, closing: tag[1] === '/' }
    if ((name === 'style' || name === 'script') && tag[1] === '') {
      const close = lower.indexOf(`</${name}`, at)
      at = close < 0 ? text.length : close
    }
  }
}

/** The `>` that ends a tag: one inside quotes does not. */
function tagEnd(text: string, from: number): number {
  let quote = ''
  for (let at = from; at < text.length; at++) {
    const character = text[at]!
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '>') return at
  }
  return text.length
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

export const entitiesOf = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(
        /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{1,8}));/g,
        (whole, decimal?: string, hex?: string, name?: string) => {
          if (name !== undefined) return NAMED[name] ?? whole
          const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal)
          return code <= 0x10ffff ? String.fromCodePoint(code) : whole
        },
      )
    : text
