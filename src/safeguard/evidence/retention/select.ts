import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres/index.ts'
import { type PayloadKey, openRow, type PayloadRow, type PayloadVault } from '../payload/index.ts'
import { parseEntry } from '../verifier/index.ts'
import { type HoldScope, isDue, isHeld, type KeepDays } from './rules.ts'
import { inMonth } from './store.ts'

/** Rows that one transaction judges, re-seals or removes: bounds memory and the time of its locks. */
export const BATCH = 1000

export interface Terms {
  readonly days: KeepDays
  readonly cutoff: number
  readonly holds: readonly HoldScope[]
}

/** What a batch may be cut off by, between two batches. */
export type Interrupt = () => void

/**
 * Lists what of a key's payloads may go: each judged by its own entry, not by the name of its key, which whoever writes
 * in the database could set. A payload whose entry is not found is kept. Returns how many are on the list.
 */
export async function listPayloads(
  db: Db,
  destruction: string,
  key: PayloadKey,
  terms: Terms,
  interrupt: Interrupt,
): Promise<number> {
  await db
    .deleteFrom('evidence_destroyed')
    .where('destruction', '=', destruction)
    .where('key', '=', key.name)
    .execute()
  let listed = 0
  for (let after: string | undefined; ; ) {
    interrupt()
    const { rows } = await sql<{ id: string; leaf: number | null; entry: string | null }>`
      select p.entry_id as id, o.leaf, coalesce(o.entry,
        (select a.entry from evidence_archive a where a.id = p.entry_id limit 1)) as entry
      from evidence_payload p left join evidence_outbox o on o.id = p.entry_id
      where ${inMonth(key, after)} and p.key = ${key.name} order by p.entry_id limit ${BATCH}`.execute(db)
    if (rows.length === 0) return listed
    after = rows.at(-1)!.id
    const going = rows.filter(({ id, entry }) => entry !== null && mayGo(id, entry, terms))
    listed += going.length
    if (going.length > 0)
      await sql`
        insert into evidence_destroyed (entry_id, destruction, key, leaf)
        select id, ${destruction}, ${key.name}, leaf
        from unnest(${going.map(({ id }) => id)}::uuid[], ${going.map(({ leaf }) => leaf)}::bigint[]) as u (id, leaf)
        on conflict (entry_id) do nothing`.execute(db)
  }
}

function mayGo(id: string, text: string, { days, cutoff, holds }: Terms): boolean {
  const entry = parseEntry(text)
  return typeof entry !== 'string' && entry.id === id && isDue(entry, days, cutoff) && !isHeld(entry, holds)
}

/**
 * Seals what stays under another key, so that the old one can go. Safe to be cut off. Returns how many do not open: they
 * were altered, nothing can save them, and they must not keep the rest from being destroyed.
 */
export async function moveKept(
  db: Db,
  vault: PayloadVault,
  key: PayloadKey,
  interrupt: Interrupt,
): Promise<number> {
  let altered = 0
  for (let after: string | undefined; ; ) {
    interrupt()
    const { rows } = await sql<PayloadRow>`
      select p.entry_id, p.salt, p.body, p.key, p.sealed from evidence_payload p
      where ${inMonth(key, after)} and p.key = ${key.name}
        and not exists (select 1 from evidence_destroyed d where d.entry_id = p.entry_id)
      order by p.entry_id limit ${BATCH}`.execute(db)
    if (rows.length === 0) return altered
    after = rows.at(-1)!.entry_id
    for (const row of rows) {
      const body = await openRow(vault, row).catch(() => undefined)
      if (body === undefined) altered++
      if (body === undefined) continue
      if (body === null) throw new Error(`the key ${key.name} is gone while its payloads are being moved`)
      const moved = await vault.reseal({ entryId: row.entry_id, salt: row.salt, body }, key, key.name)
      await db
        .updateTable('evidence_payload')
        .set({ key: moved.key, sealed: moved.sealed })
        .where('entry_id', '=', row.entry_id)
        .where('key', '=', key.name)
        .execute()
    }
  }
}

/** Removes the rows of a list whose key is gone. Safe to be cut off. */
export async function removeListed(db: Db, destruction: string, key: PayloadKey): Promise<void> {
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from evidence_payload where entry_id in (
        select p.entry_id from evidence_payload p join evidence_destroyed d on d.entry_id = p.entry_id
        where ${inMonth(key)} and d.destruction = ${destruction} and d.key = ${key.name} limit ${BATCH})`.execute(
      db,
    )
    if (!numAffectedRows) return
  }
}
