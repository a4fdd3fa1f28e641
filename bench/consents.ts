import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { consentMigrations, liveConsent } from '../src/flow/consent/index.ts'
import { type Database, migrate, openDatabase } from '../src/platform/postgres/index.ts'
import type { Measure } from './run.ts'

/** `BENCH_CONSENTS` measures with fewer, on a machine that has no minutes. */
const CONSENTS = Number(process.env['BENCH_CONSENTS'] ?? 5_000_000)
const ASKERS = 20
/** What the seeds count; sizes are told for as many. */
const DESIGN = 45_000_000
const MS = 8_000
const FIELDS = ['psn_insu_d.psn_insu_stas', 'psn_insu_d.psn_insu_date']
const INDEXES = ['consent_live', 'consent_person', 'consent_asker', 'consent_term']

/** Lookups of consents at the moment of use, among five million. */
export async function run(): Promise<Measure[]> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-'))
  const database = await openDatabase({ home, log: pino({ level: 'silent' }), poolSize: 16 })
  try {
    await migrate(database.db, [consentMigrations])
    const began = performance.now()
    await fill(database)
    const seconds = (performance.now() - began) / 1000
    const results: Measure[] = [
      {
        name: 'consents made for the measurement',
        value: CONSENTS,
        unit: 'rows',
        note: `${seconds.toFixed(0)} s`,
      },
      ...(await sizes(database)),
    ]
    await mustUseIndex(database)
    for (const workers of [1, 16]) results.push(...(await lookups(database, workers)))
    return results
  } finally {
    await database.stop()
    await rm(home, { recursive: true, force: true })
  }
}

/** One in five is history (withdrawn or used up), as after some years; the indexes are made over the full table. */
async function fill({ db }: Database): Promise<void> {
  const { rows } = await sql<{ indexdef: string }>`
    select indexdef from pg_indexes where tablename = 'consent' and indexname = any(${INDEXES})`.execute(db)
  for (const index of INDEXES) await sql.raw(`drop index ${index}`).execute(db)
  await sql`
    insert into consent (id, asker_id, contract_id, purpose, kind, state, person_key, insured, scope_version,
      asked_scopes, scopes, period_from, period_until, reason, asked_until, until_at, proof, guardianship_id,
      created_by, created_at, answered_at, ended_at)
    select ('0190b0b0-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, ('00000000-0000-7000-8000-' || lpad((i % ${ASKERS})::text, 12, '0'))::uuid, null,
      'enrolment_verification', 'standing', (array['given','given','given','limited','withdrawn'])[1 + i % 5],
      md5(i::text)::uuid, i, 1, array['enrolment','enrolment_kind'], array['enrolment'], null, null,
      '投保时核实是否已参加基本医保。', 2000000000000, 2000000000000,
      '{"driver":"register","level":"demo","at":1700000000000}'::jsonb, null, '0190b0b0-0000-7000-8000-000000000000', 1700000000000 + i,
      1700000000000 + i, case when i % 5 = 4 then 1700000000000 + i end
    from generate_series(1, ${CONSENTS}::int) as i`.execute(db)
  for (const { indexdef } of rows) await sql.raw(indexdef).execute(db)
  await sql`vacuum analyze consent`.execute(db)
}

async function sizes({ db }: Database): Promise<Measure[]> {
  const { rows } = await sql<{ name: string; bytes: number }>`
    select 'consent' as name, pg_relation_size('consent') as bytes
    union all select indexname, pg_relation_size(indexname::regclass) from pg_indexes where tablename = 'consent'
    order by name`.execute(db)
  return rows.map(({ name, bytes }) => ({
    name: name === 'consent' ? 'table consent' : `index ${name}`,
    value: bytes / 2 ** 20,
    unit: 'MiB',
    note: `${((bytes / CONSENTS) * (DESIGN / 2 ** 30)).toFixed(1)} GiB at ${DESIGN / 1e6} million`,
  }))
}

async function mustUseIndex({ db }: Database): Promise<void> {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain select id from consent
    where insured = 4711 and asker_id = ${askerOf(4711)}::uuid and state in ('given', 'limited')`.execute(db)
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  if (!plan.includes('consent_live')) throw new Error(`a lookup does not use its index:\n${plan}`)
}

async function lookups({ db }: Database, workers: number): Promise<Measure[]> {
  await asked(db, workers, 1_000)
  const times = await asked(db, workers, MS)
  const sorted = Float64Array.from(times).toSorted()
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]!
  const note = `${CONSENTS / 1e6} million consents; a fifth of the questions about persons without one`
  const who = `${workers} caller${workers === 1 ? '' : 's'}`
  return [
    { name: `consent lookups, ${who}`, value: times.length / (MS / 1000), unit: 'lookups/s', note },
    { name: `consent lookup p50, ${who}`, value: at(0.5), unit: 'ms', note: 'one indexed probe and its row' },
    {
      name: `consent lookup p99, ${who}`,
      value: at(0.99),
      unit: 'ms',
      note: 'one indexed probe and its row',
    },
  ]
}

/** Times of all lookups, ms. Persons are asked about in no order, so that nothing is warm by neighbourhood. */
async function asked(db: Database['db'], workers: number, ms: number): Promise<number[]> {
  const times: number[] = []
  const until = performance.now() + ms
  const worker = async (seed: number) => {
    let state = seed * 2_654_435_761
    while (performance.now() < until) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      const insured = 1 + (state % CONSENTS)
      const began = performance.now()
      const found = await liveConsent(db, {
        insured,
        askerId: askerOf(insured),
        purpose: 'enrolment_verification',
        contractId: null,
        fields: FIELDS,
        now: 1_800_000_000_000,
      })
      times.push(performance.now() - began)
      if (found.holds !== (insured % 5 !== 4)) throw new Error(`a wrong answer about ${insured}`)
    }
  }
  await Promise.all(Array.from({ length: workers }, (_, i) => worker(i + 1)))
  return times
}

const askerOf = (insured: number): string =>
  `00000000-0000-7000-8000-${String(insured % ASKERS).padStart(12, '0')}`
