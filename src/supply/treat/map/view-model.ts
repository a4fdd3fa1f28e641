import { z } from 'zod'
import { MappingSpec, Value } from './model.ts'

export const RunView = z.object({
  datasetId: z.uuid(),
  versionId: z.uuid(),
  /** Version of the mapping that ran. */
  number: z.int(),
  at: z.int(),
  rows: z.int(),
  /** Cells that were filled, and those that did not fit and are listed in the version's folder. */
  filled: z.int(),
  misfits: z.int(),
  columns: z.array(z.object({ name: z.string(), filled: z.int(), misfit: z.int() })),
})

export const MappingBrief = z.object({
  id: z.uuid(),
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  target: z.string(),
  sources: z.array(z.string()),
  columns: z.int(),
  number: z.int(),
  savedAt: z.int(),
  run: RunView.nullable(),
})
export type MappingBrief = z.output<typeof MappingBrief>

export const MappingView = MappingBrief.extend({
  spec: MappingSpec,
  history: z.array(z.object({ number: z.int(), note: z.string(), userId: z.uuid().nullable(), at: z.int() })),
})
export type MappingView = z.output<typeof MappingView>

export type RunView = z.output<typeof RunView>

const Places = z.array(z.object({ part: z.int(), columns: z.array(z.string()) }))
export const ValidationView = z.object({
  complaints: z.array(
    z.object({ part: z.int(), column: z.string().nullable(), en: z.string(), zh: z.string() }),
  ),
  missing: Places,
  unused: Places,
  filled: z.int(),
  of: z.int(),
})
export const SuggestionView = z.object({
  target: z.string(),
  source: z.string(),
  score: z.number(),
  value: Value,
  zh: z.string(),
  en: z.string(),
})
export const PreviewView = z.object({
  columns: z.array(z.string()),
  parts: z.array(z.object({ source: z.string(), rows: z.array(z.array(z.string().nullable())) })),
})
const ColumnAt = z.object({ datasetId: z.uuid(), table: z.string(), column: z.string() })
export const DifferenceView = z.object({
  element: z.string(),
  source: ColumnAt,
  other: ColumnAt,
  compared: z.int(),
  differ: z.int(),
  at: z.int(),
})
export const MappingSetView = z.object({
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  notesZh: z.array(z.string()),
  notesEn: z.array(z.string()),
  mappings: z.array(
    z.object({ code: z.string(), titleZh: z.string(), titleEn: z.string(), target: z.string() }),
  ),
})

export type ValidationView = z.output<typeof ValidationView>
export type SuggestionView = z.output<typeof SuggestionView>
export type PreviewView = z.output<typeof PreviewView>
export type MappingSetView = z.output<typeof MappingSetView>
export type DifferenceView = z.output<typeof DifferenceView>
