import { z } from 'zod'

/** What a column of a national table holds; decides how its text is read and what form it must have. */
export const ELEMENT_TYPES = [
  'text',
  'id',
  'code',
  'flag',
  'date',
  'datetime',
  /** `yyyyMM` */
  'month',
  'year',
  /** Money, two places in 元 as written, whole 分 as computed. */
  'amount',
  'quantity',
  'ratio',
  'integer',
] as const
export type ElementType = (typeof ELEMENT_TYPES)[number]

const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)

export const NationalColumn = z.strictObject({
  name: Name,
  titleZh: z.string(),
  titleEn: z.string(),
  type: z.enum(ELEMENT_TYPES),
  /** Data element of the register (一数一源): columns of several tables that mean the same. */
  element: Name.optional(),
  /** Dictionary whose codes the column may hold. */
  codeList: Name.optional(),
  /** A row without it is incomplete. */
  required: z.boolean().optional(),
  /** Form of the text, as a regular expression anchored at both ends; the type's own form where left out. */
  pattern: z.string().optional(),
})
export type NationalColumn = Readonly<z.output<typeof NationalColumn>>

/** A table of the national library, or a register of public data; versioned data, not code. */
export const NationalTable = z.strictObject({
  name: Name,
  /** Raised with each correction of the shipped file; mappings remember which one they were made for. */
  version: z.int().positive().optional(),
  titleZh: z.string(),
  titleEn: z.string(),
  key: z.array(Name).readonly(),
  /** Source of the column list. */
  basis: z.string(),
  columns: z.array(NationalColumn).readonly(),
})
export type NationalTable = Readonly<z.output<typeof NationalTable>>

const Day = z.iso.date()

/** One code of a dictionary with the words that stand for it in the data of sources. */
export const DictionaryCode = z.strictObject({
  code: z.string().trim().min(1).max(64),
  zh: z.string().trim().max(200),
  en: z.string().trim().max(200).default(''),
  /** Texts that mean this code: `男`, `M`. The titles themselves count too. */
  synonyms: z.array(z.string().trim().min(1).max(200)).max(50).default([]),
  /** First and last day on which the code may be used. */
  from: Day.nullable().default(null),
  until: Day.nullable().default(null),
  /** `unverified`: common knowledge that was not checked against a source. */
  mark: z.literal('unverified').nullable().default(null),
})
export type DictionaryCode = z.output<typeof DictionaryCode>

export const Dictionary = z.object({
  code: Name,
  version: z.int().positive(),
  titleZh: z.string(),
  titleEn: z.string(),
  basis: z.string(),
  codes: z.array(DictionaryCode),
})
export type Dictionary = z.output<typeof Dictionary>

/** A column of a national table that carries a data element. */
export interface ElementUse {
  readonly element: string
  readonly table: string
  readonly column: string
}

/** The next version of a dictionary as the operator gives it; titles and basis stay where left out. */
export const NewDictionaryVersion = z.strictObject({
  titleZh: z.string().trim().min(1).max(200).optional(),
  titleEn: z.string().trim().min(1).max(200).optional(),
  basis: z.string().trim().max(400).optional(),
  /** Why: shown with the version. */
  note: z.string().trim().min(1).max(400),
  codes: z.array(DictionaryCode).min(1).max(5_000),
})
export type NewDictionaryVersion = z.output<typeof NewDictionaryVersion>

export const ColumnRef = z.strictObject({ table: Name, column: Name })

/** A data element as it comes with the program. */
export const ShippedElement = z.object({
  code: Name,
  titleZh: z.string(),
  titleEn: z.string(),
  type: z.enum(ELEMENT_TYPES),
  definitionZh: z.string(),
  definitionEn: z.string(),
  standard: z.string(),
  source: ColumnRef.nullable(),
})

export const ElementDecision = z.strictObject({
  definitionZh: z.string().trim().max(1_000),
  definitionEn: z.string().trim().max(1_000),
  standard: z.string().trim().max(400),
  /** The column that is right where sources disagree, and the body that keeps it. */
  source: ColumnRef.nullable(),
  participantId: z.uuid().nullable(),
})
export type ElementDecision = z.output<typeof ElementDecision>
