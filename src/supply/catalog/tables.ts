import type { JSONColumnType } from 'kysely'
import type { ColumnTitles, ProductTableRef, SourceFile, StoredColumn } from './model.ts'

export interface ZoneTable {
  id: string
  code: string
  title_zh: string
  title_en: string
  participant_id: string | null
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

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    zone: ZoneTable
    dataset: DatasetTable
    dataset_version: DatasetVersionTable
    product: ProductRowTable
  }
}
