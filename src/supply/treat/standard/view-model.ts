import { z } from 'zod'
import { Dictionary, DictionaryCode } from './model.ts'

export const TableBrief = z.object({
  name: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  basis: z.string(),
  columns: z.int(),
  required: z.int(),
})
export const DictionaryBrief = z.object({
  code: z.string(),
  version: z.int(),
  titleZh: z.string(),
  titleEn: z.string(),
  basis: z.string(),
  codes: z.int(),
  unverified: z.int(),
  columns: z.int(),
})
export const DictionaryView = Dictionary.extend({
  columns: z.array(z.object({ table: z.string(), column: z.string() })),
  history: z.array(
    z.object({
      number: z.int(),
      note: z.string(),
      shipped: z.boolean(),
      user: z.string().nullable(),
      at: z.int(),
    }),
  ),
})
export const DiffView = z.object({
  codes: z.array(DictionaryCode),
  added: z.array(DictionaryCode),
  removed: z.array(DictionaryCode),
  changed: z.array(z.object({ before: DictionaryCode, after: DictionaryCode })),
  same: z.int(),
})
export const ElementView = z.object({
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  definitionZh: z.string(),
  definitionEn: z.string(),
  type: z.string(),
  standard: z.string(),
  source: z.object({ table: z.string(), column: z.string() }).nullable(),
  participantId: z.uuid().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.int().nullable(),
  columns: z.array(z.object({ table: z.string(), column: z.string() })),
})

export type TableBrief = z.output<typeof TableBrief>
export type DictionaryBrief = z.output<typeof DictionaryBrief>
export type DictionaryView = z.output<typeof DictionaryView>
export type DiffView = z.output<typeof DiffView>
export type ElementView = z.output<typeof ElementView>
