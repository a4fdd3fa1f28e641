import { sql } from 'kysely'
import type { UserActor } from '../../../kernel/actor.ts'
import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import type { Cell, NotebookBrief, SaveNotebook } from '../model.ts'
import { plainText } from '../text.ts'
import { NOTEBOOKS_MOST, VERSIONS_MOST, VERSIONS_MOST_BYTES } from './model.ts'
import { briefOf, type NotebookRow, notebookRow, versionOf } from './store.ts'

/** @throws XinyuError NOTEBOOK_MOST, NOTEBOOK_CELLS */
export async function createNotebook(
  core: Core,
  actor: UserActor,
  seat: { readonly id: string; readonly consumerId: string },
  made: {
    readonly name: string
    readonly cells: readonly Cell[]
    readonly from: 'new' | 'starter' | 'ipynb'
  },
): Promise<NotebookBrief> {
  const cells = checked(made.cells)
  const acted = await act(core, actor, async (scope) => {
    const { tx, now, id, note } = scope
    await mustHaveRoom(tx, seat.id)
    const row = {
      id: id(),
      seat_id: seat.id,
      name: plainText(made.name),
      version: 1,
      cells,
      changed_by: actor.userId,
    }
    await tx
      .insertInto('seat_notebook')
      .values({ ...row, cells: JSON.stringify(cells), changed_at: now, created_at: now })
      .execute()
    await keepVersion(scope, { ...row, changed_at: now })
    note({
      kind: 'notebook.made',
      subject: subjectOf(row.id, seat),
      payload: { from: made.from, ...told(cells) },
    })
    return { ...row, changed_at: now }
  })
  return briefOf(acted.value)
}

/**
 * Saves the whole on top of the version that the editor began from. Nothing is merged: where a colleague was faster,
 * the editor hears of it. @throws XinyuError NOT_FOUND, NOTEBOOK_CHANGED, NOTEBOOK_CELLS
 */
export async function saveNotebook(
  core: Core,
  actor: UserActor,
  seat: { readonly id: string; readonly consumerId: string },
  notebookId: string,
  value: SaveNotebook,
): Promise<NotebookBrief> {
  const cells = checked(value.cells)
  const name = plainText(value.name)
  const before = await notebookRow(core.db, seat.id, notebookId)
  // An editor that saves by the clock says nothing new most of the time.
  if (
    before.version === value.version &&
    before.name === name &&
    canonical(before.cells) === canonical(cells)
  )
    return briefOf(before)
  return change(core, actor, seat, notebookId, value.version, 'notebook.saved', async () => ({ name, cells }))
}

/** Makes an old version the newest. @throws XinyuError NOT_FOUND */
export async function restoreNotebook(
  core: Core,
  actor: UserActor,
  seat: { readonly id: string; readonly consumerId: string },
  notebookId: string,
  version: number,
): Promise<NotebookBrief> {
  return change(core, actor, seat, notebookId, null, 'notebook.restored', (tx) =>
    versionOf(tx, notebookId, version),
  )
}

/** Takes a notebook away with its outputs and versions; the recording keeps what happened. @throws XinyuError NOT_FOUND */
export async function removeNotebook(
  core: Core,
  actor: UserActor,
  seat: { readonly id: string; readonly consumerId: string },
  notebookId: string,
): Promise<NotebookBrief> {
  const acted = await act(core, actor, async ({ tx, note }) => {
    const row = await notebookRow(tx, seat.id, notebookId)
    await tx.deleteFrom('seat_notebook').where('id', '=', notebookId).execute()
    note({ kind: 'notebook.removed', subject: subjectOf(notebookId, seat), payload: told(row.cells) })
    return row
  })
  return briefOf(acted.value)
}

async function change(
  core: Core,
  actor: UserActor,
  seat: { readonly id: string; readonly consumerId: string },
  notebookId: string,
  onto: number | null,
  kind: 'notebook.saved' | 'notebook.restored',
  next: (tx: Tx) => Promise<{ readonly name: string; readonly cells: Cell[] }>,
): Promise<NotebookBrief> {
  const acted = await act(core, actor, async (scope) => {
    const { tx, now, note } = scope
    await sql`select 1 from seat_notebook where id = ${notebookId}::uuid for update`.execute(tx)
    const row = await notebookRow(tx, seat.id, notebookId)
    if (onto !== null && row.version !== onto)
      throw new XinyuError(
        'NOTEBOOK_CHANGED',
        { version: row.version },
        { detail: { version: row.version, changedBy: row.changed_by } },
      )
    const { name, cells } = await next(tx)
    const after = { ...row, name, cells, version: row.version + 1, changed_by: actor.userId, changed_at: now }
    await tx
      .updateTable('seat_notebook')
      .set({
        name,
        cells: JSON.stringify(cells),
        version: after.version,
        changed_by: actor.userId,
        changed_at: now,
      })
      .where('id', '=', notebookId)
      .execute()
    await keepVersion(scope, after)
    await forgetCells(tx, notebookId, cells)
    note({ kind, subject: subjectOf(notebookId, seat), payload: { version: after.version, ...told(cells) } })
    return after
  })
  return briefOf(acted.value)
}

/** What cells showed that are no longer in the notebook. */
async function forgetCells(tx: Tx, notebookId: string, cells: readonly Cell[]): Promise<void> {
  let query = tx.deleteFrom('seat_cell').where('notebook_id', '=', notebookId)
  if (cells.length > 0)
    query = query.where(
      'cell_id',
      'not in',
      cells.map(({ id }) => id),
    )
  await query.execute()
}

/** The history is bounded by number and by size: the oldest go. */
async function keepVersion({ tx }: ActionScope, row: NotebookRow): Promise<void> {
  const cells = JSON.stringify(row.cells)
  await tx
    .insertInto('seat_notebook_version')
    .values({
      notebook_id: row.id,
      version: row.version,
      name: row.name,
      cells,
      bytes: Buffer.byteLength(cells),
      changed_by: row.changed_by,
      changed_at: row.changed_at,
    })
    .execute()
  await sql`
    delete from seat_notebook_version v using (
      select version, row_number() over newest as place, sum(bytes) over newest as bytes
        from seat_notebook_version where notebook_id = ${row.id}::uuid
      window newest as (order by version desc)
    ) old
    where v.notebook_id = ${row.id}::uuid and v.version = old.version and old.place > 1
      and (old.place > ${VERSIONS_MOST} or old.bytes > ${VERSIONS_MOST_BYTES})`.execute(tx)
}

async function mustHaveRoom(tx: Tx, seatId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`seat_notebook:${seatId}`}, 0))`.execute(tx)
  const { count } = await tx
    .selectFrom('seat_notebook')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('seat_id', '=', seatId)
    .executeTakeFirstOrThrow()
  if (count >= NOTEBOOKS_MOST) throw new XinyuError('NOTEBOOK_MOST', { most: NOTEBOOKS_MOST })
}

function checked(cells: readonly Cell[]): Cell[] {
  const seen = new Set<string>()
  for (const { id } of cells) {
    if (seen.has(id)) throw new XinyuError('NOTEBOOK_CELLS', { cell: id })
    seen.add(id)
  }
  return cells.map((cell) => ({ ...cell, source: plainText(cell.source) }))
}

const subjectOf = (notebook: string, seat: { readonly id: string; readonly consumerId: string }) => ({
  notebook,
  seat: seat.id,
  consumer: seat.consumerId,
})

/** The text may hold anything that a person typed: the log keeps its hash. */
const told = (cells: readonly Cell[]) => ({
  cells: cells.length,
  digest: digestOf(canonical(cells)),
})
