import type { Mention } from './model.ts'

/** Text as it is compared: what a writer may put between the letters of a name is left out. `at`: where each unit stood. */
export interface Plain {
  readonly text: string
  readonly at: readonly number[]
}

/** Letters that do not count, with those of ASCII looked up: texts are long. */
interface Skipped {
  readonly letters: RegExp
  readonly ascii: readonly boolean[]
}
const skipping = (letters: RegExp): Skipped => ({
  letters,
  ascii: Array.from({ length: 128 }, (_, code) => letters.test(String.fromCharCode(code))),
})
const LOWER = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code).toLowerCase())
const BETWEEN = skipping(/[\s\p{Cf}\p{Cc}\p{Mn}·•・‧*~`\-_‐‑–—]/u)
const UNSEEN = skipping(/[\p{Cf}\p{Mn}]/u)

/** Full width, case, blanks, zero-width letters, dots between the letters: 张 三, 138-0000-0000, ｘｙ@example.org. */
export const plainOf = (text: string): Plain => without(text, BETWEEN)

function without(text: string, { letters, ascii }: Skipped): Plain {
  let plain = ''
  const at: number[] = []
  for (let place = 0; place < text.length; ) {
    const code = text.charCodeAt(place)
    if (code < 128 || (code >= 0x4e00 && code <= 0x9fff)) {
      if (code >= 128 || !ascii[code]) {
        plain += code < 128 ? LOWER[code]! : text[place]!
        at.push(place)
      }
      place++
      continue
    }
    const letter = String.fromCodePoint(text.codePointAt(place)!)
    for (const unit of letter.normalize('NFKC').toLowerCase()) {
      if (letters.test(unit)) continue
      plain += unit
      for (let k = 0; k < unit.length; k++) at.push(place)
    }
    place += letter.length
  }
  at.push(text.length)
  return { text: plain, at }
}

export interface Needle {
  readonly kind: Mention
  /** As in `plainOf`. */
  readonly text: string
}

export interface Place {
  readonly kind: Mention
  readonly start: number
  readonly end: number
}

/** What looks like a person's data, whoever it belongs to; with or without blanks and hyphens between the digits. */
const PATTERNS: readonly (readonly [Mention, RegExp])[] = [
  ['identity', /(?<!\d)[1-9](?:[ -]?\d){5}[ -]?(?:1[ -]?9|2[ -]?0)(?:[ -]?\d){9}[ -]?[\dx](?![\da-z])/g],
  ['phone', /(?<!\d)1[ -]?[3-9](?:[ -]?\d){9}(?!\d)/g],
  ['email', /(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/g],
]

/** All places of a text where a needle or a pattern stands, from the first to the last; overlapping ones as one. */
export function mentionsIn(text: string, needles: readonly Needle[], patterns = true): Place[] {
  const plain = plainOf(text)
  const light = without(text, UNSEEN)
  const found: Place[] = []
  const add = (kind: Mention, { at }: Plain, from: number, to: number) => {
    const last = at[to - 1]!
    // The whole letter, also where one letter became several.
    const wide = text.codePointAt(last)! > 0xffff ? 2 : 1
    found.push({ kind, start: at[from]!, end: last + wide })
  }
  for (const { kind, text: needle } of needles) {
    if (needle === '') continue
    for (let from = plain.text.indexOf(needle); from >= 0; from = plain.text.indexOf(needle, from + 1)) {
      const to = from + needle.length
      if (wholeWord(text, needle, plain.at[from]!, plain.at[to - 1]! + 1)) add(kind, plain, from, to)
    }
  }
  if (patterns)
    for (const [kind, pattern] of PATTERNS)
      for (const match of light.text.matchAll(pattern))
        add(kind, light, match.index, match.index + match[0].length)
  return merged(found)
}

/** A short word of letters counts only where no letter stands beside it: `lee` is not in `sleep`. */
function wholeWord(text: string, needle: string, start: number, end: number): boolean {
  if (!/^[a-z0-9]{1,5}$/.test(needle)) return true
  return !/[a-z0-9]/i.test(text[start - 1] ?? '') && !/[a-z0-9]/i.test(text[end] ?? '')
}

function merged(found: readonly Place[]): Place[] {
  const sorted = found.toSorted((a, b) => a.start - b.start || b.end - a.end)
  const out: Place[] = []
  for (const place of sorted) {
    const before = out.at(-1)
    if (!before || place.start >= before.end) out.push(place)
    else if (place.end > before.end) out[out.length - 1] = { ...before, end: place.end }
  }
  return out
}

/** What stands where something was taken out: always the same, so that not even its length is told. */
export const MARK = '▇▇▇'

/** Several texts that a reader sees as one (the runs of a paragraph): a needle may lie across them. */
export function redactRuns(runs: readonly string[], needles: readonly Needle[]): string[] {
  const whole = runs.join('')
  const places = mentionsIn(whole, needles, false)
  if (places.length === 0) return [...runs]
  let from = 0
  return runs.map((run) => {
    const start = from
    from += run.length
    let out = ''
    let at = start
    for (const place of places) {
      if (place.end <= start || place.start >= from) continue
      out += whole.slice(at, Math.max(at, place.start))
      // The mark stands in the run where the needle begins; what lies in the next ones is just gone.
      if (place.start >= start) out += MARK
      at = Math.min(from, place.end)
    }
    return out + whole.slice(at, from)
  })
}

export const redactText = (text: string, needles: readonly Needle[]): string =>
  redactRuns([text], needles)[0]!
