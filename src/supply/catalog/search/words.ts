import { type Asked, tokensOf } from './tokens.ts'

/** Where a word stands decides the rank: title before code, before columns, before description. */
export const PLACES = ['title', 'code', 'columns', 'description'] as const
export type Place = (typeof PLACES)[number]

/**
 * Letters before the words, which say where they stand: `a` in titles, `b` there or in codes and keywords, `c` there or
 * in columns, `d` in the description and nowhere else. So the rank is read from the index alone: looking at the vectors
 * of all hits would cost more than finding them.
 */
export type Tier = 0 | 1 | 2 | 3

/** A tsvector as text. */
export function vectorOf(texts: Readonly<Record<Place, readonly string[]>>): string {
  const words: string[] = []
  const held = new Set<string>()
  const take = (place: Place) => {
    for (const text of texts[place]) for (const token of tokensOf(text)) held.add(token)
  }
  take('title')
  for (const token of held) words.push(`'a${token}'`)
  take('code')
  for (const token of held) words.push(`'b${token}'`)
  take('columns')
  for (const token of held) words.push(`'c${token}'`)
  const before = held.size
  take('description')
  for (const token of [...held].slice(before)) words.push(`'d${token}'`)
  return words.join(' ')
}

/** A tsquery as text: all that is asked stands within the places of the tier. Tokens hold letters and digits alone. */
export const queryOf = (asked: readonly Asked[], tier: Tier): string =>
  asked
    .map(({ token, prefix }) => {
      const one = (letter: string) => `'${letter}${token}'${prefix ? ':*' : ''}`
      return tier < 3 ? one('abc'[tier]!) : `(${one('c')} | ${one('d')})`
    })
    .join(' & ')
