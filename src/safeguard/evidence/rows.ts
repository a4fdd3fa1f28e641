import type pg from 'pg'
import { termsOf } from './entry.ts'
import type { Log } from './log/index.ts'
import type { OutboxRow } from './outbox.ts'
import { parseEntry } from './verifier/index.ts'

/** An entry of the log without a row of its own. */
export interface Unknown {
  readonly id: string
  readonly leaf: number
}

const PAGE = 1024
/** Unknown entries that are kept by name. */
const MOST_NAMED = 1000

/** Committed rows without a leaf number, in order of insertion. */
export async function waiting(client: pg.Client, limit: number): Promise<OutboxRow[]> {
  const { rows } = await client.query<{ id: string; seq: string; entry: string }>({
    name: 'evidence_waiting',
    text: 'select id, seq, entry from evidence_outbox where leaf is null order by seq limit $1',
    values: [limit],
  })
  return rows.map((row) => ({ id: row.id, seq: Number(row.seq), entry: row.entry }))
}

/** This session's commits are on disk when they return, whatever the server's default is. */
export async function commitDurably(client: pg.Client): Promise<void> {
  await client.query(`select set_config('synchronous_commit', 'on', false)
    where current_setting('synchronous_commit') in ('off', 'local')`)
}

/**
 * Makes every commit so far durable: a commit of its own, which takes the write-ahead log before it to the disk. No
 * entry may be in the log whose action could still vanish in a power cut.
 */
export async function flush(client: pg.Client): Promise<void> {
  await client.query({ name: 'evidence_flush', text: `select pg_logical_emit_message(true, 'xinyu', '')` })
}

/**
 * Gives rows their leaf numbers and makes them findable; not durable by itself, since the log can tell it again. Returns the
 * ids that were there.
 */
export async function writeBack(
  client: pg.Client,
  links: readonly { id: string; leaf: number; entry: string }[],
): Promise<Set<string>> {
  const terms: string[] = []
  const leaves: number[] = []
  for (const { entry, leaf } of links) {
    const view = parseEntry(entry)
    if (typeof view === 'string') continue
    for (const term of termsOf(view)) {
      terms.push(term)
      leaves.push(leaf)
    }
  }
  const { rows } = await client.query<{ id: string }>({
    name: 'evidence_write_back',
    text: `with term as (
             insert into evidence_term (term, leaf) select * from unnest($3::text[], $4::bigint[])
             on conflict do nothing)
           update evidence_outbox as o set leaf = u.leaf
           from unnest($1::uuid[], $2::bigint[]) as u (id, leaf)
           where o.id = u.id and o.leaf is null returning o.id, set_config('synchronous_commit', 'off', true)`,
    values: [links.map((link) => link.id), links.map((link) => link.leaf), terms, leaves],
  })
  return new Set(rows.map((row) => row.id))
}

/**
 * After a crash: entries in the tail of the log whose rows have no leaf number yet are linked to them. `from` is the
 * first leaf that the database does not know.
 */
export async function relink(
  client: pg.Client,
  log: Log,
  from: number,
): Promise<{ linked: { id: string; leaf: number }[]; unknown: Unknown[]; unknownCount: number }> {
  const linked: { id: string; leaf: number }[] = []
  const unknown: Unknown[] = []
  let unknownCount = 0
  for (let at = from; at < log.reader.size; at += PAGE) {
    const page = (await log.reader.entries(at, at + PAGE)).map((bytes, offset) => {
      const entry = bytes.toString('utf8')
      const view = parseEntry(entry)
      return { id: typeof view === 'string' ? '' : view.id, leaf: at + offset, entry }
    })
    const found = await writeBack(
      client,
      page.filter((one) => one.id !== ''),
    )
    for (const { id, leaf } of page) {
      if (found.has(id)) linked.push({ id, leaf })
      else if (unknownCount++ < MOST_NAMED) unknown.push({ id, leaf })
    }
  }
  return { linked, unknown, unknownCount }
}
