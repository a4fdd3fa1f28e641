import type { Db } from '../../../platform/postgres/index.ts'
import type { AnchorList } from './model.ts'
import type { EvidenceAnchorTable } from './tables.ts'

export const findAnchor = (db: Db, id: string): Promise<EvidenceAnchorTable | undefined> =>
  db.selectFrom('evidence_anchor').selectAll().where('id', '=', id).executeTakeFirst()

/** The newest anchors, newest first. */
export async function listAnchors(db: Db, limit: number): Promise<AnchorList['items']> {
  const rows = await db
    .selectFrom('evidence_anchor')
    .select(['id', 'driver', 'size', 'asked_at', 'stamped_at', 'authority', 'state', 'problem', 'tried'])
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ asked_at, stamped_at, ...row }) => ({ ...row, at: stamped_at ?? asked_at }))
}

export async function countAnchors(db: Db): Promise<number> {
  const row = await db
    .selectFrom('evidence_anchor')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return row.n
}

export const lastAnchor = (db: Db): Promise<EvidenceAnchorTable | undefined> =>
  db
    .selectFrom('evidence_anchor')
    .selectAll()
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
