import type { ColumnType, JSONColumnType } from 'kysely'
import type { FeedMode, FeedOutcome, Said, Schedule, SourceState } from './model.ts'

export interface SourceRowTable {
  id: string
  participant_id: string
  kind: string
  title: string
  settings: JSONColumnType<Record<string, unknown>>
  /** AES-256-GCM; the id of the source is bound in. */
  secret: Buffer
  /** Which key it was encrypted with: the beginning of a hash of it. */
  secret_key: string
  secret_at: number
  state: SourceState
  created_by: string | null
  created_at: number
}

type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>

export interface SourceFeedTable {
  id: string
  source_id: string
  dataset_id: string
  table_name: string
  mode: FeedMode
  key: JSONColumnType<string[]>
  watermark: string | null
  overlap: number
  schedule: JSONColumnType<Schedule>
  deletes_every: number | null
  state: SourceState
  /** Where the next increment goes on; null: the next run reads everything. */
  cursor: string | null
  /** What the last whole read looked like: an equal one makes no version. */
  digest: string | null
  last_version_id: string | null
  last_outcome: JsonOrNull<FeedOutcome>
  last_error: JsonOrNull<Said>
  last_run_at: number | null
  last_deletes_at: number | null
  next_at: number | null
  failures: number
  job_id: string | null
  /** The job whose result stands here: repeated after a kill it has nothing left to do. */
  settled_job: string | null
  created_at: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    source: SourceRowTable
    source_feed: SourceFeedTable
  }
}
