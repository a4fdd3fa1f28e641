import { askedOf, wordsOf } from './tokens.ts'

export type Marks = [number, number][]

/**
 * Marks where the words of a query stand in texts: whole runs, and where a run of Chinese is not there as a whole, its
 * pairs. The query is taken apart once: a page of hits has thousands of names of columns to look through. Places are in
 * UTF-16 units of the text as it is; overlapping ones are joined.
 */
export function markerOf(query: string): (text: string) => Marks {
  const words = wordsOf(query).map((word) => ({ word, parts: askedOf(word).map(({ token }) => token) }))
  if (words.length === 0) return () => []
  return (text) => {
    const lower = text.toLowerCase()
    // Folding that changes the length (İ) would move the places: such a text is shown unmarked.
    if (lower.length !== text.length) return []
    const found: Marks = []
    for (const { word, parts } of words) {
      for (const part of lower.includes(word) ? [word] : parts) {
        for (let at = lower.indexOf(part); at >= 0; at = lower.indexOf(part, at + part.length))
          if (begins(lower, at, part)) found.push([at, at + part.length])
      }
    }
    return found.length < 2 ? found : joined(found)
  }
}

export const marksOf = (text: string, query: string): Marks => markerOf(query)(text)

const WORD = /[\p{L}\p{N}]/u
const HAN = /\p{Script=Han}/u

/** A word of letters is found where a word begins, as the index finds it. */
function begins(text: string, at: number, part: string): boolean {
  if (HAN.test(part) || at === 0) return true
  const before = text[at - 1]!
  return !WORD.test(before) || HAN.test(before)
}

function joined(marks: Marks): Marks {
  const sorted = marks.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const out: Marks = []
  for (const [from, to] of sorted) {
    const last = out.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else out.push([from, to])
  }
  return out
}
