import { sql } from 'kysely'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Page } from '../../../platform/http/index.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import type { Cell, CellView, NotebookBrief, NotebookView } from '../model.ts'
import type { VersionBrief, VersionView } from './model.ts'

export interface NotebookRow {
  readonly id: string
  readonly seat_id: string
  readonly name: string
  readonly version: number
  readonly cells: Cell[]
  readonly changed_by: string
  readonly changed_at: number
}

export const briefOf = (row: NotebookRow): NotebookBrief => ({
  id: row.id,
  seatId: row.seat_id,
  name: row.name,
  version: row.version,
  cells: row.cells.length,
  changedBy: row.changed_by,
  changedAt: row.changed_at,
})

/** A notebook of this seat. @throws XinyuError NOT_FOUND */
export async function notebookRow(db: Db | Tx, seatId: string, notebookId: string): Promise<NotebookRow> {
  const row = await db
    .selectFrom('seat_notebook')
    .selectAll()
    .where('id', '=', notebookId)
    .where('seat_id', '=', seatId)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'notebook' })
  return row
}

export async function listNotebooks(
  db: Db,
  seatId: string,
  page: Page,
): Promise<{ items: NotebookBrief[]; total: number }> {
  const query = db.selectFrom('seat_notebook').where('seat_id', '=', seatId)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const columns = ['id', 'seat_id', 'name', 'version', 'changed_by', 'changed_at'] as const
  const rows = await query
    .select([...columns, sql<number>`jsonb_array_length(cells)`.as('count')])
    .orderBy('created_at')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const items = rows.map((row) => ({ ...briefOf({ ...row, cells: [] }), cells: row.count }))
  return { items, total: count }
}

/** What a cell showed when it last ran. */
export type CellResult = Omit<CellView, 'id' | 'language' | 'source'>

export const NEVER_RAN: CellResult = {
  state: 'idle',
  outputs: [],
  cut: false,
  place: null,
  count: null,
  elapsedMs: null,
  ranBy: null,
  ranAt: null,
  problem: null,
}

export async function resultsOf(db: Db, notebookId: string): Promise<Map<string, CellResult>> {
  const rows = await db.selectFrom('seat_cell').selectAll().where('notebook_id', '=', notebookId).execute()
  return new Map(
    rows.map((row) => [
      row.cell_id,
      {
        state: row.state,
        outputs: row.outputs,
        cut: row.cut,
        place: null,
        count: row.count,
        elapsedMs: row.elapsed_ms,
        ranBy: row.ran_by,
        ranAt: row.ran_at,
        problem: row.problem,
      },
    ]),
  )
}

/** A notebook with what its cells showed; `live` is what waits and runs in this moment. */
export async function notebookView(
  db: Db,
  row: NotebookRow,
  live: ReadonlyMap<string, CellResult>,
): Promise<NotebookView> {
  const results = await resultsOf(db, row.id)
  const cells = row.cells.map((cell) => ({
    ...cell,
    ...(live.get(cell.id) ?? results.get(cell.id) ?? NEVER_RAN),
  }))
  return { ...briefOf(row), cells }
}

export async function listVersions(
  db: Db,
  notebookId: string,
  page: Page,
): Promise<{ items: VersionBrief[]; total: number }> {
  const query = db.selectFrom('seat_notebook_version').where('notebook_id', '=', notebookId)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .select(['version', 'changed_by', 'changed_at', sql<number>`jsonb_array_length(cells)`.as('count')])
    .orderBy('version', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const items = rows.map((row) => ({
    version: row.version,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
    cells: row.count,
  }))
  return { items, total: count }
}

/** @throws XinyuError NOT_FOUND */
export async function versionOf(db: Db | Tx, notebookId: string, version: number): Promise<VersionView> {
  const row = await db
    .selectFrom('seat_notebook_version')
    .select(['version', 'name', 'cells'])
    .where('notebook_id', '=', notebookId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'version' })
  return row
}
