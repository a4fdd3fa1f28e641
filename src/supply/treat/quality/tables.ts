import type { ColumnType, JSONColumnType } from 'kysely'
import type { QualityClass, Rule } from './model.ts'
import type { Binding, RunResult, RunTable } from './run-model.ts'

export interface TreatmentTable {
  id: string
  participant_id: string
  title: string
  /** Tables that are checked, and what they may refer to. */
  tables: JSONColumnType<Binding[]>
  refs: JSONColumnType<Binding[]>
  settings: JSONColumnType<Record<string, number>>
  automatic: boolean
  created_at: number
  updated_at: number
}

export interface ReferenceGrantTable {
  id: string
  dataset_id: string
  participant_id: string
  grantee_id: string
  purpose: string
  granted_by: string | null
  granted_at: number
  withdrawn_at: number | null
}

export interface RulePackVersionTable {
  code: string
  number: number
  title_zh: string
  title_en: string
  settings: JSONColumnType<Record<string, number>>
  rules: JSONColumnType<Rule[]>
  /** Version of the files that it came with; null where it was corrected here. */
  shipped: number | null
  note: string
  created_by: string | null
  created_at: number
}

export interface BodyRuleTable {
  id: string
  participant_id: string
  rule_id: string
  rule: JSONColumnType<Rule>
  created_by: string | null
  created_at: number
  retired_at: number | null
}

export interface QualityRunTable {
  id: string
  treatment_id: string
  participant_id: string
  job_id: string
  tables: JSONColumnType<RunTable[]>
  pack: string
  pack_version: number
  own_rules: number
  result: ColumnType<RunResult | null, string | null, string>
  created_by: string | null
  created_at: number
  finished_at: number | null
}

export interface QualityCountTable {
  run_id: string
  rule_id: string
  class: QualityClass
  table_name: string
  column_name: string
  title_zh: string
  title_en: string
  scanned: number
  dirty: number
  /** Null until a repair of these versions says so. */
  repaired: number | null
  quarantined: number | null
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    treatment: TreatmentTable
    reference_grant: ReferenceGrantTable
    rule_pack_version: RulePackVersionTable
    body_rule: BodyRuleTable
    quality_run: QualityRunTable
    quality_count: QualityCountTable
  }
}
