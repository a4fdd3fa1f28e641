import { sql } from 'kysely'
import { XinyuError } from '../../../../../kernel/errors/index.ts'
import type { Db } from '../../../../../platform/postgres/tables.ts'
import type { Core } from '../../../../../safeguard/evidence/index.ts'
import type { Batch, Cell, ReadWork, SourceDriver, SourceTable } from '../../source.ts'
import { PushSecret, PushSettings } from './model.ts'

/** Messages that are read at once. */
const AT_ONCE = 4
const DAY_MS = 86_400_000

/**
 * What was pushed, read like any other source: the cursor is the place of the last message. An increment is what came
 * after it; a whole read is everything that came, in its order.
 */
export const pushDriver = ({
  db,
  clock,
}: Pick<Core, 'db' | 'clock'>): SourceDriver<PushSettings, PushSecret> => ({
  kind: 'push',
  settings: PushSettings,
  secret: PushSecret,
  open: async (settings, _secret, _signal, _hosts, about) => ({
    tables: async () =>
      settings.tables.map(({ name, columns, key }) => ({
        name,
        columns: columns.map((column) => ({ name: column, type: 'text' })),
        key,
        watermarks: [],
        rowsApprox: null,
        ordered: true,
      })),
    async *read(work) {
      const sourceId = about?.sourceId ?? null
      if (sourceId === null) return
      await order(db, sourceId, work.table.name)
      const { keepDays } = settings
      if (keepDays !== null) await drop(db, sourceId, work.table.name, clock.now() - keepDays * DAY_MS)
      yield* readPushed(db, sourceId, work)
    },
    // oxlint-disable-next-line require-yield -- what is pushed tells no deletes: `ordered` keeps callers away
    async *keys(table) {
      throw new XinyuError('SOURCE_FAILED', { where: table.name, why: 'pushed tables tell no deletes' })
    },
    // oxlint-disable-next-line require-yield -- the same
    async *rows(table) {
      throw new XinyuError('SOURCE_FAILED', { where: table.name, why: 'pushed tables are not compared' })
    },
    close: async () => {},
  }),
})

/**
 * Gives new batches their places, one process at a time: an id that is committed late would else be passed by
 * (design rule 2). Writes the order of reading only, no fact about the space.
 */
async function order(db: Db, sourceId: string, table: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`push:${sourceId}:${table}`}, 0))`.execute(tx)
    await sql`
      update push_batch b set place = top.place + fresh.n
      from (select coalesce(max(place), 0) as place from push_batch
            where source_id = ${sourceId} and table_name = ${table}) top,
           (select message_id, row_number() over (order by seq) as n from push_batch
            where source_id = ${sourceId} and table_name = ${table} and place is null) fresh
      where b.message_id = fresh.message_id and b.table_name = ${table}`.execute(tx)
  })
}

/** Empties what every feed of the table has landed and whose time is over; a feed of whole reads needs all of it. */
async function drop(db: Db, sourceId: string, table: string, before: number): Promise<void> {
  await sql`
    update push_batch b set body = null
    from push_message m,
         (select min(cursor::bigint) as place from source_feed
          where source_id = ${sourceId} and table_name = ${table}
          having bool_and(mode = 'increment' and cursor is not null)) landed
    where b.source_id = ${sourceId} and b.table_name = ${table} and b.body is not null
      and m.id = b.message_id and m.received_at < ${before} and b.place <= landed.place`.execute(db)
}

/** How far a read is: after `place`, up to `top`, so that one that goes on after a kill ends alike. */
interface Reach {
  readonly place: number
  /** Null: the read is over, or has not begun. */
  readonly top: number | null
}

const writeCursor = ({ place, top }: Reach): string => (top === null ? String(place) : `${place}/${top}`)

function readCursor(cursor: string): Reach {
  const [place = '0', top] = cursor.split('/')
  return { place: Number(place), top: top === undefined ? null : Number(top) }
}

/** Each key once, in its last state: two messages may tell of the same row. */
async function* readPushed(db: Db, sourceId: string, work: ReadWork): AsyncGenerator<Batch> {
  const { table, mode, after } = work
  const from = after === null ? { place: 0, top: null } : readCursor(after)
  if (mode === 'snapshot' && after !== null && from.top === null) return
  const top = from.top ?? (await latest(db, sourceId, table.name))
  const reach = { place: from.place, top }
  const last = table.key.length === 0 ? null : await lastStates(db, sourceId, work, reach)
  for await (const { place, rows } of batches(db, sourceId, work, reach)) {
    const kept =
      last === null ? rows : rows.filter((row, i) => last.get(keyOf(table, row)) === numberOf(place, i))
    yield { rows: kept, cursor: writeCursor({ place, top: place < top ? top : null }) }
  }
  if (top === 0) yield { rows: [], cursor: writeCursor({ place: 0, top: null }) }
}

/** One number for a row of a batch; a message holds fewer rows than this. */
const numberOf = (place: number, row: number): number => place * 1_000_000 + row

async function lastStates(
  db: Db,
  sourceId: string,
  work: ReadWork,
  reach: Reach & { readonly top: number },
): Promise<Map<string, number>> {
  const last = new Map<string, number>()
  for await (const { place, rows } of batches(db, sourceId, work, reach)) {
    for (const [i, row] of rows.entries()) last.set(keyOf(work.table, row), numberOf(place, i))
  }
  return last
}

function keyOf({ key, columns }: SourceTable, row: readonly Cell[]): string {
  const cells = key.map((name) => row[columns.findIndex((column) => column.name === name)] ?? null)
  return cells.length === 1 ? String(cells[0]) : JSON.stringify(cells)
}

async function latest(db: Db, sourceId: string, table: string): Promise<number> {
  const row = await db
    .selectFrom('push_batch')
    .select(({ fn }) => fn.max('place').as('place'))
    .where('source_id', '=', sourceId)
    .where('table_name', '=', table)
    .executeTakeFirst()
  return row?.place ?? 0
}

async function* batches(
  db: Db,
  sourceId: string,
  { table, signal }: ReadWork,
  from: Reach & { readonly top: number },
) {
  let { place } = from
  for (;;) {
    signal.throwIfAborted()
    const found = await db
      .selectFrom('push_batch')
      .select(['place', 'body'])
      .where('source_id', '=', sourceId)
      .where('table_name', '=', table.name)
      .where('place', '>', place)
      .where('place', '<=', from.top)
      .orderBy('place')
      .limit(AT_ONCE)
      .execute()
    if (found.length === 0) return
    const gone = found.filter(({ body }) => body === null).length
    if (gone > 0) throw new XinyuError('PUSH_PURGED', { table: table.name, messages: gone })
    for (const batch of found) {
      place = Number(batch.place)
      yield { place, rows: inOrder(batch.body!, table.columns) }
    }
  }
}

/** Rows with their cells in the order that is wanted: columns may have been added since the message came. */
function inOrder(body: string, wanted: readonly { readonly name: string }[]): Cell[][] {
  const { columns, rows } = JSON.parse(body) as { columns: string[]; rows: Cell[][] }
  const places = wanted.map(({ name }) => columns.indexOf(name))
  return rows.map((row) => places.map((place) => row[place] ?? null))
}
