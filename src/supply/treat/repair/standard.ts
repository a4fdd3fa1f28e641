import { findNationalTable, shippedDictionaries } from '../standard/library.ts'
import { codeWords } from '../standard/rules.ts'
import type { Standard } from './targets.ts'

/** Text → code by dictionary, as plain JSON for the engine child. */
export type Words = Readonly<Record<string, readonly (readonly [text: string, code: string])[]>>

/** The words of the dictionaries as they come with the program. */
export const shippedWords = (): Words =>
  Object.fromEntries(shippedDictionaries().map((one) => [one.code, [...codeWords(one)]]))

/** The national tables with the given dictionaries, as repair asks them. */
export const standardOf = (words: Words): Standard => ({
  columnOf: (table, column) => findNationalTable(table)?.columns.find(({ name }) => name === column),
  textsOf: (list) => (words[list] ?? []).map(([text, code]) => ({ text, code })),
})
