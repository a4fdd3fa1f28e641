import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { lockHome } from '../src/platform/home/index.ts'
import { startChild } from '../src/platform/postgres/child.ts'
import { contestStorm, jain, quantile } from '../test/support/contest-storm.ts'
import type { Measure } from './run.ts'

/** `STORM_TEAMS`, `STORM_SECONDS`, `STORM_LARGE` change the size: teams, time to the deadline, teams with 200 MB. */
const TEAMS = Number(process.env.STORM_TEAMS ?? 800)
const SECONDS = Number(process.env.STORM_SECONDS ?? 600)
const LARGE = Number(process.env.STORM_LARGE ?? 4)
const MB = 1_000_000
const TYPICAL = 5 * MB
const HUGE = 200 * MB

const LAGGARDS = Math.ceil(TEAMS / 50)
const FINISHERS = Math.ceil(TEAMS / 40)

const storm = (databaseUrl: string, huge: (team: number) => boolean) =>
  contestStorm({
    teams: TEAMS,
    bytes: (team) => (huge(team) ? HUGE : TYPICAL),
    windowMs: SECONDS * 1000,
    graceMs: 5_000,
    arrivals: 0.95,
    pieceBytes: 4 * 2 ** 20,
    laggards: LAGGARDS,
    finishers: FINISHERS,
    kills: [0.5, 0.8],
    databaseUrl,
    deadline: 'fixed',
  })

/** 800 teams hand in in the last ten minutes, 5 MB each and 200 MB from a few; kill -9 twice in between. */
export async function run(): Promise<readonly Measure[]> {
  const every = Math.max(1, Math.floor(TEAMS / Math.max(1, LARGE)))
  const huge = (team: number) => LARGE > 0 && team % every === every - 1
  const log = pino({ level: 'silent' })
  const home = mkdtempSync(join(tmpdir(), 'xinyu-bench-storm-'))
  const lock = lockHome(home)
  const database = await startChild({ home, log, durability: 'full' })
  let result: Awaited<ReturnType<typeof storm>>
  try {
    result = await storm(database.urlOf('postgres'), huge)
  } finally {
    await database.stop()
    lock.release()
    rmSync(home, { recursive: true, force: true })
  }
  if (result.problems.length > 0) throw new Error(result.problems.slice(0, 20).join('\n'))
  const typical = result.acknowledged.filter(
    ({ bytes, team }) => bytes === TYPICAL && team >= LAGGARDS + FINISHERS,
  )
  const waits = typical.map(({ waitMs }) => waitMs)
  const rates = typical.map(({ bytes, waitMs }) => bytes / waitMs)
  const size = `${TEAMS} teams within ${SECONDS} s, 5 MB each, 200 MB from ${LARGE}; killed ${result.kills} times`
  const bytes = result.acknowledged.reduce((sum, one) => sum + one.bytes, 0)
  return [
    {
      name: 'works acknowledged',
      value: result.acknowledged.length,
      unit: 'works',
      note: `${size}; every receipt and file read back`,
    },
    { name: 'lost, doubled or too late', value: 0, unit: 'works', note: 'the run fails on the first' },
    {
      name: 'refused after deadline and grace',
      value: result.late,
      unit: 'works',
      note: 'those that were sent late on purpose among them',
    },
    {
      name: 'accepted',
      value: bytes / MB / result.seconds,
      unit: 'MB/s',
      note: 'mean over the whole time; sent and received on the same machine',
    },
    {
      name: 'wait p50',
      value: quantile(waits, 0.5),
      unit: 'ms',
      note: '5 MB teams, from the first key to the receipt',
    },
    { name: 'wait p95', value: quantile(waits, 0.95), unit: 'ms', note: 'the same' },
    {
      name: 'wait longest',
      value: Math.max(...waits),
      unit: 'ms',
      note: 'the same; kill and start among them',
    },
    { name: 'Jain index of waits', value: jain(waits), unit: '', note: '5 MB teams' },
    { name: 'Jain index of bytes per time', value: jain(rates), unit: '', note: '5 MB teams' },
    { name: 'start after a kill', value: Math.max(...result.restarts), unit: 'ms', note: 'the slowest' },
  ]
}
