import type { Selectable } from 'kysely'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db, Tx } from '../../platform/postgres/tables.ts'
import type { FileTable, OpinionTable, RequestTable, RoundTable } from './tables.ts'

export type RequestRow = Selectable<RequestTable>
export type FileRow = Selectable<FileTable>
export type OpinionRow = Selectable<OpinionTable>
export type RoundRow = Selectable<RoundTable>

/** How people call a request: the year in which it was begun, and a number that runs on. */
export const numberOf = ({ seq, created_at }: Pick<RequestRow, 'seq' | 'created_at'>): string =>
  `CY${new Date(created_at).getUTCFullYear()}-${String(seq).padStart(6, '0')}`

/** A request held until the action ends: opinions come one after the other. @throws XinyuError NOT_FOUND */
export async function lockRequest(tx: Tx, id: string): Promise<RequestRow> {
  const row = await tx
    .selectFrom('airlock_request')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'airlock request' })
  return row
}

/** @throws XinyuError NOT_FOUND */
export async function requestRow(db: Db | Tx, id: string): Promise<RequestRow> {
  const row = await db.selectFrom('airlock_request').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'airlock request' })
  return row
}

/** Files of several requests, all submissions. */
export async function filesOf(db: Db | Tx, ids: readonly string[]): Promise<FileRow[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('airlock_file')
    .selectAll()
    .where('request_id', 'in', [...ids])
    .orderBy('path')
    .orderBy('id')
    .execute()
}

/** What is in the request now, and will be in its next submission. */
export const currentFiles = (files: readonly FileRow[]): FileRow[] =>
  files.filter((file) => file.last_round === null)

/** What was looked at in a submission. */
export const filesIn = (files: readonly FileRow[], round: number): FileRow[] =>
  files.filter((file) => file.first_round <= round && (file.last_round === null || file.last_round >= round))

/** @throws XinyuError NOT_FOUND */
export async function fileRow(db: Db | Tx, requestId: string, id: string): Promise<FileRow> {
  const row = await db
    .selectFrom('airlock_file')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'file' })
  return row
}

/** Opinions that count, of several requests. What they say goes nowhere before their round is over. */
export async function opinionsOf(db: Db | Tx, ids: readonly string[]): Promise<OpinionRow[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('airlock_opinion')
    .selectAll()
    .where('request_id', 'in', [...ids])
    .where('void', '=', false)
    .orderBy('round')
    .orderBy('checker_id')
    .execute()
}

export async function roundsOf(db: Db | Tx, ids: readonly string[]): Promise<RoundRow[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('airlock_round')
    .selectAll()
    .where('request_id', 'in', [...ids])
    .orderBy('round')
    .execute()
}
