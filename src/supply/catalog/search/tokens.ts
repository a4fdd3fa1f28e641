/** Words of a text as the catalogue finds them: Chinese by single characters and pairs, all else by lower-case words. */

const RUN = /\p{Script=Han}+|[\p{L}\p{N}\p{M}]+/gu
const HAN = /^\p{Script=Han}/u
/** PostgreSQL takes a lexeme of 2046 bytes; nobody looks for a longer word than this. */
const LONGEST = 64
/** Tokens that a query may have: beyond them it is not narrowed further. */
const MOST_ASKED = 24

interface Run {
  readonly han: boolean
  readonly characters: readonly string[]
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Runs of Chinese characters, and runs of letters and digits between them. */
function runs(text: string): Run[] {
  const found: Run[] = []
  for (const [run] of plain(text).matchAll(RUN)) {
    for (const [part] of run.matchAll(/\p{Script=Han}+|[^\p{Script=Han}]+/gu))
      found.push({ han: HAN.test(part), characters: Array.from(part) })
  }
  return found
}

const pairs = (characters: readonly string[]): string[] =>
  characters.slice(1).map((character, at) => `${characters[at]}${character}`)

/** What a text is found by. */
export function tokensOf(text: string): Set<string> {
  const tokens = new Set<string>()
  for (const { han, characters } of runs(text)) {
    if (!han) tokens.add(characters.slice(0, LONGEST).join(''))
    else for (const token of [...characters, ...pairs(characters)]) tokens.add(token)
  }
  return tokens
}

export interface Asked {
  readonly token: string
  /** A word that is typed finds what begins so; a pair of characters is already a part. */
  readonly prefix: boolean
}

/** What a query asks for: every one of these must be there. A run of several characters asks for its pairs. */
export function askedOf(text: string): Asked[] {
  const asked = new Map<string, Asked>()
  for (const { han, characters } of runs(text)) {
    const tokens = !han
      ? [characters.slice(0, LONGEST).join('')]
      : characters.length === 1
        ? characters
        : pairs(characters)
    for (const token of tokens) asked.set(token, { token, prefix: !han })
  }
  return [...asked.values()].slice(0, MOST_ASKED)
}

/** The words of a query as they stand in a text, to mark them there: whole runs, longest first. */
export const wordsOf = (text: string): string[] =>
  [...new Set(runs(text).map(({ characters }) => characters.join('')))].sort((a, b) => b.length - a.length)
