import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import type { RecordedView } from '../model.ts'
import { plainText, storable } from '../text.ts'
import { type Happened, PAGE_MOST_BYTES, RECORDED_TEXT_MOST } from './model.ts'

/** Adds rows to the recording of one seat, numbered without a gap in the order in which they come to be. */
export async function addRecorded(
  tx: Tx,
  now: number,
  seatId: string,
  rows: readonly Omit<Happened, 'seatId'>[],
): Promise<void> {
  if (rows.length === 0) return
  const of = <K extends keyof (typeof rows)[0]>(key: K) => rows.map((row) => row[key] ?? null)
  const texts = rows.map(({ text }) => plainText(text.slice(0, RECORDED_TEXT_MOST)))
  const outputs = rows.map((row) => JSON.stringify(storable([...(row.outputs ?? [])])))
  const users = [...new Set(rows.flatMap(({ userId }) => userId ?? []))]
  // The row lock is the turn: two who write at once get numbers one after the other, and commit in that order.
  await sql`
    with turn as (
      insert into seat_recording as r (seat_id, last) values (${seatId}::uuid, ${rows.length}::int)
      on conflict (seat_id) do update set last = r.last + ${rows.length}::int returning last
    ), person as (
      insert into seat_person (seat_id, user_id, first_at)
      select ${seatId}::uuid, who, ${now}::bigint from unnest(${users}::uuid[]) who
      on conflict (seat_id, user_id) do nothing
    )
    insert into seat_recorded (seat_id, seq, at, user_id, kind, notebook_id, cell_id, text, outputs, leaf)
    select ${seatId}::uuid, turn.last - ${rows.length}::int + v.place, ${now}::bigint, v.user_id, v.kind,
           v.notebook_id, v.cell_id, v.text, v.outputs::jsonb, v.leaf
      from turn, unnest(${of('userId')}::uuid[], ${of('kind')}::text[], ${of('notebookId')}::uuid[],
        ${of('cellId')}::text[], ${texts}::text[], ${outputs}::text[], ${of('leaf')}::bigint[])
        with ordinality as v (user_id, kind, notebook_id, cell_id, text, outputs, leaf, place)`.execute(tx)
}

/** A part of the recording from a number on, and where the next part begins. */
export async function recordedFrom(
  db: Db,
  seatId: string,
  from: number,
  limit: number,
): Promise<{ items: RecordedView[]; next: number | null }> {
  const rows = await db
    .selectFrom('seat_recorded')
    .selectAll()
    .where('seat_id', '=', seatId)
    .where('seq', '>=', from)
    .orderBy('seq')
    .limit(limit + 1)
    .execute()
  const items: RecordedView[] = []
  let bytes = 0
  for (const row of rows) {
    bytes += JSON.stringify(row.outputs).length
    // One row always comes: it may be large by itself.
    if (items.length === limit || (items.length > 0 && bytes > PAGE_MOST_BYTES))
      return { items, next: row.seq }
    items.push({
      seq: row.seq,
      at: row.at,
      userId: row.user_id,
      kind: row.kind,
      notebookId: row.notebook_id,
      cellId: row.cell_id,
      text: row.text,
      outputs: row.outputs,
      leaf: row.leaf,
    })
  }
  return { items, next: null }
}

/** Everybody who was ever in a seat or did something there; kept longer than the recording. */
export async function peopleOf(db: Db, seatId: string): Promise<string[]> {
  const rows = await db.selectFrom('seat_person').select('user_id').where('seat_id', '=', seatId).execute()
  return rows.map((row) => row.user_id)
}
