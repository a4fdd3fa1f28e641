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
  const { rows } = await client.query<OutboxRow>({
    name: 'evidence_waiting',
    text: 'select id, entry from evidence_outbox where leaf is null order by seq limit $1',
    values: [limit],
  })
  return rows
}

/** Which of these rows the database does not have: it crashed, and their commits had not reached its disk. */
export async function lost(client: pg.Client, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await client.query<{ id: string }>(
    `select u.id from unnest($1::uuid[]) as u (id)
     where not exists (select 1 from evidence_outbox o where o.id = u.id)`,
    [ids],
  )
  return rows.map(({ id }) => id)
}

/**
 * Readies the sequencer's session: its commits are on disk when they return, whatever the server's default is; and its
 * few statements are planned once, by index, also where the tables were still empty when it began.
 */
export async function prepareSession(client: pg.Client): Promise<void> {
  await client.query(`
    select set_config('synchronous_commit', 'on', false)
      where current_setting('synchronous_commit') in ('off', 'local');
    set plan_cache_mode = force_generic_plan;
    set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off`)
}

/**
 * Makes every commit so far durable: a commit of its own, which takes the write-ahead log before it to the disk. No
 * entry may be in the log whose action could still vanish in a power cut.
 */
export async function flush(client: pg.Client): Promise<void> {
  await client.query({ name: 'evidence_flush', text: `select pg_logical_emit_message(true, 'xinyu', '')` })
}

/**
 * Gives rows their leaf numbers and makes them findable. Not durable by itself, since the log can tell it again; with
 * `flushing` it is, and does what `flush` does on the way. `repeated`: some of it may be there already. Returns the ids
 * whose rows had no leaf number yet.
 */
export async function writeBack(
  client: pg.Client,
  links: readonly (OutboxRow & { leaf: number })[],
  { flushing = false, repeated = false } = {},
): Promise<Set<string>> {
  const terms = links.flatMap(({ entry, terms, leaf }) =>
    (terms ?? termsIn(entry)).map((term) => ({ term, leaf })),
  )
  // In the order of the index, which then takes them up fastest.
  terms.sort((a, b) => (a.term < b.term ? -1 : a.term > b.term ? 1 : a.leaf - b.leaf))
  const { rows } = await client.query<{ id: string }>({
    name: repeated ? 'evidence_relink' : 'evidence_write_back',
    text: `with term as (
             insert into evidence_term (term, leaf) select * from unnest($3::text[], $4::bigint[])
             ${repeated ? 'on conflict do nothing' : ''})
           update evidence_outbox as o set leaf = u.leaf
           from unnest($1::uuid[], $2::bigint[]) as u (id, leaf)
           where o.id = u.id and o.leaf is null returning o.id,
             case when $5 then set_config('synchronous_commit', 'off', true) end`,
    values: [
      links.map((link) => link.id),
      links.map((link) => link.leaf),
      terms.map((one) => one.term),
      terms.map((one) => one.leaf),
      !flushing,
    ],
  })
  return new Set(rows.map((row) => row.id))
}

function termsIn(entry: string): string[] {
  const view = parseEntry(entry)
  return typeof view === 'string' ? [] : termsOf(view)
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
      { repeated: true },
    )
    for (const { id, leaf } of page) {
      if (found.has(id)) linked.push({ id, leaf })
      else if (unknownCount++ < MOST_NAMED) unknown.push({ id, leaf })
    }
  }
  return { linked, unknown, unknownCount }
}
