import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createEventBus, systemActor, systemClock, systemRandom, uuid7 } from '../src/kernel/index.ts'
import { Config } from '../src/platform/config/index.ts'
import { createEngine } from '../src/platform/engine/index.ts'
import { migrate, openDatabase } from '../src/platform/postgres/index.ts'
import { createEvidence, type Core, evidenceMigrations } from '../src/safeguard/evidence/index.ts'
import { catalogMigrations, registerDataset } from '../src/supply/catalog/index.ts'
import { importVersion, sourceMigrations } from '../src/supply/source/index.ts'

const silent = pino({ level: 'silent' })
const actor = systemActor('bench')

/**
 * A settlement file of 10 columns: the whole import (strict scan, types, persons numbered, Parquet, profile, hashes,
 * evidence) against a bare DuckDB `COPY` of the same file, in the same run. XINYU_BENCH_ROWS sets the size.
 */
export async function run(): Promise<{ name: string; value: number; unit: string; note: string }[]> {
  const rows = Number(process.env['XINYU_BENCH_ROWS'] ?? 1_000_000)
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-'))
  const database = await openDatabase({ home, log: silent, durability: 'full' })
  const config = Config.parse({ engine: { warmChildren: 0 } })
  const engine = createEngine({ config, home, log: silent, clock: systemClock })
  await engine.start()
  try {
    await migrate(database.db, [evidenceMigrations, catalogMigrations, sourceMigrations])
    const base = { home, clock: systemClock, random: systemRandom, log: silent, config, db: database.db }
    const evidence = await createEvidence(base, { databaseUrl: database.url })
    const core = { ...base, events: createEventBus(() => {}), engine, evidence } as unknown as Core
    const file = join(home, 'setl_d.csv')
    await bare(core, makeFile(rows, file))
    const { size } = await stat(file)
    const parquet = join(home, 'bare.parquet')
    const copy = await measure(() =>
      bare(core, `COPY (FROM read_csv('${file}')) TO '${parquet}' (FORMAT parquet, COMPRESSION zstd)`),
    )
    const plain = await measure(() => land(core, file, 'plain', null))
    const first = await measure(() => land(core, file, 'first', 'psn_no'))
    const again = await measure(() => land(core, file, 'again', 'psn_no'))
    await evidence.stop()
    const note = `${rows} rows, ${Math.round(size / 1e6)} MB`
    const seconds = (ms: number) => Math.round(ms / 10) / 100
    const ratio = (ms: number) => Math.round((ms / copy.value) * 100) / 100
    const mib = (bytes: number) => Math.round(bytes / 1_048_576)
    return [
      {
        name: 'bare DuckDB COPY',
        value: seconds(copy.value),
        unit: 's',
        note: `${note}; peak ${mib(copy.peak)} MiB`,
      },
      ...(
        [
          ['no insured column', plain],
          ['all persons new', first],
          ['all persons known', again],
        ] as const
      ).flatMap(([what, { ms, peak }]) => [
        { name: `import, ${what}`, value: seconds(ms), unit: 's', note: `${note}; peak ${mib(peak)} MiB` },
        { name: `import / bare COPY, ${what}`, value: ratio(ms), unit: '×', note: 'goal ≤ 2' },
      ]),
    ]
  } finally {
    await engine.stop()
    await database.stop()
    await rm(home, { recursive: true, force: true })
  }
}

function bare(core: Core, sql: string): Promise<number> {
  const module = new URL('./_import-copy.ts', import.meta.url).href
  const limits = { timeMs: 3_600_000, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
  return core.engine.script<number>({ module, input: { sql, spill: join(core.home, 'spill') }, limits })
}

async function land(core: Core, file: string, code: string, insured: string | null): Promise<void> {
  const datasetId = await registerDataset(core, actor, {
    code,
    titleZh: code,
    titleEn: code,
    insuredColumn: insured,
    insuredSystem: insured && 'psn_no:bench',
    participantId: uuid7(systemRandom, systemClock.now()),
  })
  const importId = uuid7(systemRandom, systemClock.now())
  await importVersion(core, actor, { importId, datasetId, paths: [file] })
}

/** Wall-clock time of a work, and the highest resident memory of a child of this process meanwhile. */
async function measure<T>(work: () => Promise<T>): Promise<{ ms: number; peak: number; value: T }> {
  let peak = 0
  const timer = setInterval(() => void largestChild().then((bytes) => (peak = Math.max(peak, bytes))), 100)
  const started = performance.now()
  try {
    const value = await work()
    return { ms: performance.now() - started, peak, value }
  } finally {
    clearInterval(timer)
  }
}

async function largestChild(): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
      if (!status.includes(`PPid:\t${process.pid}\n`)) return 0
      return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024
    }),
  )
  return Math.max(0, ...sizes)
}

const makeFile = (rows: number, file: string): string => `COPY (SELECT
  'S' || lpad(i::VARCHAR, 12, '0') AS setl_id,
  '31' || lpad((hash(i) % ${Math.ceil(rows / 5)})::VARCHAR, 12, '0') AS psn_no,
  ['310', '390', '510'][1 + (hash(i * 7) % 3)::INT] AS insutype,
  ['11', '21', '14'][1 + (hash(i * 11) % 3)::INT] AS med_type,
  'H' || lpad((hash(i * 13) % 9000)::VARCHAR, 11, '0') AS fixmedins_code,
  DATE '2024-01-01' + (hash(i * 3) % 365)::INT AS setl_date,
  ((hash(i * 17) % 1000000)::BIGINT / 100)::DECIMAL(16, 2) AS medfee_sumamt,
  ((hash(i * 19) % 500000)::BIGINT / 100)::DECIMAL(16, 2) AS fund_pay_sumamt,
  ((hash(i * 23) % 500000)::BIGINT / 100)::DECIMAL(16, 2) AS psn_pay,
  ['J18.900', 'I10.x00', 'E11.900', 'K80.101'][1 + (hash(i * 29) % 4)::INT] AS dise_no
  FROM range(${rows}) t(i)) TO '${file}' (FORMAT csv, HEADER)`
