import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres/index.ts'
import { international } from '../../crypto/index.ts'
import { parseEntry, type EntryView } from '../verifier/index.ts'
import type { Findings } from './report.ts'

interface Row {
  readonly id: string
  readonly leaf: number | null
  readonly kind: string
  readonly entry: string
  readonly salt: Buffer | null
  readonly body: string | null
}

/** First leaf that the database does not know, and rows without a leaf number. */
export async function databaseState(db: Db): Promise<{ next: number; waiting: number }> {
  const { rows } = await sql<{ next: number; waiting: number }>`
    select coalesce(max(leaf) + 1, 0) as next, count(*) filter (where leaf is null) as waiting
    from evidence_outbox`.execute(db)
  return rows[0]!
}

export async function isBoundTo(db: Db, vkey: string): Promise<boolean> {
  const row = await db.selectFrom('evidence_log').select('vkey').executeTakeFirst()
  return row === undefined || row.vkey === vkey
}

/** Compares one bundle's entries with their rows: leaf, id, kind, text, and the payload with its salted hash. */
export async function compareRows(
  db: Db,
  first: number,
  entries: readonly Buffer[],
  next: number,
  found: Findings,
): Promise<{ unlinked: number; payloadsMissing: number }> {
  const views = entries.map((entry) => parseEntry(entry.toString('utf8')))
  const ids = views.flatMap((view) => (typeof view === 'string' ? [] : [view.id]))
  const { rows } = await sql<Row>`
    select o.id, o.leaf, o.kind, o.entry, p.salt, p.body
    from evidence_outbox o left join evidence_payload p on p.entry_id = o.id
    where o.id = any(${ids}::uuid[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  let [unlinked, payloadsMissing] = [0, 0]
  for (const [at, view] of views.entries()) {
    const leaf = first + at
    if (typeof view === 'string') {
      found.add('entries', leaf, `not an entry: ${view}`)
      continue
    }
    const row = byId.get(view.id)
    const why = row
      ? mismatch(row, view, leaf, entries[at]!, next)
      : `entry ${view.id} is unknown to the database`
    if (why) found.add('database', leaf, why)
    if (row?.leaf === null && leaf >= next) unlinked++
    if (view.payload && row && row.body === null) payloadsMissing++
  }
  return { unlinked, payloadsMissing }
}

function mismatch(row: Row, view: EntryView, leaf: number, entry: Buffer, next: number): string | null {
  // Beyond what the database knew: a crash between sync and write-back.
  const unlinked = row.leaf === null && leaf >= next
  if (row.leaf !== leaf && !unlinked && leaf < next)
    return `entry ${view.id} is said to be at leaf ${row.leaf}`
  if (row.entry !== entry.toString('utf8')) return `entry ${view.id} reads otherwise than in the log`
  if (row.kind !== view.kind) return `entry ${view.id} is said to be of kind ${row.kind}`
  if (row.salt === null || row.body === null) return null
  if (!view.payload) return `entry ${view.id} has a payload that the log does not know`
  const hash = international.hash.of(row.salt, Buffer.from(row.body)).toString('hex')
  return hash === view.payload.hash ? null : `the payload of entry ${view.id} was altered`
}
