import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { type Db, migrate, openDatabase } from '../../src/platform/postgres/index.ts'
import { evidenceMigrations } from '../../src/safeguard/evidence/index.ts'
import { countEntries, entriesAbout, listEntries } from '../../src/safeguard/evidence/store.ts'
import type { Measure } from '../run.ts'

const KINDS = 40
const BODIES = 200
const USERS = 5_000
const STEP_MS = 5_000
const START = Date.UTC(2025, 0, 1)

/** Pages of the explorer over very many entries: the rows are made in the database, as the log would have left them. */
export async function explorer(): Promise<Measure[]> {
  const size = Number(process.env.XINYU_BENCH_ENTRIES ?? 2_000_000)
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-explorer-'))
  const database = await openDatabase({ home, log: pino({ level: 'silent' }) })
  try {
    const { db } = database
    await migrate(db, [evidenceMigrations])
    await fill(db, size)
    const late = START + size * STEP_MS
    const asked: [string, (i: number) => Promise<unknown>][] = [
      ['newest page', () => listEntries(db, {}, 51)],
      ['a page in the middle', (i) => listEntries(db, { before: Math.floor(size / 2) - i }, 51)],
      ['of a kind', (i) => listEntries(db, { kind: `room${i % KINDS}.done` }, 51)],
      [
        'of a kind and a body',
        (i) => listEntries(db, { kind: `room${i % KINDS}.done`, actor: `b${i % BODIES}` }, 51),
      ],
      ['of one body, for its own officer', (i) => listEntries(db, { own: `b${i % BODIES}` }, 51)],
      [
        'of a user within a day',
        (i) => listEntries(db, { actor: `u${i % USERS}`, from: late - 86_400_000 }, 51),
      ],
      ['about one id', (i) => entriesAbout(db, `c${i * 31}`, { after: -1, limit: 200 })],
      ['counted, of a kind (up to 10,000)', (i) => countEntries(db, { kind: `room${i % KINDS}.done` })],
      ['counted, of a body', (i) => countEntries(db, { own: `b${i % BODIES}` })],
    ]
    const found: Measure[] = []
    for (const [name, ask] of asked) {
      await ask(0)
      const times: number[] = []
      for (let i = 1; i <= 40; i++) {
        const began = performance.now()
        await ask(i)
        times.push(performance.now() - began)
      }
      times.sort((a, b) => a - b)
      found.push({
        name: `explorer, ${name}`,
        value: times[Math.floor(times.length / 2)]!,
        unit: 'ms',
        note: `median of 40, slowest ${times.at(-1)!.toFixed(0)} ms; ${size.toLocaleString('en')} entries`,
      })
    }
    return found
  } finally {
    await database.stop()
    await rm(home, { recursive: true, force: true })
  }
}

/** Each entry: a user of a body did a kind of thing to one of very many contracts, in the name of another body. */
async function fill(db: Db, size: number): Promise<void> {
  await sql`
    insert into evidence_outbox (id, leaf, happened_at, kind, entry)
    select gen_random_uuid(), i, ${START}::bigint + i * ${STEP_MS}, 'room' || i % ${KINDS} || '.done',
      '{"actor":{"body":"b' || i % ${BODIES} || '","user":"u' || i % ${USERS} || '"},"at":"2026-01-01T00:00:00.000Z","id":"'
        || repeat('0', 36) || '","kind":"room' || i % ${KINDS} || '.done","payload":{"alg":"sha256-salted","bytes":120,"hash":"'
        || repeat('0', 64) || '"},"subject":{"contract":"c' || i % (${size} / 10) || '","participant":"b' || i / 7 % ${BODIES}
        || '"},"v":1}'
    from generate_series(0, ${size}::bigint - 1) as i`.execute(db)
  // The index after its rows: one sort instead of fifty million places to find.
  await sql`alter table evidence_term drop constraint evidence_term_pkey`.execute(db)
  await sql`
    insert into evidence_term (term, leaf)
    select term, i from generate_series(0, ${size}::bigint - 1) as i
    cross join lateral (values ('k:room' || i % ${KINDS} || '.done'), ('a:b' || i % ${BODIES}), ('a:u' || i % ${USERS}),
      ('s:c' || i % (${size} / 10)), ('s:b' || i / 7 % ${BODIES})) as t (term)`.execute(db)
  await db.transaction().execute(async (tx) => {
    await sql`set local maintenance_work_mem = '1GB'`.execute(tx)
    await sql`alter table evidence_term add primary key (term, leaf)`.execute(tx)
  })
  await sql`vacuum analyze evidence_outbox`.execute(db)
  await sql`vacuum analyze evidence_term`.execute(db)
}
