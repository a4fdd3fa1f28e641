import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/postgres/index.ts'
import { suite } from '../../crypto/index.ts'
import {
  idAt,
  listPayloadKeys,
  monthBounds,
  type PayloadKey,
  payloadsOf,
  type PayloadVault,
} from '../payload/index.ts'
import { type HoldScope, isMonthDue, type KeepDays } from './rules.ts'
import type { EvidenceDestructionTable, EvidenceHoldTable } from './tables.ts'

/** Holding and destroying take turns: a hold counts for every key that is not yet beyond return. */
const LOCK_KEY = 7_120_453

export const lockRetention = (tx: Tx): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(${LOCK_KEY})`.execute(tx)

export const listHolds = (db: Db): Promise<EvidenceHoldTable[]> =>
  db.selectFrom('evidence_hold').selectAll().orderBy('placed_at', 'desc').execute()

export async function activeHolds(db: Db): Promise<(HoldScope & { id: string })[]> {
  return db
    .selectFrom('evidence_hold')
    .select(['id', 'subject', 'kind'])
    .where('lifted_at', 'is', null)
    .orderBy('id')
    .execute()
}

export const listDestructions = (db: Db, limit: number): Promise<EvidenceDestructionTable[]> =>
  db.selectFrom('evidence_destruction').selectAll().orderBy('asked_at', 'desc').limit(limit).execute()

export const findDestruction = (db: Db, id: string): Promise<EvidenceDestructionTable | undefined> =>
  db.selectFrom('evidence_destruction').selectAll().where('id', '=', id).executeTakeFirst()

/** Keys of whose class and month everything is past its time at the cutoff, oldest first. */
export async function dueKeys(home: string, days: KeepDays, cutoff: number): Promise<PayloadKey[]> {
  return (await listPayloadKeys(home)).filter((key) =>
    isMonthDue(key.class, monthBounds(key.month).to, days, cutoff),
  )
}

/** Payloads are counted up to here; more is told as this number. */
export const MOST_COUNTED = 100_000

/** Payloads under keys that are due and under no hold; for the eye, since a destruction judges each by its entry. */
export async function countDue(db: Db, keys: readonly PayloadKey[]): Promise<number> {
  let left = MOST_COUNTED
  for (const key of keys) {
    if (left <= 0) break
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from (
        select 1 from evidence_payload p left join evidence_outbox o on o.id = p.entry_id
        where ${inMonth(key)} and p.key = ${key.name}
          and not exists (
            select 1 from evidence_hold h where h.lifted_at is null and (
              o.kind = h.kind or starts_with(o.kind, h.kind || '.') or exists (
                select 1 from evidence_term t where t.leaf = o.leaf and t.term in ('s:' || h.subject, 'a:' || h.subject))))
        limit ${left}) as found`.execute(db)
    left -= rows[0]!.n
  }
  return MOST_COUNTED - left
}

/** Rows of a month by their ids, which begin with their time: a walk along the primary key. */
export function inMonth({ month }: PayloadKey, after?: string) {
  const { from, to } = monthBounds(month)
  const lower = after === undefined ? sql`p.entry_id >= ${idAt(from)}` : sql`p.entry_id > ${after}`
  return sql`${lower} and p.entry_id < ${idAt(to)}`
}

/** The ids of a list in order, a page at a time. */
export async function* listedEntries(db: Db, destruction: string): AsyncGenerator<string[]> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select entry_id as id from evidence_destroyed
      where destruction = ${destruction} and entry_id > ${after} order by entry_id limit 10000`.execute(db)
    if (rows.length === 0) return
    yield rows.map(({ id }) => id)
    after = rows.at(-1)!.id
  }
}

/** Digest of the list as the proof carries it: the ids in order, each with a line feed. By the suite in force. */
export async function digestOfList(db: Db, destruction: string): Promise<string> {
  const sum = suite().hash.begin()
  for await (const page of listedEntries(db, destruction)) sum.update(`${page.join('\n')}\n`)
  return sum.digest().toString('hex')
}

/** When the payload of an entry was destroyed, and the leaf of the entry that says so; null where it was not. */
export async function destructionOf(db: Db, entryId: string): Promise<{ at: number; leaf: number } | null> {
  const row = await db
    .selectFrom('evidence_destroyed as d')
    .innerJoin('evidence_destruction as of', 'of.id', 'd.destruction')
    .innerJoin('evidence_outbox as o', 'o.id', 'of.proof_entry')
    .select(['of.ended_at', 'o.leaf'])
    .where('d.entry_id', '=', entryId)
    .executeTakeFirst()
  return row?.ended_at == null || row.leaf === null ? null : { at: row.ended_at, leaf: row.leaf }
}

/**
 * Destructions that the log vouches for: a list counts when an `evidence.destroyed` entry carries its digest, or while
 * the destruction runs that the auditor approved. Rows in a table alone prove nothing.
 */
export async function provenDestructions(
  db: Db,
  vault: PayloadVault,
): Promise<Map<string, { running: boolean }>> {
  const proven = new Map<string, { running: boolean }>()
  const { rows } = await sql<{ id: string; kind: string; entry: string }>`
    select id, kind, entry from evidence_outbox
    where kind in ('evidence.destroyed', 'evidence.destruction_approved') order by seq`.execute(db)
  const payloads = await payloadsOf(
    db,
    vault,
    rows.map(({ id }) => id),
  )
  for (const { id, kind, entry } of rows) {
    const { subject } = JSON.parse(entry) as { subject: { destruction: string } }
    if (kind === 'evidence.destruction_approved') {
      const row = await findDestruction(db, subject.destruction)
      if (row?.state === 'approved' || row?.state === 'running')
        proven.set(subject.destruction, { running: true })
      continue
    }
    const body = payloads.get(id)?.body
    const stated = body && (JSON.parse(body) as { list: { digest: string } }).list.digest
    if (stated === (await digestOfList(db, subject.destruction)))
      proven.set(subject.destruction, { running: false })
  }
  return proven
}
