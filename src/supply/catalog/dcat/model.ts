import { z } from 'zod'
import { Contact, Rhythm, THEME_CODES } from '../entry.ts'

/** A text by language tag; `''` is one without a language. */
export const LangText = z.record(
  z.string().regex(/^$|^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/),
  z.string().min(1).max(8_000),
)
export type LangText = z.output<typeof LangText>

/** Chinese or English of it, else what there is. */
export function textOf(text: LangText, language: 'zh' | 'en'): string {
  const of = (wanted: string) =>
    Object.entries(text).find(([tag]) => tag === wanted || tag.toLowerCase().startsWith(`${wanted}-`))?.[1]
  return of(language) ?? text[''] ?? of('en') ?? of('zh') ?? Object.values(text)[0] ?? ''
}

/** A name in the web of data: http(s) or urn, nothing that a browser would run. */
export const Iri = z
  .string()
  .max(2_000)
  .regex(/^(?:https?:\/\/|urn:)[^\s<>"{}|\\^`]+$/i)
export const WebAddress = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\/[^\s<>"{}|\\^`]+$/i)

/** xsd:gYear, gYearMonth, date or dateTime as written. */
export const When = z
  .string()
  .max(40)
  .regex(/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/)

export const Checksum = z.strictObject({
  algorithm: z.string().min(1).max(200),
  value: z.string().regex(/^[0-9a-f]{8,256}$/),
})

export const DcatDistribution = z.strictObject({
  iri: Iri.nullable(),
  title: LangText,
  mediaType: z.string().min(1).max(200).nullable(),
  byteSize: z.int().min(0).nullable(),
  accessUrl: WebAddress.nullable(),
  downloadUrl: WebAddress.nullable(),
  checksum: Checksum.nullable(),
})
export type DcatDistribution = z.output<typeof DcatDistribution>

/** A dcat:Dataset as we understand it: the closed middle between JSON-LD and our tables. */
export const DcatEntry = z.strictObject({
  iri: Iri,
  identifier: z.string().min(1).max(400).nullable(),
  title: LangText,
  description: LangText,
  publisher: z.strictObject({ iri: Iri.nullable(), name: LangText }).nullable(),
  issued: When.nullable(),
  modified: When.nullable(),
  rhythm: Rhythm.nullable(),
  keywords: z
    .array(z.strictObject({ value: z.string().min(1).max(400), language: z.string().max(40) }))
    .max(200),
  /** `code` is ours where the theme is one of ours. */
  themes: z.array(z.strictObject({ iri: Iri, code: z.enum(THEME_CODES).nullable() })).max(50),
  spatial: z.array(z.string().min(1).max(400)).max(100),
  temporal: z.strictObject({ from: When.nullable(), to: When.nullable() }).nullable(),
  contact: Contact.nullable(),
  version: z.string().min(1).max(100).nullable(),
  status: z.enum(['active', 'withdrawn']).nullable(),
  landingPage: WebAddress.nullable(),
  /** The ground on which it is held: dcterms:provenance and dcterms:accessRights in one. */
  authority: LangText.nullable(),
  distributions: z.array(DcatDistribution).max(200),
})
export type DcatEntry = z.output<typeof DcatEntry>

export const DcatProblem = z.object({ pointer: z.string(), why: z.string() })
export type DcatProblem = z.output<typeof DcatProblem>
