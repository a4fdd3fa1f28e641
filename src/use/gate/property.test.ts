import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cell, Engine, QueryWork } from '../../platform/engine/index.ts'
import { checkTable } from '../check/index.ts'
import type { Withheld } from '../check/index.ts'
import type { GrantTerms } from '../run/index.ts'
import { exampleTerms, type Fixture, openFixture } from './fixture.ts'
import { createGate } from './index.ts'
import { answer, type Data, type Drawn, type DrawnCell, type Joined, type Truth } from './oracle.ts'

const RUNS = Number(process.env.XINYU_GATE_RUNS ?? 12)
const QUERIES = 8
let fixture: Fixture

beforeAll(async () => {
  fixture = await openFixture({ warmChildren: 1 })
})
afterAll(() => fixture.close())

// Data: few persons, many ties, missing values, numbers that are not finite, dense numbers that share buckets.
const SEX = ['1', '2', "o'x", '女']
const MED = ['11', '21', null]
const drawData = fc
  .record({
    stride: fc.constantFrom(1, 64, 128),
    setl: fc.array(
      fc.record({
        person: fc.nat(24),
        sex: fc.constantFrom(...SEX),
        med_type: fc.constantFrom(...MED),
        hosp: fc.integer({ min: 1, max: 3 }),
        yr: fc.integer({ min: 2022, max: 2024 }),
        local: fc.boolean(),
        cost: fc.integer({ min: -50, max: 5_000 }),
        fund: fc.option(fc.integer({ min: 0, max: 900_000 }), { nil: null }),
        score: fc.option(fc.constantFrom(0.5, 1.25, -3, Number.NaN, Number.POSITIVE_INFINITY), { nil: null }),
      }),
      { minLength: 0, maxLength: 120 },
    ),
    fee: fc.array(
      fc.record({
        setl: fc.nat(119),
        item: fc.constantFrom('a', 'b'),
        amount: fc.option(fc.nat(99), { nil: null }),
      }),
      {
        maxLength: 80,
      },
    ),
  })
  .map(({ stride, setl, fee }): Data => {
    const rows = setl.map(({ person, fund, ...rest }, index) => ({
      insured: person * stride,
      values: {
        ...rest,
        setl_id: index,
        psn_no: `P${person}`,
        setl_date: `${rest.yr}-0${1 + (index % 9)}-15`,
        fund: fund === null ? null : fund / 100,
      },
    }))
    const lines = fee.flatMap(({ setl: at, item, amount }) =>
      rows[at] ? [{ insured: rows[at].insured, values: { setl_id: at, item, amount } }] : [],
    )
    return {
      setl: rows,
      fee: lines,
      hosp: [1, 2].map((hosp) => ({ hosp, 等级: hosp === 1 ? '三级' : '二级' })),
    }
  })

// Queries: text and meaning are drawn together.
const text = (value: string) => `'${value.replaceAll("'", "''")}'`
interface DrawnCondition {
  readonly sql: string
  readonly truth: (row: Joined) => Truth
}
const compare = (op: string, a: Cell | undefined, b: Cell): Truth => {
  if (a === null || a === undefined || b === null) return null
  const order = a === b ? 0 : a < b ? -1 : 1
  return (
    {
      '=': order === 0,
      '<>': order !== 0,
      '<': order < 0,
      '<=': order <= 0,
      '>': order > 0,
      '>=': order >= 0,
    }[op] ?? null
  )
}
const both = (a: Truth, b: Truth): Truth =>
  a === false || b === false ? false : a === null || b === null ? null : true
const either = (a: Truth, b: Truth): Truth =>
  a === true || b === true ? true : a === null || b === null ? null : false
const not = (a: Truth): Truth => (a === null ? null : !a)

const leaf: fc.Arbitrary<DrawnCondition> = fc.oneof(
  fc.tuple(fc.constantFrom('=', '<>', '<', '>='), fc.constantFrom(...SEX)).map(([op, value]) => ({
    sql: `s.sex ${op} ${text(value)}`,
    truth: (row: Joined) =>
      op === '=' || op === '<>' ? compare(op, row.values.sex, value) : bytes(op, row.values.sex, value),
  })),
  fc
    .tuple(fc.constantFrom('=', '<>', '<', '<=', '>', '>='), fc.integer({ min: 2021, max: 2025 }))
    .map(([op, value]) => ({
      sql: `year(setl_date) ${op} ${value}`,
      truth: (row: Joined) => compare(op, row.values.yr, value),
    })),
  fc
    .tuple(fc.boolean(), fc.uniqueArray(fc.constantFrom('11', '21', '31'), { minLength: 1 }))
    .map(([negated, list]) => ({
      sql: `med_type ${negated ? 'not in' : 'in'} (${list.map(text).join(', ')})`,
      truth: ({ values }: Joined) => {
        const found = values.med_type === null ? null : list.some((one) => one === values.med_type)
        return negated ? not(found) : found
      },
    })),
  fc.boolean().map((negated) => ({
    sql: `med_type is ${negated ? 'not null' : 'null'}`,
    truth: ({ values }: Joined) => (values.med_type === null) !== negated,
  })),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).map(([low, high]) => ({
    sql: `s.hosp between ${low} and ${high}`,
    truth: ({ values }: Joined) => Number(values.hosp) >= low && Number(values.hosp) <= high,
  })),
  fc
    .boolean()
    .map((value) => ({ sql: `"local" = ${value}`, truth: ({ values }: Joined) => values.local === value })),
)
const bytes = (op: string, a: Cell | undefined, b: string): Truth => {
  const order = Buffer.compare(Buffer.from(String(a)), Buffer.from(b))
  return op === '<' ? order < 0 : order >= 0
}
const condition: fc.Arbitrary<DrawnCondition> = fc.letrec<{ node: DrawnCondition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => ({
      sql: `(${a.sql} and ${b.sql})`,
      truth: (row: Joined) => both(a.truth(row), b.truth(row)),
    })),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => ({
      sql: `(${a.sql} or ${b.sql})`,
      truth: (row: Joined) => either(a.truth(row), b.truth(row)),
    })),
    tie('node').map((a) => ({ sql: `not (${a.sql})`, truth: (row: Joined) => not(a.truth(row)) })),
  ),
})).node

type Key = readonly [sql: string, of: (row: Joined) => Cell]
const KEYS: readonly Key[] = [
  ['s.sex', ({ values }) => values.sex ?? null],
  ['med_type', ({ values }) => values.med_type ?? null],
  ['year(setl_date)', ({ values }) => values.yr ?? null],
  ["date_trunc('year', setl_date)", ({ values }) => `${values.yr}-01-01`],
  ['left(s.sex, 1)', ({ values }) => String(values.sex)[0]!],
  ['"local"', ({ values }) => values.local ?? null],
]
const CELLS: readonly (readonly [string, DrawnCell])[] = [
  ['count(*)', { fn: 'count_rows', of: '' }],
  ['count(med_type)', { fn: 'count', of: 'med_type' }],
  ['count(distinct med_type)', { fn: 'count_distinct', of: 'med_type' }],
  ['count(distinct psn_no)', { fn: 'count_distinct', of: 'psn_no' }],
  ['sum(cost)', { fn: 'sum', of: 'cost' }],
  ['avg(cost)', { fn: 'avg', of: 'cost' }],
  ['sum(fund)', { fn: 'sum', of: 'fund' }],
  ['count(score)', { fn: 'count', of: 'score' }],
  ['sum(score)', { fn: 'sum', of: 'score' }],
]
const SOURCES: Record<Drawn['source'], { from: string; keys: readonly Key[]; cells: typeof CELLS }> = {
  setl: { from: 'setl_d s', keys: KEYS, cells: CELLS },
  'setl-fee': {
    from: 'setl_d as s join fee_d f on f.setl_id = s.setl_id',
    keys: [...KEYS, ['item', ({ values }) => values.item ?? null]],
    cells: [
      ...CELLS,
      ['sum(amount)', { fn: 'sum', of: 'amount' }],
      ['avg(f.amount)', { fn: 'avg', of: 'amount' }],
    ],
  },
  'setl-hosp': {
    from: 'hosp_b h inner join setl_d s on s.hosp = h.hosp',
    keys: [...KEYS, ['"等级"', ({ values }) => values.等级 ?? null]],
    cells: CELLS,
  },
}
const drawQuery: fc.Arbitrary<Drawn> = fc
  .record({
    source: fc.constantFrom<Drawn['source'][]>('setl', 'setl-fee', 'setl-hosp'),
    keys: fc.array(fc.nat(6), { maxLength: 3 }),
    cells: fc.array(fc.nat(10), { maxLength: 4 }),
    where: fc.option(condition, { nil: null }),
  })
  .map(({ source, keys, cells, where }) => {
    const { from, keys: known, cells: stats } = SOURCES[source]
    const by = [...new Set(keys.map((at) => at % known.length))].map((at) => known[at]!)
    const of = cells.map((at) => stats[at % stats.length]!)
    const list = by.length + of.length === 0 ? [CELLS[0]!] : of
    const select = [...by.map(([sql]) => sql), ...list.map(([sql]) => sql)].join(', ')
    const group = by.length > 0 ? ` group by ${by.map((_, at) => at + 1).join(', ')}` : ''
    return {
      sql: `select ${select} from ${from}${where ? ` where ${where.sql}` : ''}${group}`,
      source,
      keys: by.map(([, one]) => one),
      cells: list.map(([, cell]) => cell),
      where: (row) => (where ? where.truth(row) : true),
    }
  })

const num = (value: Cell | undefined) =>
  value === null || value === undefined
    ? 'NULL'
    : typeof value === 'number' && !Number.isFinite(value)
      ? `'${value}'`
      : String(value)
const str = (value: Cell | undefined) =>
  value === null || value === undefined ? 'NULL' : text(String(value))

/** The data as Parquet, written by DuckDB under the declared types. */
async function write({ setl, fee, hosp }: Data, name: string): Promise<GrantTerms> {
  const table = (columns: string, types: readonly string[], rows: readonly string[]) => {
    const names = columns.split(' ')
    const cast = names.map((column, at) => `CAST(${column} AS ${types[at]}) AS ${column}`).join(', ')
    const none = `(${names.map(() => 'NULL').join(', ')})`
    return `SELECT ${cast} FROM (VALUES ${rows.length > 0 ? rows.join(', ') : none}) v(${names.join(', ')})${rows.length > 0 ? '' : ' WHERE false'}`
  }
  const setlRows = setl.map(
    ({ insured, values: v }) =>
      `(${insured}, ${v.setl_id}, ${str(v.psn_no)}, ${str(v.sex)}, ${str(v.med_type)}, ${v.hosp}, ${v.yr}, ${str(v.setl_date)}, ${v.local}, ${v.cost}, ${num(v.fund)}, ${num(v.score)}::DOUBLE)`,
  )
  const feeRows = fee.map(
    ({ insured, values: v }) => `(${insured}, ${v.setl_id}, ${str(v.item)}, ${num(v.amount)})`,
  )
  const hospRows = hosp.map((one) => `(${one.hosp}, ${str(one.等级)}, 5)`)
  const big = [
    'UINTEGER',
    'BIGINT',
    'VARCHAR',
    'VARCHAR',
    'VARCHAR',
    'INTEGER',
    'INTEGER',
    'DATE',
    'BOOLEAN',
    'BIGINT',
    'DECIMAL(12,2)',
    'DOUBLE',
  ]
  return exampleTerms({
    setl_d: [
      await fixture.parquet(
        `${name}-setl`,
        table('__insured setl_id psn_no sex med_type hosp yr setl_date local cost fund score', big, setlRows),
      ),
    ],
    fee_d: [
      await fixture.parquet(
        `${name}-fee`,
        table('__insured setl_id item amount', ['UINTEGER', 'BIGINT', 'VARCHAR', 'BIGINT'], feeRows),
      ),
    ],
    hosp_b: [
      await fixture.parquet(
        `${name}-hosp`,
        table('hosp 等级 beds', ['INTEGER', 'VARCHAR', 'INTEGER'], hospRows),
      ),
    ],
  })
}

/** The same library without the child, for many small queries; the children themselves are tested beside it. */
async function direct(work: QueryWork) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  for (const [name, files] of Object.entries(work.tables)) {
    await connection.run(`CREATE VIEW "${name}" AS SELECT * FROM read_parquet('${files[0]}')`)
  }
  const reader = await connection.runAndReadAll(work.sql)
  const cell = (value: unknown): Cell => {
    if (typeof value === 'bigint') return Number(value)
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
    const plain = (value as { toString(): string }).toString()
    return (value as object).constructor.name === 'DuckDBDecimalValue' ? Number(plain) : plain
  }
  const names = reader.columnNames()
  const columns = reader.columnTypes().map((type, at) => ({ name: names[at]!, type: String(type) }))
  const rows = reader.getRows().map((row) => row.map(cell))
  connection.closeSync()
  instance.closeSync()
  return { columns, rows, elapsedMs: 0, peakBytes: 0 }
}

const rounded = (rows: readonly (readonly (Cell | Withheld)[])[]) =>
  rows
    .map((row) => row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(11)) : cell)))
    .map((row) => JSON.stringify(row))
    .sort()

async function asked(engine: Pick<Engine, 'parse' | 'query'>, { sql }: Drawn, terms: GrantTerms) {
  const prepared = await createGate(engine).prepare({ sql }, terms)
  const raw = await prepared.execute(AbortSignal.timeout(30_000))
  return { checked: checkTable(raw, { minGroup: terms.minGroup }), prepared }
}

test('property: what comes out equals the naive oracle, and nothing rests on fewer than k', async () => {
  const engine: Pick<Engine, 'parse' | 'query'> = { parse: (sql) => fixture.engine.parse(sql), query: direct }
  let count = 0
  let shown = 0
  await fc.assert(
    fc.asyncProperty(
      drawData,
      fc.array(drawQuery, { minLength: QUERIES, maxLength: QUERIES }),
      fc.constantFrom(1, 2, 3, 5, 10, 50, 95),
      async (data, queries, minGroup) => {
        const terms = { ...(await write(data, `p${count++}`)), minGroup }
        for (const query of queries) {
          const { checked } = await asked(engine, query, terms)
          const expected = answer(data, query, minGroup)
          expect({ sql: query.sql, rows: rounded(checked.rows) }).toEqual({
            sql: query.sql,
            rows: rounded(expected),
          })
          shown += checked.rows.length
        }
      },
    ),
    { numRuns: RUNS, seed: 20_260_101, endOnFailure: true },
  )
  expect(shown).toBeGreaterThan(RUNS)
}, 180_000)

test('the same through real children', async () => {
  const [data] = fc.sample(drawData, { numRuns: 1, seed: 7 })
  const terms = { ...(await write(data!, 'real')), minGroup: 3 }
  for (const query of fc.sample(drawQuery, { numRuns: 12, seed: 11 })) {
    const { checked, prepared } = await asked(fixture.engine, query, terms)
    expect(rounded(prepared.arrange(checked.rows))).toEqual(rounded(answer(data!, query, 3)))
  }
}, 60_000)
