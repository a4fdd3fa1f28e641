import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateDemo } from '../src/demo/generate.ts'
import { type BureauTable, TABLE_COLUMNS } from '../src/demo/tables.ts'
import { type Duck, openDuck, quotePath, quoteText } from '../src/supply/source/index.ts'
import {
  type BoundTable,
  checkTables,
  type RulePack,
  shippedPack,
} from '../src/supply/treat/quality/index.ts'
import { nationalTables, shippedDictionary } from '../src/supply/treat/index.ts'

/** Settlement rows; the goal is set for 10 million. */
const ROWS = Number(process.env['XINYU_BENCH_ROWS'] ?? 1_000_000)
/** Memory of the engine in MiB; what does not fit is spilled. */
const MEMORY_MIB = Number(process.env['XINYU_BENCH_MEMORY_MIB'] ?? 6144)
/** One query a rule takes long: every so many rules are measured and the rest is counted up. 1 measures all. */
const EVERY = Number(process.env['XINYU_BENCH_EVERY'] ?? 4)
const PERSONS = 20_000
const BUREAU = '310000'
const THREADS = 2
const GOAL = { scans: 12, faster: 5 } as const

/** Ids that a copy must not share with its original, by table; the copy's number is put behind them. */
const IDS: Readonly<Record<string, readonly string[]>> = {
  setl_d: ['setl_id', 'mdtrt_id', 'init_setl_id', 'psn_no', 'psn_insu_rlts_id', 'rid'],
  mdtrt_d: ['mdtrt_id', 'psn_no', 'psn_insu_rlts_id', 'rid'],
  psn_info_b: ['psn_no', 'rid'],
  psn_insu_d: ['psn_insu_rlts_id', 'psn_no', 'rid'],
}
const TABLES: readonly BureauTable[] = [
  'setl_d',
  'mdtrt_d',
  'psn_info_b',
  'psn_insu_d',
  'medins_info_b',
  'insu_emp_info_b',
]
/** Columns with planted errors are text, as an import would land them; the others have their types. */
const TYPED =
  /^(?:begndate|enddate|paus_insu_date|crte_time|opt_time|estb_date|begntime)$|(?:_amt|_sumamt|_pay|_selfpay|_dedc|_sumfee|_part)$|^balc$|^dedc_std$/
const DIRTY = /^(?:cash_payamt|acct_pay|setl_time)$/

interface Line {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note: string
}

/**
 * All rules of all classes of SETL_D (100 national columns) over planted demo settlements, copied with shifted ids, with
 * its visits, persons and enrolments of the same size for the lookups: against one scan that hashes all columns, and
 * against the same rules one query each.
 */
export async function run(): Promise<Line[]> {
  const dir = await mkdtemp(join(tmpdir(), 'xinyu-bench-quality-'))
  try {
    await generateDemo({ dir, persons: PERSONS, seed: 5 })
    const tools = { progress: () => {}, softMemoryBytes: MEMORY_MIB * 1_048_576, threads: THREADS }
    const duck = await openDuck(tools, join(dir, 'spill'), [dir])
    const bound = await makeTables(duck, dir)
    const setl = bound[0]!
    const [counted] = await duck.rows(`SELECT count(*) AS n FROM ${setl.relation}`)
    const rows = Number(counted!['n'])
    const pack = shippedPack()
    const mine: RulePack = { ...pack, rules: pack.rules.filter((rule) => rule.table === 'setl_d') }
    const inputOf = (asked?: readonly string[]) => ({
      tables: bound,
      pack: mine,
      ...(asked ? { asked } : {}),
      settings: {},
      standard: nationalTables(),
      lists: Object.fromEntries(
        nationalTables().flatMap((table) =>
          table.columns.flatMap(({ codeList }) =>
            codeList === undefined
              ? []
              : [[codeList, (shippedDictionary(codeList)?.codes ?? []).map(({ code }) => code)]],
          ),
        ),
      ) as Record<string, string[]>,
      now: Date.UTC(2026, 0, 5),
    })
    const hash = `SELECT bit_xor(hash(${TABLE_COLUMNS.setl_d.join(', ')})) AS h FROM ${setl.relation}`
    const before = await timed(() => duck.rows(hash))
    const all = await timed(() => checkTables(duck, inputOf()))
    const after = await timed(() => duck.rows(hash))
    const scan = (before.cpu + after.cpu) / 2
    const asked = mine.rules.filter((rule) => all.value.counts.some((count) => count.rule === rule.id))
    const sampled = asked.filter((_, i) => i % EVERY === 0)
    let one = 0
    for (const rule of sampled) {
      // Asked alone, its cells read as strictly as together with the others.
      one += (await timed(() => checkTables(duck, inputOf([rule.id])))).cpu
    }
    const single = (one * asked.length) / sampled.length
    const peak = Math.round(process.resourceUsage().maxRSS / 1024)
    const findings = all.value.counts.reduce((sum, count) => sum + count.dirty, 0)
    const note = `${rows} rows × 100 columns, ${THREADS} threads, engine ${MEMORY_MIB} MiB, peak ${peak} MiB`
    const seconds = (ms: number) => Math.round(ms / 10) / 100
    return [
      {
        name: 'quality, one scan that hashes all columns',
        value: seconds((before.ms + after.ms) / 2),
        unit: 's',
        note,
      },
      {
        name: `quality, all ${asked.length} rules of SETL_D`,
        value: seconds(all.ms),
        unit: 's',
        note: `${findings} findings; ${note}`,
      },
      {
        name: 'quality, all rules / hash scan',
        value: Math.round((all.cpu / scan) * 100) / 100,
        unit: '×',
        note: `CPU time, goal ≤ ${GOAL.scans}`,
      },
      {
        name: 'quality, one query each / all rules',
        value: Math.round((single / all.cpu) * 100) / 100,
        unit: '×',
        note: `CPU time, goal ≥ ${GOAL.faster}; ${sampled.length} of ${asked.length} rules measured one by one`,
      },
    ]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** With the CPU time of all threads: ratios of it do not depend on what else the machine does. */
async function timed<T>(body: () => Promise<T>): Promise<{ value: T; ms: number; cpu: number }> {
  const start = performance.now()
  const before = process.cpuUsage()
  const value = await body()
  const { user, system } = process.cpuUsage(before)
  return { value, ms: performance.now() - start, cpu: (user + system) / 1000 }
}

/** Copies of the demo's rows as Parquet, typed as an import lands them, until there are enough settlements. */
async function makeTables(duck: Duck, dir: string): Promise<BoundTable[]> {
  const bound: BoundTable[] = []
  const csv = (table: BureauTable) => join(dir, BUREAU, `${table}.csv`)
  const [base] = await duck.rows(
    `SELECT count(*) AS n FROM read_csv(${quoteText(csv('setl_d'))}, all_varchar = true)`,
  )
  const copies = Math.ceil(ROWS / Number(base!['n']))
  for (const table of TABLES) {
    const columns = TABLE_COLUMNS[table].map((name) => ({
      name,
      type: TYPED.test(name) && !DIRTY.test(name) ? typeOf(name) : 'VARCHAR',
    }))
    const ids = IDS[table] ?? []
    const select = columns.map(({ name, type }) => cell(name, type, ids.includes(name)))
    const file = join(dir, `${table}.parquet`)
    const source = `read_csv(${quoteText(csv(table))}, header = true, all_varchar = true, nullstr = '', quote = '', escape = '')`
    const times = ids.length === 0 ? 1 : copies
    await duck.copy(
      `COPY (SELECT ${select.join(', ')} FROM range(${times}) k(k), ${source} t)
       TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`,
    )
    await stat(file)
    bound.push({
      name: table,
      relation: `(SELECT * EXCLUDE (file_row_number), file_row_number AS __row FROM read_parquet(${quotePath(file)}, file_row_number = true))`,
      columns,
      reference: table !== 'setl_d',
    })
  }
  const list = join(dir, 'dictionary/admdvs_b.csv')
  await duck.connection.run(
    `CREATE TABLE admdvs_b AS SELECT row_number() OVER () - 1 AS __row, * FROM read_csv(${quoteText(list)}, all_varchar = true, header = true)`,
  )
  const names = ['admdvs', 'admdvs_name', 'city', 'province', 'vali_flag']
  const columns = names.map((name) => ({ name, type: 'VARCHAR' }))
  return [...bound, { name: 'admdvs_b', relation: 'admdvs_b', columns, reference: true }]
}

const typeOf = (name: string): string =>
  name.endsWith('date') ? 'DATE' : name.endsWith('time') ? 'TIMESTAMP' : 'DECIMAL(18,2)'

function cell(name: string, type: string, shifted: boolean): string {
  if (shifted)
    return `CASE WHEN t.${name} IS NULL THEN NULL ELSE t.${name} || lpad(CAST(k AS VARCHAR), 5, '0') END AS ${name}`
  // The year within the message id is what tells the copies apart.
  if (name === 'medins_setl_id') {
    return `left(t.${name}, 12) || lpad(CAST(k AS VARCHAR), 4, '0') || substr(t.${name}, 17) AS ${name}`
  }
  return type === 'VARCHAR' ? `t.${name}` : `TRY_CAST(t.${name} AS ${type}) AS ${name}`
}
