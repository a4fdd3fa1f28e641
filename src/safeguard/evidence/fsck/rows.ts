import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres/index.ts'
import { parseEntry } from '../verifier/index.ts'
import { termsIn } from './terms.ts'

/**
 * Makes the rows of a bundle what the log says. A row that claims the place of another entry is no evidence: it goes
 * to the archive under the name of this repair, where it does no harm and can be looked at.
 */
export async function linkRows(
  db: Db,
  first: number,
  entries: readonly Buffer[],
  archive: string,
): Promise<void> {
  const rows = entries.flatMap((bytes, at) => {
    const entry = bytes.toString('utf8')
    const view = parseEntry(entry)
    return typeof view === 'string' ? [] : [{ view, entry, leaf: first + at }]
  })
  const ids = rows.map((row) => row.view.id)
  await db.transaction().execute(async (tx) => {
    const last = first + entries.length - 1
    await sql`
      insert into evidence_archive (origin, leaf, id, entry)
      select ${archive}, leaf, id, entry from evidence_outbox
      where leaf between ${first} and ${last} and id <> all(${ids}::uuid[])
      on conflict do nothing`.execute(tx)
    await sql`
      delete from evidence_outbox where leaf between ${first} and ${last} and id <> all(${ids}::uuid[])`.execute(
      tx,
    )
    const link = sql`
      select * from unnest(
        ${ids}::uuid[], ${rows.map((row) => row.leaf)}::bigint[],
        ${rows.map((row) => Date.parse(row.view.at))}::bigint[], ${rows.map((row) => row.view.kind)}::text[],
        ${rows.map((row) => row.entry)}::text[]) as u (id, leaf, happened_at, kind, entry)`
    // Two rows may hold each other's place.
    await sql`
      update evidence_outbox as o set leaf = null from (${link}) as u
      where o.id = u.id and o.leaf is distinct from u.leaf`.execute(tx)
    await sql`
      insert into evidence_outbox as o (id, leaf, happened_at, kind, entry) ${link}
      on conflict (id) do update set leaf = excluded.leaf, happened_at = excluded.happened_at,
        kind = excluded.kind, entry = excluded.entry
      where (o.leaf, o.happened_at, o.kind, o.entry)
        is distinct from (excluded.leaf, excluded.happened_at, excluded.kind, excluded.entry)`.execute(tx)
  })
}

export async function remakeTerms(db: Db, first: number, entries: readonly Buffer[]): Promise<void> {
  const { terms, leaves } = termsIn(first, entries)
  await sql`
    insert into evidence_term (term, leaf) select * from unnest(${terms}::text[], ${leaves}::bigint[])
    on conflict do nothing`.execute(db)
}
