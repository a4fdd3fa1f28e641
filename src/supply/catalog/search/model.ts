import { z } from 'zod'
import { Page } from '../../../platform/http/index.ts'
import { Rhythm, RHYTHMS, Theme, THEME_CODES } from '../entry.ts'
import { MADE_BY } from '../model.ts'

/** What a list shows of an entry; kept with the index, so that a page of hits is one read. */
export const EntryCard = z.object({
  titleZh: z.string(),
  titleEn: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  columns: z.array(z.tuple([z.string(), z.string(), z.string()])),
  rows: z.int().nullable(),
  insuredCount: z.int().nullable(),
  version: z.int().nullable(),
  /** Of external entries: who publishes it, and where it is. */
  publisher: z.string().nullable(),
  sourceUrl: z.string().nullable(),
})
export type EntryCard = z.output<typeof EntryCard>

/** Facets of the list, in the order in which they are shown. */
export const FACETS = [
  'zone',
  'owner',
  'theme',
  'rhythm',
  'persons',
  'grade',
  'quality',
  'madeBy',
  'state',
  'kind',
] as const
export type Facet = (typeof FACETS)[number]

/** Lowest accuracy of a dataset, as a band; thresholds in hundredths of a per cent. */
export const QUALITY_BANDS = { '9990': 9_990, '9960': 9_960, '9900': 9_900, '9000': 9_000 } as const
const Band = z.enum(Object.keys(QUALITY_BANDS) as [keyof typeof QUALITY_BANDS])

/** Several values of one filter stand with commas between them: any of them fits. */
const several = <S extends z.ZodType<string, string>>(one: S) =>
  z
    .string()
    .max(2_000)
    .transform((text) => [...new Set(text.split(',').filter((part) => part !== ''))])
    .pipe(z.array(one).max(50))
    .optional()

export const SearchQuery = Page.extend({
  text: z.string().trim().max(200).optional(),
  zone: several(z.uuid()),
  owner: several(z.uuid()),
  theme: several(Theme),
  rhythm: several(Rhythm),
  persons: several(z.enum(['true', 'false'])),
  grade: several(z.string().max(40)),
  /** At least this accuracy. */
  quality: several(Band),
  madeBy: several(z.enum(MADE_BY)),
  state: several(z.enum(['active', 'withdrawn'])),
  kind: several(z.enum(['dataset', 'external'])),
  /** `false` leaves the counts out. */
  facets: z.enum(['true', 'false']).default('true'),
})
export type SearchQuery = z.output<typeof SearchQuery>
export type SearchInput = Partial<Omit<SearchQuery, 'offset' | 'limit'>> & { offset: number; limit: number }

/** From–to in characters (UTF-16) of a text. */
const Marks = z.array(z.tuple([z.int(), z.int()]))

export const SearchHit = z.object({
  id: z.uuid(),
  kind: z.enum(['dataset', 'external']),
  external: z.boolean(),
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  description: z.string(),
  keywords: z.array(z.string()),
  participantId: z.uuid(),
  zoneId: z.uuid().nullable(),
  state: z.string(),
  theme: z.enum(THEME_CODES).nullable().catch(null),
  rhythm: z.enum(RHYTHMS).nullable().catch(null),
  persons: z.boolean().nullable(),
  madeBy: z.string().nullable(),
  grade: z.string().nullable(),
  quality: z.int().nullable(),
  rows: z.int().nullable(),
  insuredCount: z.int().nullable(),
  version: z.int().nullable(),
  publisher: z.string().nullable(),
  sourceUrl: z.string().nullable(),
  updatedAt: z.int(),
  /** Where the words of the query stand, by field. */
  marks: z.object({
    code: Marks,
    titleZh: Marks,
    titleEn: Marks,
    description: Marks,
  }),
  /** Columns in which words of the query stand, at most five. */
  columns: z.array(z.object({ name: z.string(), titleZh: z.string(), titleEn: z.string() })),
})
export type SearchHit = z.output<typeof SearchHit>

export const FacetCount = z.object({ value: z.string(), count: z.int() })
export const SearchAnswer = z.object({
  items: z.array(SearchHit),
  total: z.int(),
  /** Counts of each facet as if it were not filtered itself; null where they were not asked for. */
  facets: z.record(z.enum(FACETS), z.array(FacetCount)).nullable(),
})
export type SearchAnswer = z.output<typeof SearchAnswer>
