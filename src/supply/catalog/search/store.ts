import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { eyesOf, type Eyes, visibleRow } from '../visible.ts'
import { markerOf, type Marks } from './highlight.ts'
import {
  type EntryCard,
  type Facet,
  FACETS,
  QUALITY_BANDS,
  type SearchAnswer,
  type SearchHit,
  type SearchInput,
} from './model.ts'
import { askedOf } from './tokens.ts'
import { queryOf, type Tier } from './words.ts'

type Condition = RawBuilder<boolean>

/** Column of each facet; quality is counted in bands. */
const DIMENSIONS = {
  zone: 'zone_id',
  owner: 'participant_id',
  theme: 'theme',
  rhythm: 'rhythm',
  persons: 'persons',
  grade: 'grade',
  madeBy: 'made_by',
  state: 'state',
  kind: 'kind',
} as const satisfies Partial<Record<Facet, string>>
const PLAIN = Object.keys(DIMENSIONS) as (keyof typeof DIMENSIONS)[]

/** So many values of a facet are shown, the most frequent first. */
const MOST_VALUES = 60

/**
 * Finds entries of the catalogue that the actor may read: all words of the text, all filters; titles before codes before
 * columns before descriptions, then the newest. One statement, so that a search is one answer of one moment.
 */
export async function searchCatalog(
  core: Core,
  actor: Actor | null,
  input: SearchInput,
): Promise<SearchAnswer> {
  const eyes = await eyesOf(core, actor)
  const text = input.text ?? ''
  if (text !== '' && askedOf(text).length === 0) return { items: [], total: 0, facets: nothing(input) }
  const mark = markerOf(text)
  const { items, total, facets } = await answerOf(core, statement(eyes, input, text), text !== '')
  return {
    items: (items ?? []).map((row) => hitOf(row, mark)),
    total,
    facets: input.facets === 'false' ? null : facetsOf(facets ?? []),
  }
}

interface Answer {
  readonly items: HitRow[] | null
  readonly total: number
  readonly facets: readonly FacetRow[] | null
}
type FacetRow = readonly [facet: Facet, value: string | null, count: number]

/**
 * Words are read through their index always: a scan would fetch and unpack the words of every entry to look at them,
 * which costs a hundred times as much, and the planner knows nothing of it.
 */
async function answerOf(core: Core, asked: RawBuilder<Answer>, byWords: boolean): Promise<Answer> {
  if (!byWords) return (await asked.execute(core.db)).rows[0]!
  return core.db.transaction().execute(async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx)
    return (await asked.execute(tx)).rows[0]!
  })
}

/** What is counted: left out where nobody asked, since it is most of the work where nearly everything fits. */
const COUNTED = sql`s.zone_id, s.participant_id, s.theme, s.rhythm, s.persons, s.grade, s.quality, s.made_by, s.state, s.kind`

function statement(eyes: Eyes, input: SearchInput, text: string): RawBuilder<Answer> {
  const filters = filtersOf(input)
  // A facet is counted without its own filter; where none is counted, what a filter leaves out is not fetched at all.
  const counting = input.facets !== 'false'
  const flags = counting
    ? [...filters].map(([facet, condition]) => sql`${condition} as ${sql.ref(`f_${facet}`)}`)
    : []
  const strict = counting ? [] : [...filters.values()].map((condition) => sql`and ${condition}`)
  const all = allOf(counting ? [...filters.keys()] : [])
  const asked = askedOf(text)
  return sql<Answer>`
    with hit as materialized (
      select s.id, s.updated_at, s.code ${counting ? sql`, ${COUNTED}` : sql``}
        ${flags.length === 0 ? sql`` : sql`, ${sql.join(flags)}`}
      from catalog_search s
      where ${visibleRow(eyes, 's')} ${text === '' ? sql`` : sql`and s.words @@ ${queryOf(asked, 3)}::tsquery`}
        ${strict.length === 0 ? sql`` : sql.join(strict, sql` `)}
    ),
    page as materialized (${page(input, text, all)})
    select
      (select json_agg(json_build_object(
          'id', s.id, 'kind', s.kind, 'participantId', s.participant_id, 'zoneId', s.zone_id, 'state', s.state,
          'code', s.code, 'theme', s.theme, 'rhythm', s.rhythm, 'persons', s.persons, 'madeBy', s.made_by,
          'grade', s.grade, 'quality', s.quality, 'updatedAt', s.updated_at, 'card', s.card)
          order by page.rank, page.place)
        from page join catalog_search s on s.id = page.id) as items,
      (select count(*) from hit where ${all}) as total,
      ${counting ? counts(filters) : sql`null`} as facets`
}

/** Ranks are worked through one after the other, and none more is asked for when the page is full. */
function page({ offset, limit }: SearchInput, text: string, all: Condition): RawBuilder<unknown> {
  const most = offset + limit
  const ranked = (rank: number, fits: Condition) => sql`
    (select id, ${sql.lit(rank)} as rank, row_number() over () as place from (
      select id from hit where ${all} and ${fits} order by updated_at desc, id limit ${most}) best)`
  if (text === '') return sql`${ranked(0, sql<boolean>`true`)} offset ${offset}`
  const asked = askedOf(text)
  const code = text.toLowerCase()
  const within = (tier: Tier) =>
    sql`(select id from catalog_search where words @@ ${queryOf(asked, tier)}::tsquery)`
  const parts = [
    ranked(0, sql<boolean>`code = ${code}`),
    ranked(1, sql<boolean>`code <> ${code} and id in ${within(0)}`),
    ranked(2, sql<boolean>`code <> ${code} and id in ${within(1)} and id not in ${within(0)}`),
    ranked(3, sql<boolean>`code <> ${code} and id in ${within(2)} and id not in ${within(1)}`),
    ranked(4, sql<boolean>`code <> ${code} and id not in ${within(2)}`),
  ]
  return sql`select * from (${sql.join(parts, sql` union all `)}) ranks limit ${limit} offset ${offset}`
}

function filtersOf(input: SearchInput): Map<Facet, Condition> {
  const filters = new Map<Facet, Condition>()
  for (const facet of PLAIN) {
    const wanted = input[facet]
    if (wanted && wanted.length > 0)
      filters.set(
        facet,
        sql<boolean>`(s.${sql.ref(DIMENSIONS[facet])}::text = any(${[...wanted]}::text[])) is true`,
      )
  }
  const bands = (input.quality ?? []).map((band) => QUALITY_BANDS[band])
  if (bands.length > 0) filters.set('quality', sql<boolean>`(s.quality >= ${Math.min(...bands)}) is true`)
  return filters
}

const allOf = (facets: readonly Facet[]): Condition =>
  facets.length === 0
    ? sql<boolean>`true`
    : sql<boolean>`${sql.join(
        facets.map((facet) => sql.ref(`f_${facet}`)),
        sql` and `,
      )}`

/** Each facet is counted with all filters but its own; those without a filter are counted in one pass. */
function counts(filters: ReadonlyMap<Facet, Condition>): RawBuilder<unknown> {
  const set = [...filters.keys()]
  const free = PLAIN.filter((facet) => !filters.has(facet))
  const columns = free.map((facet) => sql.ref(DIMENSIONS[facet]))
  const parts: RawBuilder<unknown>[] = []
  if (free.length > 0) {
    const which = free.map((facet, at) => sql`when ${sql.lit(mask(free.length, at))} then ${sql.lit(facet)}`)
    const value = columns.map((column) => sql`${column}::text`)
    parts.push(sql`select case grouping(${sql.join(columns)}) ${sql.join(which, sql` `)} end as facet,
      coalesce(${sql.join(value)}) as value, count(*) as n
      from hit where ${allOf(set)} group by grouping sets (${sql.join(columns.map((column) => sql`(${column})`))})`)
  }
  for (const facet of set) {
    if (facet === 'quality') continue
    const column = sql.ref(DIMENSIONS[facet])
    const others = set.filter((other) => other !== facet)
    parts.push(sql`select ${sql.lit(facet)} as facet, ${column}::text as value, count(*) as n
      from hit where ${allOf(others)} group by ${column}`)
  }
  const others = set.filter((other) => other !== 'quality')
  const bands = Object.entries(QUALITY_BANDS).map(
    ([band, least]) => sql`(${sql.lit(band)}, ${sql.lit(least)})`,
  )
  parts.push(sql`select 'quality' as facet, band.code as value, count(*) as n
    from hit join (values ${sql.join(bands)}) as band (code, least) on hit.quality >= band.least
    where ${allOf(others)} group by band.code`)
  return sql`(select json_agg(json_build_array(facet, value, n)) from (${sql.join(parts, sql` union all `)}) counted
    where value is not null)`
}

/** `grouping()` has a 0 bit where a column is grouped by, the first column in the highest place. */
const mask = (columns: number, at: number): number => (1 << columns) - 1 - (1 << (columns - 1 - at))

function facetsOf(rows: readonly FacetRow[]): Record<Facet, { value: string; count: number }[]> {
  const facets = nothingCounted()
  for (const [facet, value, count] of rows) if (value !== null) facets[facet].push({ value, count })
  for (const facet of FACETS) {
    facets[facet].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    facets[facet].splice(MOST_VALUES)
  }
  return facets
}

const nothingCounted = () =>
  Object.fromEntries(FACETS.map((facet) => [facet, []])) as unknown as Record<
    Facet,
    { value: string; count: number }[]
  >
const nothing = (input: SearchInput) => (input.facets === 'false' ? null : nothingCounted())

interface HitRow {
  readonly id: string
  readonly kind: 'dataset' | 'external'
  readonly participantId: string
  readonly zoneId: string | null
  readonly state: string
  readonly code: string
  readonly theme: SearchHit['theme']
  readonly rhythm: SearchHit['rhythm']
  readonly persons: boolean | null
  readonly madeBy: string | null
  readonly grade: string | null
  readonly quality: number | null
  readonly updatedAt: number
  readonly card: EntryCard
}

const MOST_COLUMNS = 5

function hitOf({ card, ...row }: HitRow, mark: (text: string) => Marks): SearchHit {
  const { columns, ...shown } = card
  const marked: SearchHit['columns'] = []
  for (const [name, titleZh, titleEn] of columns) {
    if (marked.length === MOST_COLUMNS) break
    if ([name, titleZh, titleEn].some((text) => mark(text).length > 0))
      marked.push({ name, titleZh, titleEn })
  }
  return {
    ...row,
    ...shown,
    external: row.kind === 'external',
    marks: {
      code: mark(row.code),
      titleZh: mark(card.titleZh),
      titleEn: mark(card.titleEn),
      description: mark(card.description),
    },
    columns: marked,
  }
}
