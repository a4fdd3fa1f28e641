import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import type { DcatEntry } from '../dcat/model.ts'
import { textOf } from '../dcat/model.ts'
import { Entry } from '../entry.ts'
import type { ColumnTitles, StoredColumn } from '../model.ts'
import { ZoneRules } from '../zones/model.ts'
import type { EntryCard } from './model.ts'
import { vectorOf } from './words.ts'

type Writer = Db | Tx

/** Beyond these a description is not searched: 4,000 characters make 8,000 words already. */
const LONGEST_DESCRIPTION = 2_000

/** Makes the search row of a dataset anew, within the action that changed it. Grade and quality stay. */
export const indexDataset = (db: Writer, id: string): Promise<void> => indexDatasets(db, [id])

/** The same for an entry of another catalogue. */
export const indexExternal = (db: Writer, id: string): Promise<void> => indexExternals(db, [id])

export async function indexDatasets(db: Writer, ids: readonly string[]): Promise<void> {
  const datasets = await db
    .selectFrom('dataset')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  const versions = await db
    .selectFrom('dataset_version')
    .distinctOn('dataset_id')
    .select(['dataset_id', 'number', 'rows', 'insured_count', 'columns', 'origin', 'created_at'])
    .where('dataset_id', 'in', [...ids])
    .orderBy('dataset_id')
    .orderBy('number', 'desc')
    .execute()
  const latest = new Map(versions.map((version) => [version.dataset_id, version]))
  const rows = datasets.map((dataset): IndexRow => {
    const version = latest.get(dataset.id)
    const entry = Entry.parse(dataset.entry)
    return {
      id: dataset.id,
      kind: 'dataset',
      participant_id: dataset.participant_id,
      zone_id: dataset.zone_id,
      state: dataset.state,
      code: dataset.code,
      theme: entry.theme,
      rhythm: entry.rhythm,
      persons: dataset.insured_column !== null,
      made_by: version?.origin.kind ?? null,
      updated_at: version?.created_at ?? dataset.created_at,
      card: {
        titleZh: dataset.title_zh,
        titleEn: dataset.title_en,
        description: dataset.description,
        keywords: entry.keywords,
        columns: namedColumns(version?.columns ?? [], dataset.column_titles),
        rows: version?.rows ?? null,
        insuredCount: version?.insured_count ?? null,
        version: version?.number ?? null,
        publisher: null,
        sourceUrl: null,
      },
      more: entry.spatial,
    }
  })
  await put(db, rows)
}

export async function indexExternals(db: Writer, ids: readonly string[]): Promise<void> {
  const found = await db
    .selectFrom('external_entry')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  const rows = found.map((row): IndexRow => {
    const entry: DcatEntry = row.entry
    return {
      id: row.id,
      kind: 'external',
      participant_id: row.participant_id,
      zone_id: row.zone_id,
      state: entry.status ?? 'active',
      code: entry.identifier ?? '',
      theme: entry.themes.map(({ code }) => code).find((code) => code !== null) ?? null,
      rhythm: entry.rhythm,
      persons: null,
      made_by: null,
      updated_at: row.updated_at,
      card: {
        titleZh: textOf(entry.title, 'zh'),
        titleEn: textOf(entry.title, 'en'),
        description: textOf(entry.description, 'zh'),
        keywords: entry.keywords.map(({ value }) => value),
        columns: [],
        rows: null,
        insuredCount: null,
        version: null,
        publisher: entry.publisher === null ? null : textOf(entry.publisher.name, 'zh'),
        sourceUrl: row.source_url,
      },
      more: [textOf(entry.description, 'en'), ...Object.values(entry.title)],
    }
  })
  await put(db, rows)
}

interface IndexRow {
  readonly id: string
  readonly kind: 'dataset' | 'external'
  readonly participant_id: string
  readonly zone_id: string | null
  readonly state: string
  readonly code: string
  readonly theme: string | null
  readonly rhythm: string | null
  readonly persons: boolean | null
  readonly made_by: string | null
  readonly updated_at: number
  readonly card: EntryCard
  /** Found like the description, but not shown. */
  readonly more: readonly string[]
}

async function put(db: Writer, rows: readonly IndexRow[]): Promise<void> {
  if (rows.length === 0) return
  const readers = await readersOf(
    db,
    rows.flatMap((row) => row.zone_id ?? []),
  )
  const values = rows.map(({ card, more, ...row }) => {
    const words = vectorOf({
      title: [card.titleZh, card.titleEn],
      code: [row.code, ...card.keywords],
      columns: card.columns.flat(),
      description: [card.description.slice(0, LONGEST_DESCRIPTION), card.publisher ?? '', ...more],
    })
    return {
      ...row,
      readers: readers.get(row.zone_id ?? '') ?? ('space' as const),
      words: sql<string>`${words}::tsvector`,
      card: JSON.stringify(card),
    }
  })
  await db
    .insertInto('catalog_search')
    .values(values)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        participant_id: eb.ref('excluded.participant_id'),
        zone_id: eb.ref('excluded.zone_id'),
        readers: eb.ref('excluded.readers'),
        state: eb.ref('excluded.state'),
        code: eb.ref('excluded.code'),
        theme: eb.ref('excluded.theme'),
        rhythm: eb.ref('excluded.rhythm'),
        persons: eb.ref('excluded.persons'),
        made_by: eb.ref('excluded.made_by'),
        updated_at: eb.ref('excluded.updated_at'),
        words: sql<string>`excluded.words`,
        card: sql<string>`excluded.card`,
      })),
    )
    .execute()
}

async function readersOf(db: Writer, zoneIds: readonly string[]): Promise<Map<string, ZoneRules['readers']>> {
  if (zoneIds.length === 0) return new Map()
  const zones = await db
    .selectFrom('zone')
    .select(['id', 'rules'])
    .where('id', 'in', [...new Set(zoneIds)])
    .execute()
  return new Map(zones.map((zone) => [zone.id, ZoneRules.parse(zone.rules).readers]))
}

const namedColumns = (columns: readonly StoredColumn[], titles: ColumnTitles): EntryCard['columns'] =>
  columns.map(({ name }) => [name, titles[name]?.zh ?? '', titles[name]?.en ?? ''])
