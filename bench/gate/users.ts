import { performance } from 'node:perf_hooks'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Engine } from '../../src/platform/engine/index.ts'
import { checkBases } from '../../src/use/check/index.ts'
import { createGate } from '../../src/use/gate/index.ts'
import type { Measure } from '../run.ts'
import { benchTerms, QUERIES, writeTables } from './queries.ts'

const USERS = 100
const SECONDS = Number(process.env.XINYU_BENCH_SECONDS ?? 40)

/** 100 users who each ask the next question as soon as the last one is answered. */
export async function users(
  bare: DuckDBConnection,
  engine: Pick<Engine, 'parse' | 'query'>,
  folder: string,
  rows: number,
): Promise<Measure[]> {
  const terms = benchTerms(await writeTables(bare, folder, rows, 'small_d'))
  const gate = createGate(engine)
  const ask = async (lane: string, at: number, signal: AbortSignal) => {
    const own = { ...terms, lane }
    const prepared = await gate.prepare({ sql: QUERIES[at % QUERIES.length]!.sql }, own)
    const { bases } = await prepared.execute(signal)
    return prepared.finish(checkBases(bases, own.rules).bases)
  }
  const size = `${USERS} users, ${rows.toLocaleString('en')} rows, ${SECONDS} s`
  const alone = await storm(ask, (user) => `project-${user}`)
  const greedy = await storm(ask, (user) => (user < USERS / 2 ? 'project-0' : `project-${user}`))
  return [
    { name: 'queries of 100 users', value: alone.perSecond, unit: '/s', note: size },
    { name: 'wait of 100 users, median', value: alone.median, unit: 'ms', note: size },
    {
      name: 'Jain index, 100 projects of one user',
      value: alone.jain,
      unit: '',
      note: `target 0.95; ${alone.least} to ${alone.most} answers each`,
    },
    {
      name: 'Jain index, a project of 50 users beside 50 of one',
      value: greedy.jain,
      unit: '',
      note: `over the projects; ${greedy.least} to ${greedy.most} answers each`,
    },
  ]
}

interface Storm {
  readonly perSecond: number
  readonly median: number
  /** (Σ x)² ÷ (n · Σ x²) over the projects (Jain, Chiu, Hawe 1984). */
  readonly jain: number
  readonly least: number
  readonly most: number
}

async function storm(
  ask: (lane: string, at: number, signal: AbortSignal) => Promise<unknown>,
  laneOf: (user: number) => string,
): Promise<Storm> {
  const answers = new Map<string, number>()
  const waits: number[] = []
  const began = performance.now()
  const until = began + SECONDS * 1000
  // Who still waits at the end waits for nothing.
  const end = AbortSignal.timeout(SECONDS * 1000)
  await Promise.all(
    Array.from({ length: USERS }, async (_, user) => {
      const lane = laneOf(user)
      answers.set(lane, answers.get(lane) ?? 0)
      for (let at = user; performance.now() < until; at++) {
        const from = performance.now()
        const answered = await ask(lane, at, end).then(
          () => true,
          (error: unknown) => {
            if (end.aborted) return false
            throw error
          },
        )
        if (!answered || end.aborted) break
        answers.set(lane, answers.get(lane)! + 1)
        waits.push(performance.now() - from)
      }
    }),
  )
  const counts = [...answers.values()]
  const sum = counts.reduce((a, b) => a + b, 0)
  const squares = counts.reduce((a, b) => a + b * b, 0)
  waits.sort((a, b) => a - b)
  return {
    perSecond: sum / SECONDS,
    median: waits[Math.floor(waits.length / 2)] ?? Number.NaN,
    jain: squares === 0 ? Number.NaN : (sum * sum) / (counts.length * squares),
    least: Math.min(...counts),
    most: Math.max(...counts),
  }
}
