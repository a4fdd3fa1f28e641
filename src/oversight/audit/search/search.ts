import { type RawBuilder, sql } from 'kysely'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { AuditItem, AuditPage, AuditQuery } from '../model.ts'
import { type Terms, termsOf } from './terms.ts'

/** Lists count up to here; more is told as "more". */
const MOST_COUNTED = 10_000

interface Row {
  readonly leaf: number
  readonly entry: string
}

/** Entries that fit everything that is asked, newest first. */
export async function searchAudit(core: Core, query: AuditQuery): Promise<AuditPage> {
  const terms = await termsOf(core, query)
  // A criterion that nothing can fit (an unknown hash) is not the same as none.
  if (terms.some((one) => one.length === 0)) return { items: [], total: 0, totalIsLess: false, next: null }
  const { limit, before } = query
  const { rows } = await sql<Row>`
    select o.leaf, o.entry from (${leaves(query, terms, before, limit + 1)}) as found
    join evidence_outbox o on o.leaf = found.leaf order by o.leaf desc`.execute(core.db)
  const counted = await sql<{ n: number }>`
    select count(*)::int as n from (${leaves(query, terms, undefined, MOST_COUNTED + 1)}) as found`.execute(
    core.db,
  )
  const total = counted.rows[0]!.n
  const page = rows.slice(0, limit)
  return {
    items: page.map(itemOf),
    total: Math.min(total, MOST_COUNTED),
    totalIsLess: total > MOST_COUNTED,
    next: rows.length > limit ? page.at(-1)!.leaf : null,
  }
}

/** Each term of the first criterion is walked from its newest leaf on; the others are looked up on the way. */
function leaves(
  { from, until }: AuditQuery,
  [first, ...rest]: readonly Terms[],
  before: number | undefined,
  limit: number,
): RawBuilder<unknown> {
  const timed = from !== undefined || until !== undefined
  const at = sql.join(
    [
      sql`true`,
      ...(from === undefined ? [] : [sql`o.happened_at >= ${from}`]),
      ...(until === undefined ? [] : [sql`o.happened_at <= ${until}`]),
    ],
    sql` and `,
  )
  const most = before ?? Number.MAX_SAFE_INTEGER
  if (!first)
    return sql`select o.leaf from evidence_outbox o where o.leaf < ${most} and ${at} order by o.leaf desc limit ${limit}`
  const others = sql.join(
    [
      sql`true`,
      ...rest.map(
        (terms) =>
          sql`exists (select 1 from evidence_term m where m.leaf = t.leaf and m.term = any(${[...terms]}::text[]))`,
      ),
    ],
    sql` and `,
  )
  const outbox = timed ? sql`join evidence_outbox o on o.leaf = t.leaf and ${at}` : sql``
  return sql`
    select distinct walk.leaf from unnest(${[...first]}::text[]) as asked(term)
    cross join lateral (
      select t.leaf from evidence_term t ${outbox}
      where t.term = asked.term and t.leaf < ${most} and ${others} order by t.leaf desc limit ${limit}
    ) as walk order by walk.leaf desc limit ${limit}`
}

export interface ReadRow {
  readonly id: string
  readonly at: string
  readonly kind: string
  readonly actor: { readonly user?: string; readonly body?: string; readonly system?: string }
  readonly subject: Readonly<Record<string, string>>
}

export function itemOf({ leaf, entry }: Row): AuditItem {
  const { at, kind, actor, subject } = JSON.parse(entry) as ReadRow
  return {
    leaf,
    at: Date.parse(at),
    kind,
    actorUserId: actor.user ?? null,
    participantId: actor.body ?? null,
    system: actor.system ?? null,
    subject: { ...subject },
  }
}
