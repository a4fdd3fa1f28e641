import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateDemo } from '../src/demo/generate.ts'
import { BUREAU_TABLES, TABLE_COLUMNS } from '../src/demo/tables.ts'
import { QUALITY_CLASSES } from '../src/supply/treat/quality/index.ts'
import { type Duck, quoteName, quoteText } from '../src/supply/source/index.ts'
import { classOf, type Repaired, repairDemo, type Truths, truthsOf } from './support/repair.ts'
import { accuracyPpm } from '../src/supply/treat/repair/finish.ts'
import { workName } from '../src/supply/treat/repair/work.ts'

const PERSONS = 4000
const SEED = 7
/** Shanghai has the public registers beside it, the others have not. */
/** The other bureau runs in `npm run test:long`. */
const BUREAUS = process.env.XINYU_LONG_TESTS === '1' ? ['310000', '320000'] : ['310000']
const REGISTER = ['psn_info_b', 'psn_insu_d', 'staf_psn_clct_detl_d', 'rsdt_psn_clct_detl_d']
const TIME_MS = 600_000

let folder: string
const repaired = new Map<string, { result: Repaired; truths: Truths; misuse: Truths }>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinyu-repair-'))
  await generateDemo({ dir: join(folder, 'planted'), persons: PERSONS, seed: SEED })
  await generateDemo({ dir: join(folder, 'clean'), persons: PERSONS, seed: SEED, plant: false })
  for (const bureau of BUREAUS) {
    const result = await repairDemo(join(folder, 'planted'), bureau, { approve: true })
    const all = truthsOf(join(folder, 'planted'), bureau)
    const truths = all.filter((truth) => truth.class !== '监管')
    await outcomes(result.duck, truths)
    repaired.set(bureau, { result, truths, misuse: all.filter((truth) => truth.class === '监管') })
  }
}, TIME_MS)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Fills `outcome`: what became of each planting. */
async function outcomes(duck: Duck, truths: Truths): Promise<void> {
  await duck.connection.run(
    'CREATE TEMP TABLE truth (n INTEGER, tbl VARCHAR, rid VARCHAR, col VARCHAR, want VARCHAR, determined BOOLEAN)',
  )
  const rows = truths.map(
    (t, n) =>
      `(${n}, ${[t.table, t.key, t.column, t.before].map(quoteText).join(', ')}, ${String(t.determined)})`,
  )
  if (rows.length > 0) await duck.connection.run(`INSERT INTO truth VALUES ${rows.join(', ')}`)
  const cell = (column: string) => `WHEN ${quoteText(column)} THEN coalesce(w.${quoteName(column)}, '')`
  await duck.connection.run(
    'CREATE TEMP TABLE outcome (n INTEGER, row BIGINT, now VARCHAR, gone BOOLEAN, quarantined BOOLEAN, dirty BOOLEAN)',
  )
  for (const table of BUREAU_TABLES) {
    const mine = new Set(truths.filter((t) => t.table === table && t.column !== '').map((t) => t.column))
    const now = mine.size === 0 ? `''` : `CASE t.col ${[...mine].map(cell).join(' ')} ELSE '' END`
    await duck.connection.run(
      `INSERT INTO outcome SELECT t.n, w.__row, ${now}, w.__gone,
         EXISTS (SELECT 1 FROM quarantined q WHERE q.tbl = t.tbl AND q.row = w.__row),
         EXISTS (SELECT 1 FROM blame b WHERE b.tbl = t.tbl AND b.row = w.__row)
       FROM truth t JOIN ${workName(table)} w ON w.rid = t.rid WHERE t.tbl = ${quoteText(table)}`,
    )
  }
}

describe.each(BUREAUS)('the planted demo of %s', (bureau) => {
  const of = () => repaired.get(bureau)!

  test('every error that other columns or sources determine is repaired rightly', async () => {
    const { result, truths } = of()
    expect(result.done.stable).toBe(true)
    expect(truths.filter((truth) => truth.determined).length).toBeGreaterThan(60)
    const wrong = await result.duck.rows(
      `SELECT t.tbl, t.col, t.rid FROM truth t JOIN outcome o ON o.n = t.n
       WHERE t.determined AND NOT (CASE WHEN t.col = '' THEN o.gone ELSE o.now = t.want AND NOT o.quarantined END)`,
    )
    expect(wrong).toEqual([])
  })

  test('what nothing determines is not guessed: it is in quarantine or still counted as dirty', async () => {
    const { result } = of()
    const wrong = await result.duck.rows(
      `SELECT t.tbl, t.col, t.rid FROM truth t JOIN outcome o ON o.n = t.n
       WHERE NOT t.determined AND NOT (o.quarantined OR o.dirty)`,
    )
    expect(wrong).toEqual([])
    const guessed = await result.duck.rows(
      `SELECT t.tbl, t.col, t.rid FROM truth t JOIN outcome o ON o.n = t.n JOIN change c ON c.tbl = t.tbl AND c.col = t.col
         AND c.row = o.row WHERE NOT t.determined`,
    )
    expect(guessed).toEqual([])
  })

  test('no correct cell is touched: apart from plantings that nothing determines, every cell equals the clean population', async () => {
    const { result, truths, misuse } = of()
    const { duck } = result
    // Who plays a scenario of misuse has other visits than in the clean population, right from the start.
    const keys = misuse.map((truth) => quoteText(truth.key))
    const others = ['setl_d', 'fee_list_d']
      .map((table) => `SELECT psn_no FROM ${table} WHERE rid IN (${keys.join(', ') || 'NULL'})`)
      .join(' UNION ')
    const ordinary = (table: (typeof BUREAU_TABLES)[number]): string =>
      TABLE_COLUMNS[table].some((column) => column === 'psn_no') ? `psn_no NOT IN (${others})` : 'true'
    for (const table of BUREAU_TABLES) {
      const columns = TABLE_COLUMNS[table]
      await duck.connection.run(
        `CREATE OR REPLACE TEMP TABLE clean AS SELECT * FROM read_csv(${quoteText(join(folder, 'clean', bureau, `${table}.csv`))},
           header = true, all_varchar = true, nullstr = '', delim = ',', quote = '', escape = '') WHERE ${ordinary(table)}`,
      )
      // The repaired table: lifted columns from the work table, the others as they came.
      const lifted = new Set(
        result.done.tables.find(({ name }) => name === table)!.columns.map(({ name }) => name),
      )
      const cells = columns.map((c) => `${lifted.has(c) ? 'w' : 's'}.${quoteName(c)} AS ${quoteName(c)}`)
      await duck.connection.run(
        `CREATE OR REPLACE TEMP TABLE landed AS SELECT * FROM (SELECT ${cells.join(', ')} FROM ${quoteName(table)} s
         JOIN ${workName(table)} w ON w.__row = s.__row WHERE NOT w.__gone) WHERE ${ordinary(table)}`,
      )
      const [counts] = await duck.rows(
        `SELECT (SELECT count(*) FROM landed) AS landed, (SELECT count(*) FROM clean) AS clean,
           (SELECT count(*) FROM landed l JOIN clean c ON c.rid = l.rid) AS both`,
      )
      expect(counts, table).toEqual({
        landed: counts!['clean'],
        clean: counts!['clean'],
        both: counts!['clean'],
      })
      const rows = await duck.rows(
        `SELECT l.rid FROM landed l JOIN clean c ON c.rid = l.rid
         WHERE (${columns.map((c) => `l.${quoteName(c)} IS DISTINCT FROM c.${quoteName(c)}`).join(' OR ')}) ORDER BY 1`,
      )
      const open = new Set(
        truths.filter((truth) => truth.table === table && !truth.determined).map((truth) => truth.key),
      )
      expect(
        rows.filter((row) => !open.has(String(row['rid']))),
        table,
      ).toEqual([])
    }
  })

  test('every change stands at a planted cell', async () => {
    const { result } = of()
    for (const table of BUREAU_TABLES) {
      const other = await result.duck.rows(
        `SELECT c.col, c.fix FROM change c JOIN ${workName(table)} w ON w.__row = c.row WHERE c.tbl = ${quoteText(table)}
           AND NOT EXISTS (SELECT 1 FROM truth t WHERE t.tbl = c.tbl AND t.rid = w.rid AND t.col = c.col)
         UNION ALL SELECT '', m.fix FROM merged m JOIN ${workName(table)} w ON w.__row = m.row WHERE m.tbl = ${quoteText(table)}
           AND NOT EXISTS (SELECT 1 FROM truth t WHERE t.tbl = m.tbl AND t.rid = w.rid AND t.col = '')`,
      )
      expect(other).toEqual([])
    }
  })

  test('persons and contributions end at 99.6 % or better', () => {
    const tables = of().result.tables.filter(({ table }) => REGISTER.includes(table))
    const sum = (key: 'scanned' | 'stillDirty' | 'quarantined') => tables.reduce((n, one) => n + one[key], 0)
    const [scanned, dirty, quarantined] = [sum('scanned'), sum('stillDirty'), sum('quarantined')]
    const ppm = accuracyPpm(scanned, dirty + quarantined)
    const lines = tables.map(
      (one) =>
        `${one.table}: 1 − (${one.stillDirty} + ${one.quarantined}) ÷ ${one.scanned} = ${(one.accuracyPpm / 10_000).toFixed(4)} %`,
    )
    // oxlint-disable-next-line no-console -- the arithmetic is what this test is to show
    console.info(
      `${bureau}\n${lines.join('\n')}\ntogether: 1 − (${dirty} + ${quarantined}) ÷ ${scanned} = ${(ppm / 10_000).toFixed(4)} %`,
    )
    expect(ppm).toBeGreaterThanOrEqual(996_000)
    for (const one of tables) expect(one.accuracyPpm, one.table).toBeGreaterThanOrEqual(996_000)
  })

  test('each class adds up: found = repaired + quarantined + still dirty', async () => {
    const { result, truths } = of()
    const ends = await result.duck.rows('SELECT n, quarantined, dirty FROM outcome')
    const by = new Map(ends.map((one) => [Number(one['n']), one]))
    const table = QUALITY_CLASSES.map((cls) => {
      const mine = truths.flatMap((truth, n) =>
        classOf(truth.class) === cls ? [{ truth, end: by.get(n)! }] : [],
      )
      const counted = result.classes.find((one) => one.class === cls)!
      expect(counted.found).toBe(counted.repaired + counted.quarantined + counted.stillDirty)
      return {
        class: cls,
        planted: mine.length,
        determined: mine.filter(({ truth }) => truth.determined).length,
        quarantined: mine.filter(({ end }) => end['quarantined']).length,
        stillDirty: mine.filter(({ truth, end }) => !truth.determined && !end['quarantined']).length,
        'cells found': counted.found,
        'cells repaired': counted.repaired,
      }
    })
    // oxlint-disable-next-line no-console -- the table by class is what this test is to show
    console.info(
      `${bureau}\n${table
        .map((line) =>
          Object.entries(line)
            .map(([key, n]) => `${key} ${n}`)
            .join(', '),
        )
        .join('\n')}`,
    )
    expect(table.reduce((n, one) => n + one.planted, 0)).toBe(truths.length)
  })
})
