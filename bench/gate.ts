import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { systemClock } from '../src/kernel/clock.ts'
import { createEngine, type DuckEngine, engineSettings } from '../src/platform/engine/index.ts'
import { checkTable } from '../src/use/check/index.ts'
import { createGate } from '../src/use/gate/index.ts'
import type { GrantedColumn, GrantTerms } from '../src/use/run/step.ts'
import type { Measure } from './run.ts'

const ROWS = Number(process.env.XINYU_BENCH_ROWS ?? 10_000_000)
const PERSONS = Math.max(1, Math.floor(ROWS / 5))
const REPEATS = 3

/** A query as the user writes it; the same in bare DuckDB, and there with count(distinct) of the insured. */
const QUERIES: readonly { name: string; keys: string; cells: string; where: string }[] = [
  { name: 'whole table', keys: '', cells: 'count(*), sum(medfee_sumamt)', where: '' },
  { name: 'by kind of visit (7)', keys: 'med_type', cells: 'count(*), sum(medfee_sumamt)', where: '' },
  {
    name: 'by province, kind, year (1,085)',
    keys: 'prov, med_type, yr',
    cells: 'count(*), sum(medfee_sumamt)',
    where: '',
  },
  {
    name: 'by diagnosis (1,500), filtered',
    keys: 'dise',
    cells: 'avg(medfee_sumamt)',
    where: "yr = 2023 and med_type in ('11', '21')",
  },
  { name: 'by hospital (9,000)', keys: 'hosp', cells: 'count(*), avg(medfee_sumamt)', where: '' },
  {
    name: 'by diagnosis and province (46,500)',
    keys: 'dise, prov',
    cells: 'count(*), sum(medfee_sumamt)',
    where: '',
  },
  { name: 'a cell with missing values, by year (5)', keys: 'yr', cells: 'sum(fund_pay)', where: '' },
  { name: 'persons by province (31)', keys: 'prov', cells: 'count(distinct psn_no)', where: '' },
]

const select = ({ keys, cells, where }: (typeof QUERIES)[number], more = '') =>
  `select ${[keys, cells, more].filter((part) => part !== '').join(', ')} from setl_d${where ? ` where ${where}` : ''}${keys ? ` group by ${keys}` : ''}`

const GENERATE = `SELECT (hash(range) % ${PERSONS})::UINTEGER AS __insured, (hash(range) % ${PERSONS})::BIGINT AS psn_no,
  (hash(range + 1) % 9000)::INTEGER AS hosp, ['11', '12', '21', '22', '31', '51', '52'][1 + (hash(range + 2) % 7)::INTEGER] AS med_type,
  2020 + (range % 5)::INTEGER AS yr, 'P' || lpad((hash(range + 5) % 31)::VARCHAR, 2, '0') AS prov,
  'D' || (hash(range + 8) % 1500)::VARCHAR AS dise, (hash(range + 3) % 1000000)::BIGINT AS medfee_sumamt,
  CASE WHEN hash(range + 4) % 10 = 0 THEN NULL ELSE (hash(range + 4) % 50000)::BIGINT END AS fund_pay FROM range(${ROWS})`

function terms(file: string): GrantTerms {
  const column = (type: string, level: GrantedColumn['level'], nullable = false): GrantedColumn => ({
    type,
    level,
    nullable,
  })
  const columns = {
    psn_no: column('BIGINT', 'identity'),
    hosp: column('INTEGER', 'group'),
    med_type: column('VARCHAR', 'group'),
    yr: column('INTEGER', 'group'),
    prov: column('VARCHAR', 'group'),
    dise: column('VARCHAR', 'group'),
    medfee_sumamt: column('BIGINT', 'measure'),
    fund_pay: column('BIGINT', 'measure', true),
  }
  return {
    tables: [{ name: 'setl_d', versionId: 'bench', files: [file], persons: true, columns }],
    joinKeys: [],
    minGroup: 10,
    limits: { timeMs: 120_000, memoryBytes: 4 * 2 ** 30, maxRows: 1_000_000 },
  }
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

async function timed(body: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await body()
  return performance.now() - began
}

/** Gate, engine child and output check against bare DuckDB in this process, interleaved. */
export async function run(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-bench-gate-'))
  const file = join(folder, 'setl_d.parquet')
  const threads = Math.min(8, availableParallelism())
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    temp_directory: join(folder, 'spill'),
  })
  const bare = await instance.connect()
  const log = { warn: () => {}, info: () => {} }
  const engine = createEngine({
    config: { engine: engineSettings({ warmChildren: 1, threads }) },
    home: folder,
    log,
    clock: systemClock,
  })
  try {
    await bare.run(`COPY (${GENERATE}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`)
    await bare.run(`CREATE VIEW setl_d AS SELECT * FROM read_parquet('${file}')`)
    await engine.start()
    return [
      ...(await queries(bare, engine, terms(file))),
      ...(await explaining(engine, terms(file))),
      ...(await idle(engine)),
    ]
  } finally {
    await engine.stop()
    bare.closeSync()
    instance.closeSync()
    await rm(folder, { recursive: true, force: true })
  }
}

async function queries(bare: DuckDBConnection, engine: DuckEngine, under: GrantTerms): Promise<Measure[]> {
  const gate = createGate(engine)
  const ask = async (sql: string) => {
    const prepared = await gate.prepare({ sql }, under)
    const raw = await prepared.execute(AbortSignal.timeout(120_000))
    return prepared.arrange(checkTable(raw, { minGroup: under.minGroup }).rows)
  }
  const rows: Measure[] = []
  const toPlain: number[] = []
  const toPersons: number[] = []
  for (const query of QUERIES) {
    const times = { gate: [] as number[], plain: [] as number[], persons: [] as number[] }
    for (let round = 0; round < REPEATS; round++) {
      times.plain.push(await timed(() => bare.runAndReadAll(select(query))))
      times.persons.push(await timed(() => bare.runAndReadAll(select(query, 'count(distinct __insured)'))))
      times.gate.push(await timed(() => ask(select(query))))
    }
    const [through, plain, persons] = [median(times.gate), median(times.plain), median(times.persons)]
    toPlain.push(through / plain)
    toPersons.push(through / persons)
    const against = `bare ${plain.toFixed(0)} ms (${(through / plain).toFixed(2)}×), bare with count(distinct insured) ${persons.toFixed(0)} ms (${(through / persons).toFixed(2)}×)`
    rows.push({ name: query.name, value: through, unit: 'ms', note: against })
  }
  const size = `${ROWS.toLocaleString('en')} rows, median of ${REPEATS}, child start and check included`
  rows.push({ name: 'gate ÷ bare, median', value: median(toPlain), unit: '×', note: size })
  rows.push({
    name: 'gate ÷ bare with count(distinct insured), median',
    value: median(toPersons),
    unit: '×',
    note: size,
  })
  return rows
}

async function explaining(engine: DuckEngine, under: GrantTerms): Promise<Measure[]> {
  const gate = createGate(engine)
  const sql = select(QUERIES[3]!)
  const times: number[] = []
  for (let count = 0; count < 101; count++) times.push(await timed(() => gate.explain(sql, under)))
  const sorted = times.sort((a, b) => a - b)
  return [
    {
      name: 'live explanation, median',
      value: sorted[50]!,
      unit: 'ms',
      note: 'parse in the child, lower, sum up',
    },
    { name: 'live explanation, 95 %', value: sorted[95]!, unit: 'ms', note: 'target 30 ms' },
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
