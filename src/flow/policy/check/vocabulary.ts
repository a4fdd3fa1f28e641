import { z } from 'zod'
import { FORM_EXAMPLE, LIST_OPERATORS } from '../constraint/index.ts'
import { OUTPUT_KINDS, ROUNDINGS } from '../model.ts'
import { PROFILE_IRI } from '../odrl/index.ts'
import { PURPOSE_TREE, PURPOSE_VERSION } from '../purpose/tree.ts'
import { ACTIONS, OPERAND_NAMES, OPERANDS, OPERATOR_CODES, OPERATORS } from '../vocabulary.ts'
import {
  ACTION_WORDS,
  DELIVERY_WORDS,
  ENCRYPTION_WORDS,
  ENVIRONMENT_WORDS,
  LEVEL_WORDS,
  OPERAND_WORDS,
  OPERATOR_WORDS,
  OUTPUT_WORDS,
  ROUNDING_WORDS,
  type Words,
} from '../words.ts'

const Word = z.object({ code: z.string(), zh: z.string(), en: z.string() })

export const VocabularyView = z.object({
  profile: z.string(),
  actions: z.array(Word),
  operands: z.array(Word.extend({ form: z.string(), example: z.string(), operators: z.array(z.string()) })),
  operators: z.array(Word.extend({ wire: z.string(), list: z.boolean() })),
  environments: z.array(Word),
  encryptions: z.array(Word),
  deliveries: z.array(Word),
  levels: z.array(Word),
  outputs: z.array(Word),
  roundings: z.array(Word),
  purposes: z.object({
    version: z.int(),
    items: z.array(Word.extend({ parent: z.string().nullable() })),
  }),
})
export type VocabularyView = z.output<typeof VocabularyView>

const listed = (words: Readonly<Record<string, Words>>, codes = Object.keys(words).sort()) =>
  codes.map((code) => ({ code, ...words[code]! }))

/** The whole closed vocabulary with its words in both languages, for other systems. */
export const vocabulary = (): VocabularyView => ({
  profile: PROFILE_IRI,
  actions: listed(ACTION_WORDS, [...ACTIONS]),
  operands: OPERAND_NAMES.map((code) => {
    const { form, operators } = OPERANDS[code]
    return { code, ...OPERAND_WORDS[code], form, example: FORM_EXAMPLE[form], operators: [...operators] }
  }),
  operators: OPERATORS.map((code) => ({
    code,
    ...OPERATOR_WORDS[code],
    wire: OPERATOR_CODES[code],
    list: LIST_OPERATORS.has(code),
  })),
  environments: listed(ENVIRONMENT_WORDS),
  encryptions: listed(ENCRYPTION_WORDS),
  deliveries: listed(DELIVERY_WORDS),
  levels: listed(LEVEL_WORDS),
  outputs: listed(OUTPUT_WORDS, [...OUTPUT_KINDS]),
  roundings: listed(ROUNDING_WORDS, [...ROUNDINGS]),
  purposes: { version: PURPOSE_VERSION, items: PURPOSE_TREE.map((node) => ({ ...node })) },
})
