import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { createEventBus, systemActor, systemClock, systemRandom } from '../../src/kernel/index.ts'
import { Config } from '../../src/platform/config/index.ts'
import { migrate, openDatabase } from '../../src/platform/postgres/index.ts'
import { act, type Core, createEvidence, evidenceMigrations } from '../../src/safeguard/evidence/index.ts'
import type { Measure } from '../run.ts'

const silent = pino({ level: 'silent' })
const BENCH_ROOM = {
  room: 'bench',
  migrations: [
    { name: '0001_thing', sql: 'create table bench_thing (id uuid primary key, value bigint not null)' },
  ],
}
const NOTES = 500

/** Actions that write one row and one note with a payload, answered after the sync of the log; on a PostgreSQL of its own with durable commits. */
export async function actions(): Promise<Measure[]> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-'))
  const database = await openDatabase({ home, log: silent, durability: 'full' })
  try {
    await migrate(database.db, [evidenceMigrations, BENCH_ROOM])
    const base = {
      home,
      clock: systemClock,
      random: systemRandom,
      log: silent,
      db: database.db,
      config: Config.parse({}),
    }
    const evidence = await createEvidence(base, { databaseUrl: database.url })
    const core = { ...base, events: createEventBus(() => {}), evidence } as unknown as Core
    const results: Measure[] = []
    await writers(core, 64, 1, 1_000)
    for (const [count, notes, ms] of [
      [1, 1, 3_000],
      [64, 1, 5_000],
      [1_024, 1, 5_000],
      [4, NOTES, 5_000],
    ] as const) {
      const { perSecond, nodeMs, postgresMs } = await writers(core, count, notes, ms)
      results.push({
        name:
          notes === 1
            ? `actions with durable evidence, ${count} writer${count === 1 ? '' : 's'}`
            : `durable entries in batches, ${count} writers of actions with ${notes} notes`,
        value: perSecond,
        unit: notes === 1 ? 'actions/s' : 'entries/s',
        note: `CPU each: node ${nodeMs.toFixed(3)} ms, PostgreSQL ${postgresMs.toFixed(3)} ms; a payload each, pool of 10`,
      })
    }
    await evidence.stop()
    return results
  } finally {
    await database.stop()
    await rm(home, { recursive: true, force: true })
  }
}

/** Entries a second, and the CPU that one takes: that figure stands also on a machine that does other work. */
async function writers(core: Core, count: number, notes: number, ms: number) {
  const until = performance.now() + ms
  const body = systemRandom.bytes(16).toString()
  const [started, cpu, postgres] = [performance.now(), process.cpuUsage(), postgresCpu()]
  const done = await Promise.all(
    Array.from({ length: count }, async () => {
      let mine = 0
      while (performance.now() < until) {
        await act(core, systemActor('bench'), async ({ tx, id, note }) => {
          const thing = id()
          await sql`insert into bench_thing (id, value) values (${thing}, ${mine})`.execute(tx)
          for (let i = 0; i < notes; i++)
            note({ kind: 'thing.made', subject: { thing, participant: thing }, payload: { mine, body } })
        })
        mine += notes
      }
      return mine
    }),
  )
  const entries = done.reduce((sum, one) => sum + one, 0)
  const { user, system } = process.cpuUsage(cpu)
  return {
    perSecond: Math.round((entries / (performance.now() - started)) * 1000),
    nodeMs: (user + system) / 1000 / entries,
    postgresMs: (postgresCpu() - postgres) / entries,
  }
}

/** ms of CPU that the PostgreSQL below this process has taken so far; its workers of the moment only. */
function postgresCpu(): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const below = new Set([String(process.pid)])
  for (let grown = true; grown; ) {
    grown = false
    for (const [pid = '', parent = ''] of rows) {
      if (!below.has(parent) || below.has(pid)) continue
      below.add(pid)
      grown = true
    }
  }
  const ticks = rows.filter(([pid = '', , name = '']) => below.has(pid) && name.startsWith('postgres'))
  return ticks.reduce((sum, [pid = '']) => sum + ticksOf(pid) * 10, 0)
}

function ticksOf(pid: string): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return Number(fields[11]) + Number(fields[12])
  } catch {
    return 0
  }
}
