import type { Selectable } from 'kysely'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Db, Tables, Tx } from '../../../platform/postgres/tables.ts'
import type { FileView } from './model.ts'

export type FileRow = Selectable<Tables['contest_file']>

/** A file of a team. @throws XinyuError NOT_FOUND */
export async function fileOfTeam(db: Db | Tx, id: string, teamIds: readonly string[]): Promise<FileRow> {
  const row =
    teamIds.length === 0
      ? undefined
      : await db
          .selectFrom('contest_file')
          .selectAll()
          .where('id', '=', id)
          .where('team_id', 'in', [...teamIds])
          .where('detached', '=', false)
          .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'file' })
  return row
}

/** Files of a draft, in the order in which they came. */
export const filesOfDraft = (db: Db | Tx, teamId: string, round: string): Promise<FileRow[]> =>
  db
    .selectFrom('contest_file')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('round', '=', round)
    .where('detached', '=', false)
    .orderBy('created_at')
    .orderBy('id')
    .execute()

/** Bytes that a team uses for a round, what it handed in before included. */
export async function usedBytes(db: Db | Tx, teamId: string, round: string): Promise<number> {
  const row = await db
    .selectFrom('contest_file')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<string | number>('bytes'), eb.lit(0)).as('bytes'))
    .where('team_id', '=', teamId)
    .where('round', '=', round)
    .where('state', '<>', 'refused')
    .executeTakeFirstOrThrow()
  return Number(row.bytes)
}

export const viewOfFile = (row: FileRow): FileView => ({
  id: row.id,
  field: row.field,
  name: row.name,
  bytes: row.bytes,
  digest: row.digest,
  type: row.type,
  state: row.state,
  refusal: row.refusal,
  check: row.checked,
  virus: row.virus,
  received: row.received,
  createdAt: row.created_at,
})
