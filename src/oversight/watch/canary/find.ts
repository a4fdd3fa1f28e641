/** Planted persons as they are looked for: exact words, and names within running text. Held in memory alone. */
export interface CanaryKeys {
  /** Words in their normal form. */
  readonly words: ReadonlySet<string>
  /** Texts without borders between words (Chinese names): looked for anywhere. */
  readonly parts: readonly string[]
}

export const NO_KEYS: CanaryKeys = { words: new Set(), parts: [] }

/** One form for what people write in several: width, case, blanks and dashes. */
export const normalKey = (text: string): string =>
  text.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '')

const WORD = /[\p{L}\p{N}_@.*-]{2,80}/gu
const HAN = /\p{Script=Han}/u

export function keysOf(texts: readonly string[]): CanaryKeys {
  const normal = texts.map(normalKey).filter((text) => text.length >= 2)
  return {
    words: new Set(normal.filter((text) => !HAN.test(text))),
    parts: normal.filter((text) => HAN.test(text)),
  }
}

/** True where a text shows one of the keys. */
export function showsKey(keys: CanaryKeys, text: string): boolean {
  if (keys.words.size === 0 && keys.parts.length === 0) return false
  const plain = text.normalize('NFKC').toUpperCase()
  // A name is found however it is broken up: 张 三, 张-三.
  if (keys.parts.length > 0) {
    const whole = normalKey(text)
    if (keys.parts.some((part) => whole.includes(part))) return true
  }
  if (keys.words.size === 0) return false
  for (const [word] of plain.matchAll(WORD)) {
    if (keys.words.has(word) || keys.words.has(word.replaceAll(/[-.]/g, ''))) return true
  }
  return false
}

/** Every text within plain JSON: cells of a table, lines of output. */
export function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'number' || typeof value === 'bigint') yield String(value)
  else if (Array.isArray(value)) for (const one of value) yield* textsOf(one)
  else if (value !== null && typeof value === 'object')
    for (const one of Object.values(value)) yield* textsOf(one)
}
