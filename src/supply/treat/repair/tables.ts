import type { ColumnType, JSONColumnType } from 'kysely'
import type { RepairOutput } from './child/run.ts'
import type { Approval, BaseTable } from './run-model.ts'
import type { Sample } from './results.ts'

export interface RepairRunTable {
  id: string
  treatment_id: string
  participant_id: string
  job_id: string
  /** A preview changes nothing. */
  kind: 'preview' | 'repair'
  /** The versions that it reads; a later run with approvals reads the same. */
  base: JSONColumnType<BaseTable[]>
  approvals: JSONColumnType<Approval[]>
  fix_pack: string
  fix_version: number
  rule_version: number
  result: ColumnType<RepairOutput | null, string | null, string | null>
  /** Table → the version that it made. */
  versions: JSONColumnType<Record<string, string>>
  created_by: string | null
  created_at: number
  finished_at: number | null
}

export interface RepairProposalTable {
  id: string
  run_id: string
  fix: string
  cells: number
  samples: JSONColumnType<(Sample & { table: string; column: string })[]>
  state: 'waiting' | 'approved' | 'rejected'
  reason: string | null
  /** Single cells that were refused although the group was approved. */
  spared: JSONColumnType<Approval['except']>
  decided_by: string | null
  decided_at: number | null
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    repair_run: RepairRunTable
    repair_proposal: RepairProposalTable
  }
}
