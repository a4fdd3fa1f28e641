import type { Db } from '../../../platform/postgres/index.ts'
import type { AnchorList } from './model.ts'
import type { EvidenceAnchorTable } from './tables.ts'

export const findAnchor = (db: Db, id: string): Promise<EvidenceAnchorTable | undefined> =>
  db.selectFrom('evidence_anchor').selectAll().where('id', '=', id).executeTakeFirst()

/** Anchors, newest first; of one checkpoint where its size is given. */
export async function listAnchors(
  db: Db,
  { offset, limit, size }: { offset: number; limit: number; size?: number | undefined },
): Promise<AnchorList['items']> {
  const rows = await db
    .selectFrom('evidence_anchor')
    .select(['id', 'driver', 'size', 'asked_at', 'stamped_at', 'authority', 'state', 'problem', 'tried'])
    .$if(size !== undefined, (query) => query.where('size', '=', size!))
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
  return rows.map(({ asked_at, stamped_at, ...row }) => ({ ...row, at: stamped_at ?? asked_at }))
}

export async function countAnchors(db: Db, size?: number): Promise<number> {
  const row = await db
    .selectFrom('evidence_anchor')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .$if(size !== undefined, (query) => query.where('size', '=', size!))
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
