import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createEventBus, systemActor, systemClock, systemRandom, uuid7 } from '../src/kernel/index.ts'
import { Config } from '../src/platform/config/index.ts'
import { createEngine } from '../src/platform/engine/index.ts'
import { migrate, openDatabase } from '../src/platform/postgres/index.ts'
import { createEvidence, type Core, evidenceMigrations } from '../src/safeguard/evidence/index.ts'
import { generateSettlements } from '../src/demo/settlements.ts'
import { catalogMigrations, registerDataset, versionById } from '../src/supply/catalog/index.ts'
import { importVersion, type Reading, sourceMigrations } from '../src/supply/source/index.ts'

const silent = pino({ level: 'silent' })
const actor = systemActor('bench')

/** Rows of the table; the goal is set for 10 million. */
const ROWS = Number(process.env['XINYU_BENCH_ROWS'] ?? 1_000_000)
/** What the whole import may cost, as a multiple of the bare COPY. */
const GOAL = { utf8: 1.5, gb18030: 2.5 } as const

/**
 * The settlement table as the nation defines it (SETL_D, 100 columns, from the demo's generator): the whole import
 * (strict scan, types, persons numbered, Parquet, profile, content hash, SHA-256, evidence) against a bare DuckDB `COPY`
 * with the same declared types of the same file in the same run, once before and once after. The GB18030 file holds the
 * same rows; the bare COPY, which cannot read it, is the one of the UTF-8 file.
 */
export async function run(): Promise<{ name: string; value: number; unit: string; note: string }[]> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-'))
  const database = await openDatabase({ home, log: silent, durability: 'full' })
  const config = Config.parse({ engine: { warmChildren: 0, threads: 2 } })
  const engine = createEngine({ config, home, log: silent, clock: systemClock })
  await engine.start()
  try {
    await migrate(database.db, [evidenceMigrations, catalogMigrations, sourceMigrations])
    const base = { home, clock: systemClock, random: systemRandom, log: silent, config, db: database.db }
    const evidence = await createEvidence(base, { databaseUrl: database.url })
    const core = { ...base, events: createEventBus(() => {}), engine, evidence } as unknown as Core
    const [file] = await generateSettlements({ rows: ROWS, file: join(home, 'setl_d.csv'), seed: 1 })
    const { size } = await stat(file!)
    const first = await measure(() => land(core, file!, 'first', 'psn_no'))
    const copySql = await bareSql(core, file!, first.value, join(home, 'bare.parquet'))
    const before = await measure(() => bare(core, copySql))
    const again = await measure(() => land(core, file!, 'again', 'psn_no'))
    const plain = await measure(() => land(core, file!, 'plain', null))
    const after = await measure(() => bare(core, copySql))
    const gb = await gbFile(file!, join(home, 'setl_d_gb.csv'))
    const coded = gb && (await measure(() => land(core, gb, 'coded', 'psn_no', { encoding: 'gb18030' })))
    await evidence.stop()
    const copy = (before.value + after.value) / 2
    const note = `${ROWS} rows × 100 columns, ${Math.round(size / 1e6)} MB, 2 threads`
    const seconds = (ms: number) => Math.round(ms / 10) / 100
    const ratio = (ms: number) => Math.round((ms / copy) * 100) / 100
    const mib = (bytes: number) => Math.round(bytes / 1_048_576)
    const peak = mib(Math.max(before.peak, after.peak))
    const spread = `${seconds(before.value)} s before, ${seconds(after.value)} s after`
    return [
      {
        name: 'bare DuckDB COPY',
        value: seconds(copy),
        unit: 's',
        note: `${note}; ${spread}; peak ${peak} MiB`,
      },
      ...(
        [
          ['UTF-8, all persons new', first, GOAL.utf8],
          ['UTF-8, all persons known', again, GOAL.utf8],
          ['UTF-8, no insured column', plain, GOAL.utf8],
          ...(coded ? ([['GB18030, all persons known', coded, GOAL.gb18030]] as const) : []),
        ] as const
      ).flatMap(([what, { ms, peak: most }, goal]) => [
        { name: `import, ${what}`, value: seconds(ms), unit: 's', note: `${note}; peak ${mib(most)} MiB` },
        { name: `import / bare COPY, ${what}`, value: ratio(ms), unit: '×', note: `goal ≤ ${goal}` },
      ]),
    ]
  } finally {
    await engine.stop()
    await database.stop()
    await rm(home, { recursive: true, force: true })
  }
}

/** The bare COPY with the types that the import found. */
async function bareSql(core: Core, file: string, versionId: string, target: string): Promise<string> {
  const { columns } = (await versionById(core, versionId))!
  const types = columns.map(({ name, type }) => `'${name}': '${type}'`).join(', ')
  return `COPY (FROM read_csv('${file}', auto_detect = false, header = true, delim = ',', quote = '"', columns = {${types}}))
    TO '${target}' (FORMAT parquet, COMPRESSION zstd)`
}

/** The same rows in GB18030 by the system's iconv, or null where there is none. */
async function gbFile(file: string, target: string): Promise<string | null> {
  const child = spawn('iconv', ['-f', 'UTF-8', '-t', 'GB18030', file, '-o', target], { stdio: 'ignore' })
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null))
    child.on('close', resolve)
  })
  return code === 0 ? target : null
}

function bare(core: Core, sql: string): Promise<number> {
  const module = new URL('./import-copy.ts', import.meta.url).href
  const limits = { timeMs: 3_600_000, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
  return core.engine.script<number>({ module, input: { sql, spill: join(core.home, 'spill') }, limits })
}

async function land(
  core: Core,
  file: string,
  code: string,
  insured: string | null,
  reading: Reading = {},
): Promise<string> {
  const datasetId = await registerDataset(core, actor, {
    code,
    titleZh: code,
    titleEn: code,
    insuredColumn: insured,
    insuredSystem: insured && 'psn_no:bench',
    participantId: uuid7(systemRandom, systemClock.now()),
  })
  const importId = uuid7(systemRandom, systemClock.now())
  return (await importVersion(core, actor, { importId, datasetId, paths: [file], reading })).versionId
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
