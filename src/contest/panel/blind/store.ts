import type { Selectable } from 'kysely'
import type { Db, Tables, Tx } from '../../../platform/postgres/tables.ts'

export type CopyRow = Selectable<Tables['contest_blind']>
export type FileRow = Selectable<Tables['contest_blind_file']>

export async function copyRow(db: Db | Tx, workId: string): Promise<CopyRow | null> {
  const row = await db
    .selectFrom('contest_blind')
    .selectAll()
    .where('work_id', '=', workId)
    .executeTakeFirst()
  return row ?? null
}

/** Files of several copies, in their order. */
export async function blindFiles(db: Db | Tx, workIds: readonly string[]): Promise<FileRow[]> {
  if (workIds.length === 0) return []
  return db
    .selectFrom('contest_blind_file')
    .selectAll()
    .where('work_id', 'in', [...workIds])
    .orderBy('place')
    .execute()
}
