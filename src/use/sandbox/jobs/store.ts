import type { Selectable } from 'kysely'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Page } from '../../../platform/http/index.ts'
import type { Db } from '../../../platform/postgres/tables.ts'
import type { SeatJobView } from '../model.ts'
import type { SeatJobTable } from './tables.ts'

export type JobRow = Selectable<SeatJobTable>

export const jobView = (row: JobRow, place: number | null): SeatJobView => ({
  id: row.id,
  seatId: row.seat_id,
  script: row.script,
  parameters: row.parameters,
  state: row.state,
  place: row.state === 'waiting' ? place : null,
  progress: row.progress,
  startedBy: row.started_by,
  createdAt: row.created_at,
  endedAt: row.ended_at,
  problem: row.problem,
})

/** A job of this seat. @throws XinyuError NOT_FOUND */
export async function jobRow(db: Db, seatId: string, jobId: string): Promise<JobRow> {
  const row = await db
    .selectFrom('seat_job')
    .selectAll()
    .where('id', '=', jobId)
    .where('seat_id', '=', seatId)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'job' })
  return row
}

export async function listJobs(
  db: Db,
  seatId: string,
  page: Page,
): Promise<{ items: JobRow[]; total: number }> {
  const query = db.selectFrom('seat_job').where('seat_id', '=', seatId)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const items = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { items, total: count }
}

export const linesFrom = (db: Db, jobId: string, from: number, limit: number) =>
  db
    .selectFrom('seat_job_line')
    .select(['number', 'stream', 'line'])
    .where('job_id', '=', jobId)
    .where('number', '>=', from)
    .orderBy('number')
    .limit(limit)
    .execute()
