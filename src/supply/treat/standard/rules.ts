import type { Dictionary, DictionaryCode } from './model.ts'

export interface DictionaryDiff {
  readonly added: readonly DictionaryCode[]
  readonly removed: readonly DictionaryCode[]
  readonly changed: readonly { readonly before: DictionaryCode; readonly after: DictionaryCode }[]
  readonly same: number
}

/** What a new version would change, code by code. */
export function diffCodes(
  before: readonly DictionaryCode[],
  after: readonly DictionaryCode[],
): DictionaryDiff {
  const old = new Map(before.map((one) => [one.code, one]))
  const now = new Set(after.map((one) => one.code))
  const kept = after.flatMap((one) => {
    const was = old.get(one.code)
    return was ? [{ before: was, after: one }] : []
  })
  const changed = kept.filter(
    (pair) => JSON.stringify(fixed(pair.before)) !== JSON.stringify(fixed(pair.after)),
  )
  return {
    added: after.filter((one) => !old.has(one.code)),
    removed: before.filter((one) => !now.has(one.code)),
    changed,
    same: kept.length - changed.length,
  }
}

/** The fields in one order, whatever order they were stored in. */
const fixed = ({ code, zh, en, synonyms, from, until, mark }: DictionaryCode) => [
  code,
  zh,
  en,
  synonyms,
  from,
  until,
  mark,
]

/**
 * Text → code: the code itself, its titles and its synonyms. A word that stands for two codes stands for none.
 * `day` leaves out codes that may not be used on it.
 */
export function codeWords(dictionary: Dictionary, day?: string): Map<string, string> {
  const words = new Map<string, string>()
  const lost = new Set<string>()
  const valid = dictionary.codes.filter(
    ({ from, until }) => day === undefined || ((from ?? day) <= day && day <= (until ?? day)),
  )
  for (const { code } of valid) words.set(code, code)
  for (const { code, zh, en, synonyms } of valid) {
    for (const word of new Set([...synonyms, zh, en].filter((text) => text !== ''))) {
      const other = words.get(word)
      if (other === undefined) words.set(word, code)
      else if (other !== code && other !== word) lost.add(word)
    }
  }
  for (const word of lost) words.delete(word)
  return words
}
