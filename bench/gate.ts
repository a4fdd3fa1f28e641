import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { systemClock } from '../src/kernel/clock.ts'
import { createEngine, type DuckEngine, engineSettings } from '../src/platform/engine/index.ts'
import { checkBases } from '../src/use/check/index.ts'
import { createGate, type Gate } from '../src/use/gate/index.ts'
import type { Prepared } from '../src/use/run/index.ts'
import type { GrantTerms } from '../src/use/run/step.ts'
import { benchTerms, QUERIES, writeTables } from './gate/queries.ts'
import { benchHistory, type BenchHistory } from './gate/history.ts'
import { users } from './gate/users.ts'
import type { Measure } from './run.ts'

const ROWS = Number(process.env.XINYU_BENCH_ROWS ?? 10_000_000)
const REPEATS = Number(process.env.XINYU_BENCH_REPEATS ?? 2)
const SIGNAL_MS = 300_000
const SLOW_MS = 10_000

/** Best of the repeats: what disturbs a measurement only ever makes it longer. */
const best = (values: readonly number[]) => Math.min(...values)
const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2
}

async function timed(body: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await body()
  return performance.now() - began
}

/** Gate, engine child, output check and history against bare DuckDB in this process, query by query in turns. */
export async function run(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-bench-gate-'))
  const threads = Math.min(8, availableParallelism())
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    temp_directory: join(folder, 'spill'),
  })
  const bare = await instance.connect()
  const log = { warn: () => {}, info: () => {} }
  const engine = createEngine({
    config: { engine: engineSettings({ warmChildren: 1, threads, maxMembers: 200_000_000 }) },
    home: folder,
    log,
    clock: systemClock,
  })
  const history = await benchHistory()
  try {
    const files = await writeTables(bare, folder, ROWS)
    await engine.start()
    const terms = benchTerms(files)
    return [
      ...(await queries(bare, engine, terms, history)),
      ...(await explaining(engine, terms)),
      ...(await users(bare, engine, folder, Math.min(ROWS, 1_000_000))),
      ...(await idle(engine)),
    ]
  } finally {
    await engine.stop()
    await history.stop()
    bare.closeSync()
    instance.closeSync()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Times {
  readonly plain: number[]
  readonly persons: number[]
  readonly without: number[]
  readonly with: number[]
}

async function queries(
  bare: DuckDBConnection,
  engine: DuckEngine,
  terms: GrantTerms,
  history: BenchHistory,
): Promise<Measure[]> {
  const gate = createGate(engine)
  const times = QUERIES.map((): Times => ({ plain: [], persons: [], without: [], with: [] }))
  for (let round = 0; round < REPEATS; round++) {
    // One project asks all of them, one after the other: its history grows.
    const project = randomUUID()
    for (const [at, { sql, persons }] of QUERIES.entries()) {
      const one = times[at]!
      // What takes long is steady: once is enough.
      if (round > 0 && Math.max(...one.persons, ...one.with) > SLOW_MS) continue
      one.plain.push(await timed(() => bare.runAndReadAll(sql)))
      one.persons.push(await timed(() => bare.runAndReadAll(persons)))
      one.without.push(await timed(() => answer(gate, sql, { ...terms, history: false })))
      one.with.push(await timed(() => settled(gate, sql, { ...terms, history: true }, history, project)))
    }
  }
  return [...QUERIES.flatMap(({ name }, at) => rowsOf(name, times[at]!)), ...medians(times)]
}

const ratio = (a: readonly number[], b: readonly number[]) => best(a) / best(b)

function rowsOf(name: string, times: Times): Measure[] {
  const beside = `bare ${best(times.plain).toFixed(0)} ms, with count(distinct insured) ${best(times.persons).toFixed(0)} ms`
  const against = (of: readonly number[]) =>
    `${ratio(of, times.persons).toFixed(2)}× of that with count(distinct insured), ${ratio(of, times.plain).toFixed(2)}× of the plain query`
  return [
    { name, value: best(times.without), unit: 'ms', note: `${against(times.without)}; ${beside}` },
    { name: `${name}, with history`, value: best(times.with), unit: 'ms', note: against(times.with) },
  ]
}

function medians(times: readonly Times[]): Measure[] {
  const size = `${ROWS.toLocaleString('en')} rows, ${times.length} queries, best of ${REPEATS}, child start and check included`
  const of = (a: keyof Times, b: keyof Times) => median(times.map((one) => ratio(one[a], one[b])))
  const row = (name: string, value: number, note: string): Measure => ({ name, value, unit: '×', note })
  return [
    row(
      'without history ÷ count(distinct insured), median',
      of('without', 'persons'),
      `target 1.25; ${size}`,
    ),
    row('with history ÷ count(distinct insured), median', of('with', 'persons'), `target 3; ${size}`),
    row('without history ÷ plain query, median', of('without', 'plain'), size),
    row('with history ÷ plain query, median', of('with', 'plain'), size),
  ]
}

async function answer(gate: Gate, sql: string, terms: GrantTerms) {
  const prepared = await gate.prepare({ sql }, terms)
  const { bases } = await prepared.execute(AbortSignal.timeout(SIGNAL_MS))
  return prepared.finish(checkBases(bases, terms.rules).bases)
}

async function settled(gate: Gate, sql: string, terms: GrantTerms, history: BenchHistory, project: string) {
  const prepared: Prepared = await gate.prepare({ sql }, terms)
  const { bases } = await prepared.execute(AbortSignal.timeout(SIGNAL_MS))
  const checked = checkBases(bases, terms.rules)
  return history.release(
    project,
    terms.rules.minGroup,
    bases.map((raw, at) => ({ raw, checked: checked.bases[at]! })),
    (released) => prepared.finish(released),
  )
}

async function explaining(engine: DuckEngine, terms: GrantTerms): Promise<Measure[]> {
  const gate = createGate(engine)
  const times: number[] = []
  for (const { sql } of QUERIES) await gate.explain(sql, terms)
  for (let round = 0; round < 20; round++)
    for (const { sql } of QUERIES) times.push(await timed(() => gate.explain(sql, terms)))
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!
  const note = `the ${QUERIES.length} queries, 20 times: parse in the child, lower, sum up`
  return [
    { name: 'live explanation, median', value: at(0.5), unit: 'ms', note },
    { name: 'live explanation, 95 %', value: at(0.95), unit: 'ms', note: 'target 30 ms' },
  ]
}

async function idle(engine: DuckEngine): Promise<Measure[]> {
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const { parser, waiting } = engine.children()
  const pss = (pid: number | undefined): number => {
    const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    return Number(line?.[1] ?? Number.NaN) / 1024
  }
  const { memory } = await engine.confinement()
  return [
    {
      name: 'waiting executor child, PSS',
      value: pss(waiting[0]),
      unit: 'MiB',
      note: `target 40; memory confined by ${memory}`,
    },
    { name: 'parser child, PSS', value: pss(parser), unit: 'MiB', note: 'one for the server' },
  ]
}
