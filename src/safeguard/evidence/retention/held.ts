import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/postgres/index.ts'
import type { HoldScope } from './rules.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether any entry, of this log or of an earlier one, is the id, is about it, or was made by it. */
export const isSpokenOf = (db: Db, id: string): Promise<boolean> =>
  holdsTrue(db, [
    sql`select 1 from evidence_term where ${termOf(id)}`,
    sql`select 1 from evidence_archive a where ${archivedAbout(id)}`,
    ...(UUID.test(id) ? [sql`select 1 from evidence_outbox where id = ${id}`] : []),
  ])

/** Whether a hold keeps a payload that is there now. What comes later, or is gone already, it does not hold now. */
export function holdsSomething(db: Db, { subject, kind }: HoldScope): Promise<boolean> {
  const ofLog = sql`select 1 from evidence_outbox o join evidence_payload p on p.entry_id = o.id`
  const ofEarlier = sql`select 1 from evidence_archive a join evidence_payload p on p.entry_id = a.id`
  if (subject === null)
    return holdsTrue(db, [
      sql`${ofLog} where ${kindFits(sql`o.kind`, kind ?? '')}`,
      sql`${ofEarlier} where ${kindFits(sql`a.entry::jsonb ->> 'kind'`, kind ?? '')}`,
    ])
  return holdsTrue(db, [
    sql`${ofLog} join evidence_term t on t.leaf = o.leaf where ${termOf(subject)}`,
    sql`${ofEarlier} where ${archivedAbout(subject)}`,
    ...(UUID.test(subject) ? [sql`select 1 from evidence_payload where entry_id = ${subject}`] : []),
  ])
}

/** One question at a time: the first, by an index, answers nearly always. */
async function holdsTrue(db: Db, questions: readonly RawBuilder<unknown>[]): Promise<boolean> {
  for (const question of questions) {
    const { rows } = await sql<{ yes: boolean }>`select exists (${question}) as yes`.execute(db)
    if (rows[0]!.yes) return true
  }
  return false
}

const termOf = (id: string) => sql`term in (${`s:${id}`}, ${`a:${id}`})`

/** The archive has no terms. The text is looked at first: most entries are not about it. */
const archivedAbout = (id: string) => sql`strpos(a.entry, ${id}) > 0 and (a.id::text = ${id} or exists (
  select 1 from jsonb_each_text(a.entry::jsonb -> 'actor') f where f.value = ${id}) or exists (
  select 1 from jsonb_each_text(a.entry::jsonb -> 'subject') f where f.value = ${id}))`

const kindFits = (of: RawBuilder<unknown>, kind: string) =>
  sql`(${of} = ${kind} or starts_with(${of}, ${`${kind}.`}))`
