import type { ColumnType, JSONColumnType, Kysely, Selectable } from 'kysely'
import type { Actor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import type { Tables } from '../postgres/index.ts'
import type { JobView } from './jobs.ts'

declare module '../postgres/tables.ts' {
  interface Tables {
    job: JobTable
  }
}

/** jsonb: read as a value, written as JSON text. */
type JsonColumn<T> = ColumnType<T, string | null, string | null>

export interface JobTable {
  id: string
  kind: string
  state: JobView['state']
  input: JsonColumn<Json>
  actor: JSONColumnType<Actor>
  owner_participant: string
  owner_user: string | null
  progress: number | null
  message: JsonColumn<JobView['message']>
  result: JsonColumn<Json>
  error: JsonColumn<JobView['error']>
  attempts: ColumnType<number, number | undefined, number>
  cancel_requested: ColumnType<boolean, boolean | undefined, boolean>
  created_at: number
  updated_at: number
}

export type JobRow = Selectable<JobTable>
type Reader = Kysely<Tables>

export const findJob = (db: Reader, id: string): Promise<JobRow | undefined> =>
  db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst()

/** Newest first. */
export function listJobs(
  db: Reader,
  filter: { ownerParticipant?: string; limit?: number },
): Promise<JobRow[]> {
  let query = db.selectFrom('job').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc')
  if (filter.ownerParticipant !== undefined)
    query = query.where('owner_participant', '=', filter.ownerParticipant)
  return query.limit(Math.min(filter.limit ?? 100, 1000)).execute()
}

/** Not ended, oldest first. */
export const openJobs = (db: Reader): Promise<JobRow[]> =>
  db
    .selectFrom('job')
    .selectAll()
    .where('state', 'in', ['queued', 'active'])
    .orderBy('created_at')
    .orderBy('id')
    .execute()

export const viewOf = (row: JobRow): JobView => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  progress: row.progress,
  message: row.message,
  result: row.result,
  error: row.error,
  ownerParticipant: row.owner_participant,
  ownerUser: row.owner_user,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})
