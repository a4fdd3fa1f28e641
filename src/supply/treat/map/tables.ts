import type { JSONColumnType } from 'kysely'
import type { MapCounts } from './child/run.ts'
import type { MappingSpec } from './model.ts'

export interface MappingTable {
  id: string
  participant_id: string
  code: string
  title_zh: string
  title_en: string
  created_at: number
}

export interface MappingVersionTable {
  mapping_id: string
  number: number
  note: string
  spec: JSONColumnType<MappingSpec>
  user_id: string | null
  created_at: number
}

export interface MappingRunTable {
  /** Id of the job, and of the import that it lands as. */
  id: string
  mapping_id: string
  number: number
  dataset_id: string
  version_id: string
  /** Rows and cells, by part and column. */
  counts: JSONColumnType<MapCounts>
  created_at: number
}

export interface ElementDifferenceTable {
  participant_id: string
  element: string
  /** The column that is held right. */
  source_dataset: string
  source_table: string
  source_column: string
  other_dataset: string
  other_table: string
  other_column: string
  compared: number
  differ: number
  created_at: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    mapping: MappingTable
    mapping_version: MappingVersionTable
    mapping_run: MappingRunTable
    element_difference: ElementDifferenceTable
  }
}
