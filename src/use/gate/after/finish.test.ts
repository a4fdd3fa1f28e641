import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { REST, type Shown, WITHHELD } from '../../check/index.ts'
import { After, type AfterExpr, type Base, type Plan } from '../plan/index.ts'
import { finishPlan } from './index.ts'
import { checked, type Duck, finishSql, openDuck, planOf, type Released } from './testing/duck.ts'

let duck: Duck
beforeAll(async () => {
  duck = await openDuck()
})
afterAll(() => duck.close())

const at = (column: number): AfterExpr => ({ kind: 'at', column })
const listing = (...types: string[]): Base => ({
  op: 'listing',
  input: { op: 'scan', scan: 0, table: 't', persons: false },
  columns: types.map((type, i) => ({
    kind: 'column',
    scan: 0,
    table: 't',
    column: `c${i}`,
    type,
    nullable: true,
  })),
})
const released = (base: number): After => ({ op: 'released', base })
const planFor = (bases: Base[], after: After, width: number): Plan => ({
  plan: 'xinyu/2',
  bases,
  after: After.parse(after),
  output: Array.from({ length: width }, (_, i) => ({ name: `c${i}`, type: 'VARCHAR', role: 'key' as const })),
})
const answer = (bases: Base[], after: After, width: number, ...tables: Shown[][][]) =>
  finishPlan(
    planFor(bases, after, width),
    tables.map((rows) => checked({ rows })),
  ).rows

describe('order', () => {
  test('without ORDER BY all columns from the left decide, never the place on disk', () => {
    const rows: Shown[][] = [
      ['b', 1],
      [null, 2],
      ['a', 3],
      [REST, 4],
      [WITHHELD, 5],
      ['a', 2],
      ['😀', 1],
      ['\uffee', 1],
    ]
    const sorted = [
      ['a', 2],
      ['a', 3],
      ['b', 1],
      ['\uffee', 1],
      ['😀', 1],
      [null, 2],
      [WITHHELD, 5],
      [REST, 4],
    ]
    const bases = [listing('VARCHAR', 'BIGINT')]
    expect(answer(bases, released(0), 2, rows)).toEqual(sorted)
    expect(answer(bases, released(0), 2, [...rows].reverse())).toEqual(sorted)
  })

  test('LIMIT without ORDER BY, ties and windows are the same for every order of the released rows', async () => {
    const cell = fc.constantFrom<Shown>(1, 2, 3, null, WITHHELD)
    const rows = fc.array(fc.tuple(cell, cell, fc.constantFrom<Shown>('a', 'b', REST)), {
      minLength: 2,
      maxLength: 8,
    })
    const columns = [
      { name: 'x', type: 'BIGINT' },
      { name: 'y', type: 'BIGINT' },
      { name: 's', type: 'VARCHAR' },
    ]
    const sqls = [
      'SELECT x, y FROM t LIMIT 3',
      'SELECT x FROM t ORDER BY y DESC LIMIT 3 OFFSET 1',
      'SELECT DISTINCT s, x FROM t',
      'SELECT s, row_number() OVER (ORDER BY x) FROM t',
      'SELECT s, lag(y) OVER (PARTITION BY s ORDER BY x DESC), sum(y) OVER (ORDER BY x ROWS 1 PRECEDING) FROM t',
    ]
    const plans = await Promise.all(sqls.map(async (sql) => planOf(await duck.tree(sql), sql, { columns })))
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat(100)), (all, stream) => {
        const shuffled = [...all].map((row) => [row, stream.next().value] as const)
        shuffled.sort((a, b) => a[1] - b[1])
        for (const plan of plans) {
          const other = finishPlan(plan, [checked({ rows: shuffled.map(([row]) => row) })])
          expect(other).toEqual(finishPlan(plan, [checked({ rows: all })]))
        }
      }),
      { seed: 7, numRuns: 150 },
    )
  })

  test('a hidden ORDER BY column orders and is not shown', async () => {
    const table: Released = {
      columns: [
        { name: 'k', type: 'VARCHAR', role: 'key' },
        { name: 'v', type: 'BIGINT' },
      ],
      rows: [
        ['a', 5],
        ['b', -9],
        ['c', 7],
      ],
    }
    const found = await finishSql('SELECT k FROM t ORDER BY abs(v) DESC, k', table, duck)
    expect(found.rows).toEqual([['b'], ['c'], ['a']])
    expect(found.columns).toEqual([{ name: 'c0', type: 'VARCHAR', role: 'key' }])
  })
})

describe('exactness', () => {
  test('sums and products of decimals and big integers lose no digit', async () => {
    const table: Released = {
      columns: [
        { name: 'd', type: 'DECIMAL(38,2)' },
        { name: 'h', type: 'HUGEINT' },
      ],
      rows: [
        ['123456789012345678901234.10', '9007199254740993'],
        ['0.20', 1],
        ['-123456789012345678901234.00', 2],
      ],
    }
    const sql =
      'SELECT sum(d) OVER (), d + 0.05, h * 3 + 1, d > 0, h = 9007199254740993 FROM t ORDER BY h DESC LIMIT 1'
    const { rows, columns } = await finishSql(sql, table, duck)
    expect(rows).toEqual([[0.3, '123456789012345678901234.15', '27021597764222980', true, true]])
    expect(columns.map(({ type }) => type)).toEqual([
      'DECIMAL(38,2)',
      'DECIMAL(38,2)',
      'HUGEINT',
      'BOOLEAN',
      'BOOLEAN',
    ])
  })

  test('0.1 + 0.2 is 0.3 in decimals, through any chain of + − ×', () => {
    const literal = (value: string): AfterExpr => ({ kind: 'literal', type: 'decimal', value })
    const call = (fn: 'add' | 'subtract' | 'multiply', a: AfterExpr, b: AfterExpr): AfterExpr => ({
      kind: 'call',
      fn,
      args: [a, b],
    })
    const cents = fc.integer({ min: -99_999, max: 99_999 })
    const text = (value: number) =>
      `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`
    fc.assert(
      fc.property(cents, cents, cents, (a, b, c) => {
        const sum = call('multiply', call('add', literal(text(a)), literal(text(b))), literal(text(c)))
        const [[found]] = answer(
          [listing('BIGINT')],
          { op: 'select', input: released(0), columns: [sum] },
          1,
          [[1]],
        ) as [[Shown]]
        expect(Math.round(Number(found) * 10_000)).toBe((a + b) * c + 0)
      }),
      { seed: 8, numRuns: 200 },
    )
  })

  test('no expression gives NaN or an infinity: what has no number is missing', async () => {
    const table: Released = {
      columns: [
        { name: 'n', type: 'BIGINT' },
        { name: 'f', type: 'DOUBLE' },
        { name: 's', type: 'VARCHAR' },
      ],
      rows: [[0, 0, 'nan']],
    }
    const items = [
      '1 / n',
      'n / n',
      '1 / f',
      '5 % n',
      '5.5 % f',
      'exp(1000)',
      'power(n, -1)',
      'ln(n)',
      'sqrt(-1)',
      '1e308 * 10',
    ]
    const sql = `SELECT ${[...items, 'cast(s AS DOUBLE)', 'coalesce(1 / n, 7)'].join(', ')} FROM t`
    expect((await finishSql(sql, table, duck)).rows).toEqual([[...items.map(() => null), null, 7]])
  })

  test('beyond 38 digits there is no result, as in the engine', () => {
    let expr: AfterExpr = at(0)
    for (let i = 0; i < 4; i++) expr = { kind: 'call', fn: 'multiply', args: [expr, expr] }
    const after: After = { op: 'select', input: released(0), columns: [expr] }
    expect(() => answer([listing('BIGINT')], after, 1, [[1000]])).toThrow(
      expect.objectContaining({ code: 'GATE_OVERFLOW' }),
    )
  })

  test('text that doubles and doubles ends before it fills the memory', () => {
    let after: After = released(0)
    for (let i = 0; i < 40; i++)
      after = { op: 'select', input: after, columns: [{ kind: 'call', fn: 'concat', args: [at(0), at(0)] }] }
    expect(() => answer([listing('VARCHAR')], after, 1, [['ab']])).toThrow(
      expect.objectContaining({ code: 'GATE_OVERFLOW' }),
    )
  })
})

describe('joins, unions, distinct', () => {
  const bases = [listing('VARCHAR', 'BIGINT'), listing('VARCHAR', 'DECIMAL(10,2)')]
  const left: Shown[][] = [
    ['a', 1],
    ['b', 2],
    [null, 3],
    [REST, 4],
    [WITHHELD, 5],
  ]
  const right: Shown[][] = [
    ['a', 1.5],
    ['a', 2.5],
    [null, 9],
    [REST, 7],
    [WITHHELD, 8],
  ]

  test('what is missing or withheld meets nothing; 其他 meets 其他', () => {
    const join = (kind: 'inner' | 'left'): After => ({
      op: 'join',
      kind,
      left: released(0),
      right: released(1),
      on: [[0, 0]],
    })
    const matched = [
      ['a', 1, 'a', 1.5],
      ['a', 1, 'a', 2.5],
    ]
    expect(answer(bases, join('inner'), 4, left, right)).toEqual([...matched, [REST, 4, REST, 7]])
    expect(answer(bases, join('left'), 4, left, right)).toEqual([
      ...matched,
      ['b', 2, null, null],
      [null, 3, null, null],
      [WITHHELD, 5, null, null],
      [REST, 4, REST, 7],
    ])
  })

  test('numbers meet whatever type holds them', () => {
    const join: After = { op: 'join', kind: 'inner', left: released(0), right: released(1), on: [[1, 1]] }
    expect(
      answer(
        bases,
        join,
        4,
        [['x', 2]],
        [
          ['y', 2],
          ['z', 2.01],
        ],
      ),
    ).toEqual([['x', 2, 'y', 2]])
  })

  test('a union is of one type, and DISTINCT takes equal rows together, withheld ones too', () => {
    const union: After = { op: 'distinct', input: { op: 'union', inputs: [released(0), released(1)] } }
    const found = answer(
      bases,
      union,
      2,
      [
        ['a', 1],
        [WITHHELD, 2],
        [null, 2],
      ],
      [
        ['a', 1],
        [WITHHELD, 2],
        [null, 2],
        ['a', 1.25],
      ],
    )
    expect(found).toEqual([
      ['a', 1],
      ['a', 1.25],
      [null, 2],
      [WITHHELD, 2],
    ])
  })

  test('a join that multiplies ends', () => {
    const many = Array.from({ length: 400 }, (_, i): Shown[] => ['a', i])
    const join: After = { op: 'join', kind: 'inner', left: released(0), right: released(0), on: [[0, 0]] }
    expect(() => answer([listing('VARCHAR', 'BIGINT')], join, 4, many)).toThrow(
      expect.objectContaining({ code: 'ENGINE_TOO_MANY_ROWS' }),
    )
  })
})

describe('released rows', () => {
  const base: Base = {
    op: 'aggregate',
    input: { op: 'scan', scan: 0, table: 't', persons: true },
    keys: [{ kind: 'column', scan: 0, table: 't', column: 'sex', type: 'VARCHAR', nullable: true }],
    sets: [[0], []],
    cells: [{ fn: 'count_rows', of: null, family: 'count' }],
  }
  const rows = [
    { keys: ['1'], rolled: [false], cells: [60], leaves: [0] },
    { keys: [null], rolled: [false], cells: [WITHHELD], leaves: [1] },
    { keys: [null], rolled: [true], cells: [100], leaves: [0, 1] },
  ]

  test('hold keys, statistics and whether a key is rolled up', () => {
    expect(finishPlan(planFor([base], released(0), 3), [{ rows }]).rows).toEqual([
      ['1', 60, 0],
      [null, 100, 1],
      [null, WITHHELD, 0],
    ])
  })

  test('deep plans and deep expressions end in an error of ours, never in the stack', () => {
    let after: After = released(0)
    for (let i = 0; i < 5_000; i++) after = { op: 'distinct', input: after }
    expect(() => finishPlan({ ...planFor([base], released(0), 3), after }, [{ rows }])).toThrow(RangeError)
    let expr: AfterExpr = at(1)
    for (let i = 0; i < 5_000; i++) expr = { kind: 'call', fn: 'negate', args: [expr] }
    const select: After = { op: 'select', input: released(0), columns: [expr] }
    expect(() => finishPlan({ ...planFor([base], released(0), 1), after: select }, [{ rows }])).toThrow(
      /too deeply/,
    )
  })
})
