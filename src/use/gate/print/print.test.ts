/* oxlint-disable unicorn/no-thenable -- the second half of "when … then"; plain JSON that nobody awaits */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemRandom } from '../../../kernel/random.ts'
import { computeBase } from '../compute.ts'
import { exampleTerms, type Fixture, openFixture } from '../fixture.ts'
import type { Base, BaseCell, ColumnExpr, Expr, Relation } from '../plan/index.ts'
import type { GrantTerms } from '../../run/index.ts'
import { printBase } from './index.ts'

let fixture: Fixture
let files: Record<string, string[]>

beforeAll(async () => {
  fixture = await openFixture({ warmChildren: 1 })
  files = {}
  // 60 persons with two settlements each; the first 20 are of kind 11, the next 25 of kind 21, 15 of no kind.
  files.setl_d = [
    await fixture.parquet(
      'setl_d',
      `SELECT (range // 2)::UINTEGER AS __insured, range::BIGINT AS setl_id, 'P' || (range // 2) AS psn_no,
        CASE WHEN range % 4 < 2 THEN '1' ELSE '2' END AS sex,
        CASE WHEN range < 40 THEN '11' WHEN range < 90 THEN '21' END AS med_type, (range % 3)::INTEGER AS hosp,
        (2020 + range % 2)::INTEGER AS yr, DATE '2024-01-01' + range::INTEGER AS setl_date,
        TIMESTAMP '2024-01-01 08:00:00' AS setl_time, true AS local, 0.5::DECIMAL(5,2) AS rate,
        (100 + range)::BIGINT AS cost, CASE WHEN range % 10 > 0 THEN 1.25::DECIMAL(12,2) END AS fund,
        CASE range WHEN 0 THEN 'NaN'::DOUBLE WHEN 1 THEN 'Infinity'::DOUBLE WHEN 2 THEN 1e300 ELSE 0.5 END AS score,
        'n' AS note, 'name' AS name, 40::INTEGER AS age FROM range(120)`,
    ),
  ]
  // Fee lines of the even settlements alone; those of settlement 0 say another person.
  files.fee_d = [
    await fixture.parquet(
      'fee_d',
      `SELECT (CASE WHEN range = 0 THEN 59 ELSE range // 2 END)::UINTEGER AS __insured, range::BIGINT AS setl_id,
        'a' AS item, 7::BIGINT AS amount FROM range(120) WHERE range % 2 = 0`,
    ),
  ]
  files.hosp_b = [
    await fixture.parquet(
      'hosp_b',
      `SELECT range::INTEGER AS hosp, CASE WHEN range = 0 THEN '三级' ELSE '二级' END AS 等级, (100 * range)::INTEGER AS beds FROM range(3)`,
    ),
  ]
}, 60_000)
afterAll(() => fixture.close())

const TERMS = exampleTerms()
const column = (scan: number, table: string, name: string): ColumnExpr => {
  const { type, nullable } = TERMS.tables.find((one) => one.name === table)!.columns[name]!
  return { kind: 'column', scan, table, column: name, type, nullable }
}
const s = (name: string) => column(0, 'setl_d', name)
const f = (name: string) => column(1, 'fee_d', name)
const whole = (value: number): Expr => ({ kind: 'literal', type: 'integer', value: String(value) })
const call = (fn: Extract<Expr, { kind: 'call' }>['fn'], type: string, ...args: Expr[]): Expr => ({
  kind: 'call',
  fn,
  args,
  type,
  nullable: true,
})
const setl: Relation = { op: 'scan', scan: 0, table: 'setl_d', persons: true }
const fee: Relation = { op: 'scan', scan: 1, table: 'fee_d', persons: true }
const hosp: Relation = { op: 'scan', scan: 2, table: 'hosp_b', persons: false }
const ROWS: BaseCell = { fn: 'count_rows', of: null, family: 'count' }
const sum = (of: Expr): BaseCell => ({ fn: 'sum', of, family: 'sum:x' })
const cell = (fn: BaseCell['fn'], of: Expr, at?: string): BaseCell => ({
  fn,
  of,
  family: `${fn}:x`,
  ...(at ? { at } : {}),
})
const aggregate = (
  input: Relation,
  cells: BaseCell[],
  keys: Expr[] = [],
  sets: number[][] = [keys.map((_, index) => index)],
): Base => ({ op: 'aggregate', input, keys, sets, cells })

const terms = (more: Parameters<typeof exampleTerms>[1] = {}, history = true): GrantTerms => ({
  ...exampleTerms(files, more, history),
})

async function compute(base: Base, under: GrantTerms = terms()) {
  const printed = printBase(base, under)
  const signal = AbortSignal.timeout(20_000)
  const computing = { engine: fixture.engine, random: systemRandom, terms: under, signal }
  return (await computeBase(computing, base, printed)).raw
}
/** Keys, values and supports of the rows. */
async function table(base: Base, under?: GrantTerms) {
  const { rows } = await compute(base, under)
  return rows.map(({ keys, cells, support }) => [
    ...keys,
    ...cells.flatMap((one) => [one.value, one.support]),
    support,
  ])
}
const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort()
/** One statistic over all settlements: value, support. */
const one = async (of: BaseCell) => (await table(aggregate(setl, [of])))[0]!.slice(0, 2)

describe('groups of persons', () => {
  test('come with exact values, supports and members, whatever mode', async () => {
    const base = aggregate(setl, [ROWS, sum(s('cost')), sum(s('fund'))], [s('med_type')])
    const expected = [
      ['11', 40, 20, 4780, 20, 45, 20, 20],
      ['21', 50, 25, 8225, 25, 56.25, 25, 25],
      [null, 30, 15, 6135, 15, 33.75, 15, 15],
    ]
    expect(sorted(await table(base))).toEqual(sorted(expected))
    expect(sorted(await table(base, terms({}, false)))).toEqual(sorted(expected))
  })

  test('with members: each person once, with rows, values and sums, NaN where a cell does not rest on it', async () => {
    const few: Relation = {
      op: 'filter',
      input: setl,
      where: { kind: 'compare', op: '<', left: s('setl_id'), right: whole(5) },
    }
    const base = aggregate(
      few,
      [ROWS, sum(s('cost')), cell('count', s('fund')), cell('count_distinct', s('yr'))],
      [s('sex')],
    )
    const { rows, members } = await compute(base)
    const at = rows.findIndex(({ keys }) => keys[0] === '1')
    const [from, to] = [members!.start[at]!, members!.start[at + 1]!]
    const told = Array.from({ length: to - from }, (_, index) => [
      members!.person[from + index],
      ...members!.parts.map((part) => part[from + index]),
    ]).sort((a, b) => a[0]! - b[0]!)
    // Person 0 has settlements 0 (fund missing) and 1, person 2 settlement 4.
    expect(told).toEqual([
      [0, 2, 201, 1, 2],
      [2, 1, 104, 1, 1],
    ])
    expect(members!.start.length).toBe(rows.length + 1)
    expect(members!.person.length).toBe(3)
  })

  test('parts of counted persons are one each', async () => {
    const persons: BaseCell = { fn: 'count_distinct', of: s('psn_no'), family: 'persons' }
    const { rows, members, cells } = await compute(aggregate(setl, [persons, ROWS]))
    expect(rows[0]!.cells[0]).toEqual({ value: 60, support: 60 })
    expect(new Set(members!.parts[0])).toEqual(new Set([1]))
    expect(new Set(members!.parts[1])).toEqual(new Set([2]))
    expect(cells[0]).toMatchObject({ kind: 'distinct', persons: true, additive: false })
  })

  test('an empty relation without keys is one row on nobody', async () => {
    const none: Relation = {
      op: 'filter',
      input: setl,
      where: { kind: 'compare', op: '<', left: s('cost'), right: whole(0) },
    }
    const base = aggregate(none, [
      ROWS,
      sum(s('cost')),
      cell('count_distinct', s('yr')),
      cell('quantile', s('cost'), '0.5'),
    ])
    const { rows, members } = await compute(base)
    expect(rows).toEqual([
      {
        set: 0,
        keys: [],
        cells: [
          { value: 0, support: 0 },
          { value: null, support: 0 },
          { value: 0, support: 0 },
          { value: null, support: 0, sides: [0, 0] },
        ],
        support: 0,
        institutions: null,
      },
    ])
    expect([...members!.start]).toEqual([0, 0])
    expect(await table(aggregate(none, [ROWS], [s('sex')]))).toEqual([])
  })

  test('ROLLUP brings every set, the coarser ones exact', async () => {
    const base = aggregate(
      setl,
      [ROWS, cell('count_distinct', s('hosp')), cell('quantile', s('cost'), '0.5')],
      [s('sex'), s('yr')],
      [[0, 1], [0], []],
    )
    const { rows, members } = await compute(base, terms({ minGroup: 3 }))
    const told = rows.map(({ set, keys, cells, support }) => [
      set,
      ...keys,
      cells[0]!.value,
      cells[1]!.value,
      support,
    ])
    expect(sorted(told)).toEqual(
      sorted([
        ...['1', '2'].flatMap((sex) => [2020, 2021].map((yr) => [0, sex, yr, 30, 3, 30])),
        [1, '1', null, 60, null, 30],
        [1, '2', null, 60, null, 30],
        [2, null, null, 120, null, 60],
      ]),
    )
    expect(rows.map(({ set }) => set)).toEqual([0, 0, 0, 0, 1, 1, 2])
    expect(members!.person.length).toBe(120)
    // Only the finest rows bring what is not additive: the mean of the three values around place 14.5 of 30.
    expect(rows.at(-1)!.cells[2]).toEqual({ value: null, support: 0 })
    expect(rows.find(({ keys }) => keys[0] === '1' && keys[1] === 2020)!.cells[2]).toEqual({
      value: 160,
      support: 30,
      sides: [16, 15],
    })
  })

  test('a total of what does not add up is one row, and no value shared by k persons is none', async () => {
    const distinct = cell('count_distinct', s('sex'))
    const rolled = await compute(aggregate(setl, [distinct], [s('sex')], [[0], []]), terms({ minGroup: 3 }))
    expect(rolled.rows.map(({ set, keys, cells }) => [set, ...keys, cells[0]!.value])).toEqual([
      [0, expect.any(String), 1],
      [0, expect.any(String), 1],
      [1, null, null],
    ])
    const own = cell('count_distinct', s('setl_id'))
    expect((await table(aggregate(setl, [own], [s('yr')]))).map((row) => row[1])).toEqual([0, 0])
  })

  test('institutions are counted per row where the contract asks, also through derived tables', async () => {
    const places = async (base: Base) =>
      (await compute(base, terms({ minInstitutions: 2 }))).rows.map((row) => [row.set, row.institutions])
    expect(await places(aggregate(setl, [ROWS], [s('yr')], [[0], []]))).toEqual([
      [0, 3],
      [0, 3],
      [1, 3],
    ])
    const some: Relation = {
      op: 'filter',
      input: setl,
      where: { kind: 'compare', op: '=', left: s('hosp'), right: whole(1) },
    }
    expect(await places(aggregate(some, [ROWS]))).toEqual([[0, 1]])
    const inner: Relation = {
      op: 'perPerson',
      scan: 9,
      input: some,
      keys: [s('psn_no')],
      cells: [{ fn: 'sum', of: s('cost') }],
    }
    expect(await places(aggregate(inner, [ROWS]))).toEqual([[0, 1]])
    expect(
      await places(
        aggregate(
          {
            op: 'join',
            kind: 'inner',
            left: setl,
            right: hosp,
            on: [{ left: s('hosp'), right: column(2, 'hosp_b', 'hosp') }],
          },
          [ROWS],
        ),
      ),
    ).toEqual([[0, 3]])
  })
})

describe('relations', () => {
  const on = [{ left: s('setl_id'), right: f('setl_id') }]
  test('joins of two tables of persons stay within a person', async () => {
    const joined: Relation = { op: 'join', kind: 'inner', left: setl, right: fee, on }
    // 60 fee lines match a settlement; the one that says another person does not.
    expect(await table(aggregate(joined, [ROWS, sum(f('amount'))]))).toEqual([[59, 59, 413, 59, 59]])
    const left: Relation = { ...joined, kind: 'left' }
    expect(await table(aggregate(left, [ROWS, sum(f('amount')), cell('count', f('setl_id'))]))).toEqual([
      [120, 60, 413, 59, 59, 59, 60],
    ])
  })

  test('a condition on the right side of a left join leaves rows of the left', async () => {
    const right: Relation = {
      op: 'filter',
      input: fee,
      where: { kind: 'compare', op: '<', left: f('setl_id'), right: whole(10) },
    }
    const left: Relation = { op: 'join', kind: 'left', left: setl, right, on }
    expect(await table(aggregate(left, [ROWS, cell('count', f('amount'))]))).toEqual([[120, 60, 4, 4, 60]])
    expect(await table(aggregate(left, [cell('count', f('amount'))], [], [[]]), terms({}, false))).toEqual([
      [4, 4, 60],
    ])
  })

  test('a grouping per person carries its person, and adds up exactly', async () => {
    const per: Relation = {
      op: 'perPerson',
      scan: 5,
      input: setl,
      keys: [s('psn_no'), s('sex')],
      cells: [
        { fn: 'count_rows', of: null },
        { fn: 'sum', of: s('cost') },
        { fn: 'max', of: s('setl_date') },
        { fn: 'avg', of: s('score') },
      ],
    }
    const d = (index: number, type: string): Expr => ({
      kind: 'derived',
      scan: 5,
      index,
      name: 'x',
      type,
      nullable: true,
    })
    const often: Relation = {
      op: 'filter',
      input: per,
      where: { kind: 'compare', op: '>=', left: d(2, 'BIGINT'), right: whole(2) },
    }
    const base = aggregate(often, [ROWS, sum(d(3, 'HUGEINT')), sum(d(5, 'DOUBLE'))], [d(1, 'VARCHAR')])
    expect(sorted(await table(base))).toEqual(
      sorted([
        ['1', 30, 30, 9510, 30, 14.5, 29, 30],
        ['2', 30, 30, 9630, 30, 15, 30, 30],
      ]),
    )
  })

  test('a union keeps the person of each side', async () => {
    const union: Relation = {
      op: 'union',
      scan: 7,
      inputs: [
        { input: setl, columns: [s('setl_id'), s('rate'), s('setl_date')] },
        { input: fee, columns: [f('setl_id'), f('amount'), call('to_date', 'DATE', f('item'))] },
      ],
    }
    const d = (index: number, type: string): Expr => ({
      kind: 'derived',
      scan: 7,
      index,
      name: 'x',
      type,
      nullable: true,
    })
    const base = aggregate(union, [ROWS, sum(d(1, 'DECIMAL(21,2)')), cell('count', d(2, 'DATE'))])
    expect(await table(base)).toEqual([[180, 60, 480, 60, 120, 60, 60]])
  })

  test('a derived table at the right of a left join', async () => {
    const project: Relation = {
      op: 'project',
      scan: 3,
      input: {
        op: 'filter',
        input: fee,
        where: { kind: 'compare', op: '<', left: f('setl_id'), right: whole(10) },
      },
      columns: [f('setl_id'), call('add', 'BIGINT', f('amount'), whole(1))],
    }
    const left: Relation = {
      op: 'join',
      kind: 'left',
      left: setl,
      right: project,
      on: [
        {
          left: s('setl_id'),
          right: { kind: 'derived', scan: 3, index: 0, name: 'setl_id', type: 'BIGINT', nullable: false },
        },
      ],
    }
    const one: Expr = { kind: 'derived', scan: 3, index: 1, name: 'x', type: 'BIGINT', nullable: true }
    expect(await table(aggregate(left, [ROWS, sum(one)]))).toEqual([[120, 60, 32, 4, 60]])
  })

  test('code tables are read without persons', async () => {
    const h = (name: string) => column(2, 'hosp_b', name)
    const raw = await compute(
      aggregate(hosp, [ROWS, sum(h('beds')), cell('quantile', h('beds'), '0.5')], [h('等级')], [[0], []]),
    )
    expect(raw).toMatchObject({ persons: false, members: null })
    expect(
      sorted(raw.rows.map(({ set, keys, cells }) => [set, ...keys, ...cells.map(({ value }) => value)])),
    ).toEqual(
      sorted([
        [0, '三级', 1, 0, 0],
        [0, '二级', 2, 300, 150],
        [1, null, 3, 300, 100],
      ]),
    )
    const listing = await compute({ op: 'listing', input: hosp, columns: [h('等级'), h('hosp')] })
    expect(listing.rows.map(({ keys }) => keys)).toEqual([
      ['三级', 0],
      ['二级', 1],
      ['二级', 2],
    ])
  })
})

describe('nothing fails on a row', () => {
  const huge = '9223372036854775807'
  const big: Expr = { kind: 'literal', type: 'integer', value: huge }
  const far: Expr = { kind: 'literal', type: 'date', value: '5881580-07-10' }
  /** What fails in DuckDB on some or all rows, and how many values are left. */
  const FAILING: readonly (readonly [string, Expr, number])[] = [
    ['a sum beyond 64 bits', call('add', 'BIGINT', s('cost'), big), 0],
    [
      'a product beyond 128 bits',
      call('multiply', 'HUGEINT', call('multiply', 'HUGEINT', big, big), s('cost')),
      0,
    ],
    ['a division by zero', call('divide', 'DOUBLE', s('cost'), whole(0)), 0],
    ['a remainder by zero', call('modulo', 'BIGINT', s('cost'), whole(0)), 0],
    ['a text that is no number', call('to_integer', 'BIGINT', s('psn_no')), 0],
    ['a text that is no number, as double', call('to_double', 'DOUBLE', s('psn_no')), 0],
    ['a text that is no day', call('to_date', 'DATE', s('psn_no')), 0],
    [
      'a month without a timestamp',
      call('date_trunc', 'DATE', { kind: 'literal', type: 'text', value: 'month' }, far),
      0,
    ],
    ['a day beyond the last', call('add', 'DATE', far, s('hosp')), 40],
    ['a place beyond the engine', call('substring', 'VARCHAR', s('psn_no'), big, whole(1)), 0],
    ['a decimal beyond its digits', call('multiply', 'DECIMAL(4,2)', s('rate'), s('cost')), 100],
    ['a double beyond whole numbers', call('to_integer', 'BIGINT', s('score')), 117],
  ]
  test('a failing attempt is missing there, and the rest of its query is not', async () => {
    const cells = [ROWS, ...FAILING.map(([, of]) => cell('count', of))]
    for (const history of [true, false]) {
      const { rows } = await compute(aggregate(setl, cells), terms({}, history))
      const values = rows[0]!.cells.map(({ value }) => value)
      expect(values[0]).toBe(120)
      expect(FAILING.map(([what], at) => [what, values[at + 1]])).toEqual(
        FAILING.map(([what, , count]) => [what, count]),
      )
    }
  })

  test('a day far away is compared with a moment', async () => {
    const where = { kind: 'compare', op: '<', left: far, right: s('setl_time') } as const
    expect(await table(aggregate({ op: 'filter', input: setl, where }, [ROWS]))).toEqual([[0, 0, 0]])
  })

  test('numbers that cannot be added up are missing, in value, support and parts', async () => {
    // Settlements 0 (not a number), 1 (infinite) and 2 (1e300): person 0 has none left, person 1 one.
    expect(await one(sum(s('score')))).toEqual([58.5, 59])
    expect(await one(cell('count', s('score')))).toEqual([117, 59])
    const { members } = await compute(aggregate(setl, [sum(s('score'))]))
    expect([...members!.parts[0]!].filter(Number.isNaN)).toHaveLength(1)
  })

  test('products are exact up to 26 digits', async () => {
    const squares = call('multiply', 'HUGEINT', s('cost'), s('cost'))
    let exact = 0
    for (let at = 0; at < 120; at++) exact += (100 + at) ** 2
    expect(await one(sum(squares))).toEqual([exact, 60])
    const guarded: Expr = {
      kind: 'case',
      branches: [{ when: { kind: 'compare', op: '=', left: s('hosp'), right: whole(1) }, then: s('cost') }],
      otherwise: null,
      type: 'BIGINT',
    }
    expect(await one(sum(guarded))).toEqual([6380, 40])
  })
})
