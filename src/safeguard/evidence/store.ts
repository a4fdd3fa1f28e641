import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/postgres/index.ts'

/** One entry as the index knows it. */
export interface EntryRow {
  readonly leaf: number
  readonly entry: string
}

export interface EntryFilter {
  readonly kind?: string | undefined
  readonly subject?: string | undefined
  /** User, body or part of the system that acted. */
  readonly actor?: string | undefined
  /** ms since 1970, inclusive. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Only entries before this leaf: the next page. */
  readonly before?: number | undefined
  /** Only entries of this body: it acted, or it is a subject. */
  readonly own?: string | undefined
}

/** Lists count up to here; more is told as "more". */
export const MOST_COUNTED = 10_000

/** The newest entries that fit, newest first. */
export async function listEntries(db: Db, filter: EntryFilter, limit: number): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select e.leaf, e.entry from (${leaves(filter, limit)}) as found join evidence_outbox e on e.leaf = found.leaf
    order by found.leaf desc`.execute(db)
  return rows
}

/** How many fit, counted up to MOST_COUNTED + 1. */
export async function countEntries(db: Db, filter: EntryFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (${leaves({ ...filter, before: undefined }, MOST_COUNTED + 1)}) as found`.execute(
    db,
  )
  return rows[0]!.n
}

/** Entries about one id, in the order of the log. */
export async function entriesAbout(
  db: Db,
  subject: string,
  options: { own?: string | undefined; after: number; limit: number },
): Promise<EntryRow[]> {
  const own = options.own === undefined ? sql`` : sql`and ${mentions('t.leaf', ownTerms(options.own))}`
  const { rows } = await sql<EntryRow>`
    select e.leaf, e.entry from evidence_term t join evidence_outbox e on e.leaf = t.leaf
    where t.term = ${`s:${subject}`} and t.leaf > ${options.after} ${own}
    order by t.leaf limit ${options.limit}`.execute(db)
  return rows
}

/** Kinds and leaves of the entries about each of these ids. */
export async function leavesAbout(
  db: Db,
  subjects: readonly string[],
): Promise<{ subject: string; kind: string; leaf: number }[]> {
  if (subjects.length === 0) return []
  const { rows } = await sql<{ subject: string; kind: string; leaf: number }>`
    select substr(t.term, 3) as subject, e.kind, e.leaf
    from evidence_term t join evidence_outbox e on e.leaf = t.leaf
    where t.term = any(${subjects.map((one) => `s:${one}`)}::text[]) order by e.leaf`.execute(db)
  return rows
}

export async function findLeaf(db: Db, id: string): Promise<number | null> {
  const row = await db.selectFrom('evidence_outbox').select('leaf').where('id', '=', id).executeTakeFirst()
  return row?.leaf ?? null
}

const ownTerms = (body: string) => [`s:${body}`, `a:${body}`]

const mentions = (leaf: string, terms: readonly string[]): RawBuilder<unknown> =>
  sql`exists (select 1 from evidence_term m where m.leaf = ${sql.ref(leaf)} and m.term = any(${[...terms]}::text[]))`

/** Leaves that fit, newest first. The rarest term leads, so that a page is one walk down an index. */
export function leaves(filter: EntryFilter, limit: number): RawBuilder<unknown> {
  const { kind, subject, actor, own, before = Number.MAX_SAFE_INTEGER } = filter
  const terms = [subject && `s:${subject}`, actor && `a:${actor}`, kind && `k:${kind}`].filter((one) => !!one)
  const [first, ...rest] = terms as string[]
  if (first === undefined && own !== undefined) {
    const [one, two] = ownTerms(own).map((term) => walk(term, filter, [], before, limit))
    return sql`select leaf from ((${one}) union (${two})) as own order by leaf desc limit ${limit}`
  }
  if (first !== undefined) {
    const more = rest.map((term) => mentions('t.leaf', [term]))
    if (own !== undefined) more.push(mentions('t.leaf', ownTerms(own)))
    return walk(first, filter, more, before, limit)
  }
  return sql`
    select o.leaf from evidence_outbox o
    where o.leaf < ${before} ${timeRange(filter)} order by o.leaf desc limit ${limit}`
}

function walk(
  term: string,
  filter: EntryFilter,
  more: readonly RawBuilder<unknown>[],
  before: number,
  limit: number,
): RawBuilder<unknown> {
  const timed = filter.from !== undefined || filter.to !== undefined
  const outbox = timed ? sql`join evidence_outbox o on o.leaf = t.leaf` : sql``
  const conditions = more.length === 0 ? sql`` : sql`and ${sql.join(more, sql` and `)}`
  return sql`
    select t.leaf from evidence_term t ${outbox}
    where t.term = ${term} and t.leaf < ${before} ${conditions} ${timeRange(filter)}
    order by t.leaf desc limit ${limit}`
}

function timeRange({ from, to }: EntryFilter): RawBuilder<unknown> {
  const parts = [
    from === undefined ? null : sql`o.happened_at >= ${from}`,
    to === undefined ? null : sql`o.happened_at <= ${to}`,
  ].filter((one) => one !== null)
  return parts.length === 0 ? sql`` : sql`and ${sql.join(parts, sql` and `)}`
}
