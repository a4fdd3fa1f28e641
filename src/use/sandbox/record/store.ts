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
  // The row lock is the turn: two who write at once get numbers one after the other, and commit in that order.
  const { last } = await tx
    .insertInto('seat_recording')
    .values({ seat_id: seatId, last: rows.length })
    .onConflict((conflict) =>
      conflict.column('seat_id').doUpdateSet({ last: sql<number>`seat_recording.last + ${rows.length}` }),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('seat_recorded')
    .values(
      rows.map((row, at) => ({
        seat_id: seatId,
        seq: last - rows.length + 1 + at,
        at: now,
        user_id: row.userId,
        kind: row.kind,
        notebook_id: row.notebookId ?? null,
        cell_id: row.cellId ?? null,
        text: plainText(row.text.slice(0, RECORDED_TEXT_MOST)),
        outputs: JSON.stringify(storable([...(row.outputs ?? [])])),
        leaf: row.leaf,
      })),
    )
    .execute()
  const users = [...new Set(rows.flatMap(({ userId }) => userId ?? []))]
  if (users.length > 0)
    await tx
      .insertInto('seat_person')
      .values(users.map((user_id) => ({ seat_id: seatId, user_id, first_at: now })))
      .onConflict((conflict) => conflict.columns(['seat_id', 'user_id']).doNothing())
      .execute()
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
