import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'

const HOUR_MS = 3_600_000
/** The hours before this one that count: with the one that has begun they cover any 24 hours in a row. */
const HOURS_BACK = 24

/**
 * The hour to write to. A clock that was set back, or a night that comes twice, does not open a new day: nothing is
 * written before the last hour that was.
 */
const hourOf = (now: number) => Math.floor(now / HOUR_MS)

/** Rows shown within 24 hours, and a little more: whole hours count. */
export async function viewedOf(
  db: Db | Tx,
  projectIds: readonly string[],
  now: number,
): Promise<Map<string, number>> {
  if (projectIds.length === 0) return new Map()
  const { rows } = await sql<{ project_id: string; rows: number }>`
    select v.project_id, sum(v.rows)::bigint as rows
      from seat_viewed v
      join (select project_id, greatest(max(hour), ${hourOf(now)}::bigint) as hour
              from seat_viewed where project_id = any(${[...projectIds]}::uuid[]) group by project_id) last
        on last.project_id = v.project_id and v.hour >= last.hour - ${HOURS_BACK}::bigint
     group by v.project_id`.execute(db)
  return new Map(rows.map((row) => [row.project_id, row.rows]))
}

/** Fewer than none gives back what was paid ahead; over the end of an hour it is not given back. */
export async function addViewed(db: Db | Tx, projectId: string, rows: number, now: number): Promise<void> {
  if (rows === 0) return
  await sql`
    insert into seat_viewed (project_id, hour, rows)
    select ${projectId}::uuid, greatest(${hourOf(now)}::bigint, coalesce(max(hour), 0)), greatest(0, ${rows}::bigint)
      from seat_viewed where project_id = ${projectId}::uuid
    on conflict (project_id, hour) do update set rows = greatest(0, seat_viewed.rows + ${rows}::bigint)`.execute(
    db,
  )
}

/** Hours that count no more. */
export async function forgetViewed(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('seat_viewed')
    .where('hour', '<', hourOf(now) - 3 * HOURS_BACK)
    .execute()
}
