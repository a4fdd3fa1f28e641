import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import {
  canonical,
  createEventBus,
  systemActor,
  systemClock,
  systemRandom,
  uuid7,
} from '../src/kernel/index.ts'
import { migrate, openDatabase } from '../src/platform/postgres/index.ts'
import { international } from '../src/safeguard/crypto/index.ts'
import { act, type Core, createEvidence, evidenceMigrations } from '../src/safeguard/evidence/index.ts'
import { createLog, makeSigner, openLog } from '../src/safeguard/evidence/log/index.ts'
import { printProof, RECEIPT_FORMAT, verifyReceipt } from '../src/safeguard/evidence/verifier/index.ts'

export interface Measurement {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note: string
}

const silent = pino({ level: 'silent' })
const BENCH_ROOM = {
  room: 'bench',
  migrations: [
    { name: '0001_thing', sql: 'create table bench_thing (id uuid primary key, value bigint not null)' },
  ],
}

/** Evidence on its own child PostgreSQL with durable commits. */
export async function run(): Promise<Measurement[]> {
  return [...(await actions()), ...(await logAlone()), ...(await verification())]
}

/** Actions that write one row and one note with a payload, answered after the sync of the log. */
async function actions(): Promise<Measurement[]> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-'))
  const database = await openDatabase({ home, log: silent, durability: 'full' })
  try {
    await migrate(database.db, [evidenceMigrations, BENCH_ROOM])
    const config = { evidence: { checkpointEveryMs: 1000 } }
    const base = { home, clock: systemClock, random: systemRandom, log: silent, db: database.db, config }
    const evidence = await createEvidence(base, { databaseUrl: database.url })
    const core = { ...base, events: createEventBus(() => {}), evidence } as unknown as Core
    const results: Measurement[] = []
    await writers(core, 64, 1_000)
    for (const [count, ms] of [
      [1, 3_000],
      [64, 5_000],
      [1_024, 5_000],
    ] as const) {
      const perSecond = await writers(core, count, ms)
      results.push({
        name: `actions with durable evidence, ${count} writer${count === 1 ? '' : 's'}`,
        value: perSecond,
        unit: 'actions/s',
        note: 'one row and one note with a payload each; pool of 10',
      })
    }
    await evidence.stop()
    return results
  } finally {
    await database.stop()
    await rm(home, { recursive: true, force: true })
  }
}

async function writers(core: Core, count: number, ms: number): Promise<number> {
  const until = performance.now() + ms
  const body = systemRandom.bytes(16).toString()
  const started = performance.now()
  const done = await Promise.all(
    Array.from({ length: count }, async () => {
      let mine = 0
      while (performance.now() < until) {
        await act(core, systemActor('bench'), async ({ tx, id, note }) => {
          const thing = id()
          await sql`insert into bench_thing (id, value) values (${thing}, ${mine})`.execute(tx)
          note({ kind: 'thing.made', subject: { thing, participant: thing }, payload: { mine, body } })
        })
        mine++
      }
      return mine
    }),
  )
  return Math.round((done.reduce((sum, one) => sum + one, 0) / (performance.now() - started)) * 1000)
}

/** The log without database: 256-byte entries in batches of 1,000, each batch synced. */
async function logAlone(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-bench-log-'))
  try {
    const signer = makeSigner(
      international,
      generateKeyPairSync('ed25519').privateKey,
      'xinyu.internal/bench',
    )
    await createLog(folder)
    const log = await openLog({ folder, signer, atLeast: 0 })
    const batch = Array.from({ length: 1_000 }, (_, i) => Buffer.alloc(256, uuid7(systemRandom, i)))
    const [started, batches] = [performance.now(), 400]
    for (let i = 0; i < batches; i++) await log.append(batch)
    const seconds = (performance.now() - started) / 1000
    const memory = process.memoryUsage().rss
    await log.close()
    return [
      {
        name: 'log alone, batches of 1,000 entries of 256 bytes',
        value: Math.round((batches * batch.length) / seconds),
        unit: 'entries/s',
        note: `each batch synced; ${Math.round(memory / 1e6)} MB resident`,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Receipts of a log of 100,000 entries: made, and verified by the pure verifier. */
async function verification(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-bench-verify-'))
  try {
    const signer = makeSigner(
      international,
      generateKeyPairSync('ed25519').privateKey,
      'xinyu.internal/bench',
    )
    await createLog(folder)
    const log = await openLog({ folder, signer, atLeast: 0 })
    const size = 100_000
    for (let at = 0; at < size; at += 5_000) {
      await log.append(Array.from({ length: 5_000 }, (_, i) => Buffer.from(benchEntry(at + i))))
    }
    const { note } = await log.checkpoint(size)
    const count = 500
    const files: Uint8Array[] = []
    const made = performance.now()
    for (let i = 0; i < count; i++) {
      const leaf = (i * 7_919) % size
      const proof = printProof(leaf, await log.reader.inclusionProof(leaf, size), note)
      const entry = (await log.reader.entry(leaf)).toString()
      files.push(Buffer.from(`${canonical({ format: RECEIPT_FORMAT, entry, proof, vkey: signer.vkey })}\n`))
    }
    const verified = performance.now()
    const good = files.filter((file) => verifyReceipt(file, { vkey: signer.vkey }).ok).length
    const done = performance.now()
    await log.close()
    if (good !== count) throw new Error(`${count - good} receipts did not verify`)
    const rate = (from: number, to: number) => Math.round((count / (to - from)) * 1000)
    return [
      {
        name: 'receipts made',
        value: rate(made, verified),
        unit: 'receipts/s',
        note: 'proof from tiles of 100,000 entries',
      },
      {
        name: 'receipts verified',
        value: rate(verified, done),
        unit: 'receipts/s',
        note: 'pure JavaScript, Ed25519 included',
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const benchEntry = (i: number): string =>
  canonical({
    v: 1,
    id: uuid7(systemRandom, i),
    at: '2026-01-01T00:00:00.000Z',
    kind: 'thing.made',
    actor: { system: 'bench' },
    subject: { thing: `t-${i}` },
  })

if (import.meta.main) {
  for (const one of await run()) console.log(`${one.name}: ${one.value} ${one.unit} (${one.note})`)
}
