import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres/index.ts'
import { parseEntry, type EntryView } from '../verifier/index.ts'
import type { PayloadJudge, PayloadState } from './payloads.ts'
import type { Findings } from './report.ts'

interface Row extends PayloadState {
  readonly leaf: number | null
  readonly happened_at: number
  readonly kind: string
  readonly entry: string
}

/** First leaf that the database does not know, and rows without a leaf number. */
export async function databaseState(db: Db): Promise<{ next: number; waiting: number }> {
  const { rows } = await sql<{ next: number; waiting: number }>`
    select coalesce(max(leaf) + 1, 0) as next, count(*) filter (where leaf is null) as waiting
    from evidence_outbox`.execute(db)
  return rows[0]!
}

/** The log that this database belongs to; null before its first start. */
export async function bound(db: Db): Promise<{ origin: string; vkey: string } | null> {
  return (await db.selectFrom('evidence_log').select(['origin', 'vkey']).executeTakeFirst()) ?? null
}

/** Rows that claim a place at or behind the end of the log, of those that were there when the check began (`next`). */
export async function beyond(db: Db, size: number, next: number): Promise<{ count: number; last: number }> {
  const { rows } = await sql<{ count: number; last: number }>`
    select count(*) as count, coalesce(max(leaf), 0) as last from evidence_outbox
    where leaf >= ${size} and leaf < ${next}`.execute(db)
  return rows[0]!
}

/** What the comparison of one bundle counted. */
export interface Compared {
  readonly unlinked: number
  readonly payloadsMissing: number
  readonly payloadsDestroyed: number
  readonly misplaced: readonly number[]
}

/** Compares one bundle's entries with their rows: leaf, id, kind, text, and the payload with its salted hash. */
export async function compareRows(
  db: Db,
  first: number,
  entries: readonly Buffer[],
  next: number,
  found: Findings,
  judge: PayloadJudge,
): Promise<Compared> {
  const views = entries.map((entry) => parseEntry(entry.toString('utf8')))
  const ids = views.flatMap((view) => (typeof view === 'string' ? [] : [view.id]))
  const { rows } = await sql<Row>`
    select o.id, o.leaf, o.happened_at, o.kind, o.entry, p.salt, p.body, p.key, p.sealed, d.destruction
    from evidence_outbox o left join evidence_payload p on p.entry_id = o.id
    left join evidence_destroyed d on d.entry_id = o.id
    where o.id = any(${ids}::uuid[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  let [unlinked, payloadsMissing, payloadsDestroyed] = [0, 0, 0]
  const misplaced: number[] = []
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
    // The rows are an index of the log; payloads are not, and nothing brings them back.
    if (why) found.derived('database', leaf, why)
    const fate = row ? await judge(row, view, leaf) : 'none'
    if (fate === 'lost') payloadsMissing++
    if (fate === 'destroyed') payloadsDestroyed++
    if (row && row.leaf !== null && row.leaf !== leaf) misplaced.push(row.leaf)
    if (row?.leaf === null && leaf >= next) unlinked++
  }
  return { unlinked, payloadsMissing, payloadsDestroyed, misplaced }
}

function mismatch(row: Row, view: EntryView, leaf: number, entry: Buffer, next: number): string | null {
  // Beyond what the database knew: a crash between sync and write-back.
  const unlinked = row.leaf === null && leaf >= next
  if (row.leaf !== leaf && !unlinked && leaf < next)
    return `entry ${view.id} is said to be at leaf ${row.leaf}`
  if (row.entry !== entry.toString('utf8')) return `entry ${view.id} reads otherwise than in the log`
  if (row.kind !== view.kind) return `entry ${view.id} is said to be of kind ${row.kind}`
  if (row.happened_at !== Date.parse(view.at)) return `entry ${view.id} is said to be of another time`
  return null
}
