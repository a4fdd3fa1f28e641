import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres/index.ts'
import type { PayloadVault } from './vault.ts'

/** What lies beside the log for an entry, opened. */
export interface Payload {
  readonly salt: Buffer
  /** Canonical JSON, the bytes that were hashed. */
  readonly body: string
}

/** A row as it stands; `body` is the open form of before there were keys. */
export interface PayloadRow {
  readonly entry_id: string
  readonly salt: Buffer
  readonly body: string | null
  readonly key: string | null
  readonly sealed: Buffer | null
}

/** The text of a row; null where its key is gone. @throws Error where it was altered */
export async function openRow(vault: PayloadVault, row: PayloadRow): Promise<string | null> {
  const { entry_id: entryId, salt, key, sealed, body } = row
  if (key === null || sealed === null) return body
  return vault.open({ entryId, salt, key, sealed })
}

/** Payloads by entry id; those that are not there, were destroyed or were altered are missing from the map. */
export async function payloadsOf(
  db: Db,
  vault: PayloadVault,
  entryIds: readonly string[],
): Promise<Map<string, Payload>> {
  const found = new Map<string, Payload>()
  if (entryIds.length === 0) return found
  const { rows } = await sql<PayloadRow>`
    select entry_id, salt, body, key, sealed from evidence_payload
    where entry_id = any(${[...entryIds]}::uuid[])`.execute(db)
  for (const row of rows) {
    // What was altered does not open; `fsck` names it.
    const body = await openRow(vault, row).catch(() => null)
    if (body !== null) found.set(row.entry_id, { salt: row.salt, body })
  }
  return found
}

/** Rows of one page of the sweep over what was kept open before there were keys. */
const PAGE = 500

/**
 * Seals payloads that an older version left open in the database. Safe to be cut off; returns how many it sealed. What
 * the database still holds of the open text (dead rows, old backups) ends with its vacuum and with the backups.
 */
export async function sealOpenPayloads(db: Db, vault: PayloadVault, signal?: AbortSignal): Promise<number> {
  let done = 0
  for (;;) {
    if (signal?.aborted) return done
    const { rows } = await sql<{ entry_id: string; salt: Buffer; body: string; kind: string; at: number }>`
      select p.entry_id, p.salt, p.body, coalesce(o.kind,
        (select a.entry::json->>'kind' from evidence_archive a where a.id = p.entry_id limit 1)) as kind,
        coalesce(o.happened_at, 0) as at
      from evidence_payload p left join evidence_outbox o on o.id = p.entry_id
      where p.body is not null order by p.entry_id limit ${PAGE}`.execute(db)
    if (rows.length === 0) return done
    const sealed = await vault.seal(
      rows.map(({ entry_id: id, at, kind, salt, body }) => ({
        id,
        kind: kind ?? 'evidence.unknown',
        // The id of an entry begins with its time (RFC 9562 §5.7).
        at: at > 0 ? at : timeOfId(id),
        entry: '',
        terms: [],
        payload: { salt, body },
      })),
    )
    await sql`
      update evidence_payload p set body = null, key = u.key, sealed = u.sealed
      from unnest(${sealed.map((one) => one.entryId)}::uuid[], ${sealed.map((one) => one.key)}::text[],
                  ${sealed.map((one) => one.sealed)}::bytea[]) as u (id, key, sealed)
      where p.entry_id = u.id`.execute(db)
    done += rows.length
  }
}

/** ms since 1970 out of a UUID version 7. */
export const timeOfId = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

/** The smallest UUID version 7 of a moment: ids at or after it compare greater. */
export function idAt(at: number): string {
  const hex = at.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}
