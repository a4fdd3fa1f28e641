import type { ColumnType, Generated, JSONColumnType, RawBuilder } from 'kysely'
import type { DcatEntry } from './dcat/model.ts'
import type { Entry } from './entry.ts'
import type { ColumnTitles, Origin, ProductTableRef, SourceFile, StoredColumn } from './model.ts'
import type { EntryCard } from './search/model.ts'
import type { ZoneRole, ZoneRules } from './zones/model.ts'

export interface ZoneTable {
  id: string
  code: string
  title_zh: string
  title_en: string
  participant_id: string | null
  description: Generated<string>
  /** As stored: read through \`ZoneRules\`, which fills in what older rows do not say. */
  rules: ColumnType<Partial<ZoneRules>, string | undefined, string>
  created_at: number
}

export interface ZoneMemberTable {
  id: string
  zone_id: string
  kind: 'body' | 'user'
  member_id: string
  role: ZoneRole
  created_at: number
}

export interface DatasetTable {
  id: string
  zone_id: string | null
  participant_id: string
  code: string
  title_zh: string
  title_en: string
  description: string
  insured_column: string | null
  insured_system: string | null
  column_titles: JSONColumnType<ColumnTitles>
  declared: JSONColumnType<Record<string, string>>
  /** As stored: read through \`Entry\`. */
  entry: ColumnType<Partial<Entry>, string | undefined, string>
  state: 'active' | 'withdrawn'
  created_at: number
}

export interface DatasetVersionTable {
  id: string
  dataset_id: string
  number: number
  state: 'landed'
  rows: number
  rejected: number
  bytes: number
  hash: string
  columns: JSONColumnType<StoredColumn[]>
  insured_count: number | null
  insured_generation: number | null
  files: JSONColumnType<string[]>
  source_files: JSONColumnType<SourceFile[]>
  /** The import that made it: an import that is repeated after a kill finds its own version here. */
  import_id: string
  content_hash: string | null
  quarantined: number
  origin: JSONColumnType<Origin>
  created_at: number
}

export interface ProductRowTable {
  id: string
  participant_id: string
  code: string
  title_zh: string
  title_en: string
  summary: string
  tables: JSONColumnType<ProductTableRef[]>
  state: 'draft' | 'published' | 'withdrawn'
  created_at: number
}

export interface ExternalEntryTable {
  id: string
  participant_id: string
  zone_id: string | null
  iri: string
  source_url: string | null
  entry: JSONColumnType<DcatEntry>
  created_at: number
  updated_at: number
}

/** One row an entry of the catalogue, derived. Shaped for counting and finding. */
export interface CatalogSearchTable {
  id: string
  kind: 'dataset' | 'external'
  participant_id: string
  zone_id: string | null
  readers: ZoneRules['readers']
  state: string
  code: string
  theme: string | null
  rhythm: string | null
  persons: boolean | null
  made_by: string | null
  grade: string | null
  /** Lowest accuracy of the eight classes, in hundredths of a per cent. */
  quality: number | null
  updated_at: number
  words: ColumnType<string, RawBuilder<string>, RawBuilder<string>>
  card: JSONColumnType<EntryCard>
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    zone: ZoneTable
    dataset: DatasetTable
    dataset_version: DatasetVersionTable
    product: ProductRowTable
    zone_member: ZoneMemberTable
    external_entry: ExternalEntryTable
    catalog_search: CatalogSearchTable
  }
}
