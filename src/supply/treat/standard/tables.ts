import type { JSONColumnType } from 'kysely'
import type { DictionaryCode } from './model.ts'

export interface DictionaryVersionTable {
  code: string
  number: number
  title_zh: string
  title_en: string
  basis: string
  codes: JSONColumnType<DictionaryCode[]>
  /** Version of the shipped file that it is; null where somebody of the operator made it. */
  shipped: number | null
  note: string
  /** User who added it; null for the space itself. */
  user_id: string | null
  created_at: number
}

export interface DataElementTable {
  code: string
  title_zh: string
  title_en: string
  definition_zh: string
  definition_en: string
  type: string
  standard: string
  /** National table and column that is the one source, and the body that keeps it; null while nobody decided. */
  source_table: string | null
  source_column: string | null
  source_participant: string | null
  decided_by: string | null
  decided_at: number | null
  updated_at: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    dictionary_version: DictionaryVersionTable
    data_element: DataElementTable
  }
}
