import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres/index.ts'
import { hex, parseCheckpoint, parseNote } from '../verifier/index.ts'
import type { EvidenceCheckpointTable, EvidenceWitnessTable } from './tables.ts'

const HOUR_MS = 3_600_000

export interface KeptCheckpoint {
  readonly size: number
  readonly note: string
  readonly at: number
  readonly witnessed: boolean
}

const isKept = sql`(evidence_checkpoint.witnessed and not excluded.witnessed
  and evidence_checkpoint.root = excluded.root)`

/** Keeps a checkpoint, or what came to one that is kept: cosignatures are added, never lost. */
export async function keepCheckpoint(db: Db, { size, note, at, witnessed }: KeptCheckpoint): Promise<void> {
  const parsed = parseNote(note)
  const checkpoint = typeof parsed === 'string' ? null : parseCheckpoint(parsed.text)
  if (!checkpoint) return
  const row: EvidenceCheckpointTable = {
    size,
    root: hex(checkpoint.root),
    sm3_root: checkpoint.sm3Root ? hex(checkpoint.sm3Root) : null,
    at,
    witnessed,
    note,
  }
  await db
    .insertInto('evidence_checkpoint')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('size').doUpdateSet({
        // What a change of keys signs anew at the same size does not take the place of what is witnessed; what a
        // restore that began anew signs at this size does.
        note: sql`case when ${isKept} then evidence_checkpoint.note else excluded.note end`,
        root: sql`excluded.root`,
        sm3_root: sql`excluded.sm3_root`,
        at: sql`case when evidence_checkpoint.root = excluded.root then evidence_checkpoint.at else excluded.at end`,
        witnessed: sql`excluded.witnessed or ${isKept}`,
      }),
    )
    .execute()
}

/** Of checkpoints made before `before` the last of each hour stays. Returns how many went. */
export async function thinCheckpoints(db: Db, before: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('evidence_checkpoint as c')
    .where('c.at', '<', before)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('evidence_checkpoint as later')
          .select(sql`1`.as('one'))
          .where('later.at', '>=', eb.ref('c.at'))
          .where(sql<boolean>`later.at / ${HOUR_MS} = c.at / ${HOUR_MS}`)
          .whereRef('later.size', '>', 'c.size')
          .where(sql<boolean>`later.at < (c.at / ${HOUR_MS} + 1) * ${HOUR_MS}`),
      ),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** The newest that reached the quorum. */
export const lastWitnessed = (db: Db): Promise<EvidenceCheckpointTable | undefined> =>
  db
    .selectFrom('evidence_checkpoint')
    .selectAll()
    .where('witnessed', '=', true)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()

export const checkpointAt = (db: Db, size: number): Promise<EvidenceCheckpointTable | undefined> =>
  db.selectFrom('evidence_checkpoint').selectAll().where('size', '=', size).executeTakeFirst()

/** Newest first: below a size, made at or before a time. */
export const listCheckpoints = (
  db: Db,
  { before, until, limit }: { before?: number | undefined; until?: number | undefined; limit: number },
): Promise<EvidenceCheckpointTable[]> =>
  db
    .selectFrom('evidence_checkpoint')
    .selectAll()
    .$if(before !== undefined, (query) => query.where('size', '<', before!))
    .$if(until !== undefined, (query) => query.where('at', '<=', until!))
    .orderBy('size', 'desc')
    .limit(limit)
    .execute()

export const countCheckpoints = async (db: Db): Promise<number> =>
  (
    await db
      .selectFrom('evidence_checkpoint')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n

/** Time stamps of outsiders on checkpoints of these sizes. */
export const anchorsOf = (db: Db, sizes: readonly number[]) =>
  sizes.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('evidence_anchor')
        .select(['size', 'driver', 'stamped_at', 'authority'])
        .where('size', 'in', sizes)
        .where('state', '=', 'stamped')
        .orderBy('stamped_at')
        .execute()

export const knownWitnesses = (db: Db): Promise<EvidenceWitnessTable[]> =>
  db.selectFrom('evidence_witness').selectAll().execute()

export async function keepWitness(db: Db, row: EvidenceWitnessTable): Promise<void> {
  const { vkey: _vkey, ...rest } = row
  await db
    .insertInto('evidence_witness')
    .values(row)
    .onConflict((conflict) => conflict.column('vkey').doUpdateSet(rest))
    .execute()
}
