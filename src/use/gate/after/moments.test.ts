import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REST, type Shown, WITHHELD } from '../../check/index.ts'
import { MOMENT_FUNCTIONS, type AfterExpr, type MomentFunction } from '../plan/index.ts'
import { compile } from './compile.ts'
import { avgOf, type JointFunction, jointOf, type SpreadFunction, varianceOf } from './moments.ts'
import { type Duck, openDuck } from './testing/duck.ts'
import { decode, encode } from './value.ts'

let duck: Duck
beforeAll(async () => {
  duck = await openDuck()
})
afterAll(() => duck.close())

const at = (column: number): AfterExpr => ({ kind: 'at', column })
const [n, x, y, xx, yy, xy] = [0, 1, 2, 3, 4, 5].map(at) as [
  AfterExpr,
  AfterExpr,
  AfterExpr,
  AfterExpr,
  AfterExpr,
  AfterExpr,
]

function exprOf(fn: MomentFunction): AfterExpr {
  if (fn === 'avg') return avgOf({ n, x })
  if (fn.startsWith('var') || fn.startsWith('stddev')) return varianceOf(fn as SpreadFunction, { n, x, xx })
  return jointOf(fn as JointFunction, { n, x, y, xx, yy, xy })
}

/** The moment of released cells (n, Σx, Σy, Σx², Σy², Σxy). */
function momentOf(fn: MomentFunction, cells: readonly Shown[], types: readonly string[]): Shown {
  return encode(compile(exprOf(fn), types).run(cells.map((cell, i) => decode(cell, types[i]!))))
}

const EXACT = ['BIGINT', 'HUGEINT', 'HUGEINT', 'HUGEINT', 'HUGEINT', 'HUGEINT']
const DECIMAL = [
  'BIGINT',
  ...Array<string>(2).fill('DECIMAL(38,2)'),
  ...Array<string>(3).fill('DECIMAL(38,4)'),
]
const DOUBLES = ['BIGINT', ...Array<string>(5).fill('DOUBLE')]

/** In SQL the two-column functions are written (y, x). */
const written = (fn: string) => (fn.startsWith('co') || fn.startsWith('regr') ? `${fn}(y, x)` : `${fn}(x)`)

async function agree(
  pairs: readonly (readonly [number, number])[],
  type: string,
  types: readonly string[],
): Promise<void> {
  const values = pairs.map(([a, b]) => `(CAST('${a}' AS ${type}), CAST('${b}' AS ${type}))`).join(', ')
  const from =
    pairs.length > 0 ? `(VALUES ${values}) t(x, y)` : `(SELECT 1::${type} x, 1::${type} y) t WHERE x > 1`
  const sums = ['count(*)', ...['x', 'y', 'x*x', 'y*y', 'x*y'].map((one) => `sum(${one})`)]
  const cells = (await duck.run(`SELECT ${sums.join(', ')} FROM ${from}`))!.rows[0]!
  const theirs = (await duck.run(`SELECT ${MOMENT_FUNCTIONS.map(written).join(', ')} FROM ${from}`))!.rows[0]!
  MOMENT_FUNCTIONS.forEach((fn, i) => {
    // NaN is no number to show: missing.
    const other = theirs[i] === 'NaN' ? null : theirs[i]!
    const mine = momentOf(fn, cells, types)
    if (typeof mine !== 'number' || typeof other !== 'number')
      return expect({ fn, pairs, mine }).toEqual({ fn, pairs, mine: other })
    // Welford's running sums of DuckDB lose some places; ours are exact until the last division.
    const scale =
      Math.max(1, ...pairs.flat().map(Math.abs)) ** (fn === 'avg' || fn.startsWith('stddev') ? 1 : 2)
    const room = fn.startsWith('regr') || fn === 'corr' ? 1e-7 * Math.max(1, Math.abs(other)) : 1e-12 * scale
    expect(Math.abs(mine - other), `${fn} ${JSON.stringify(pairs)} ${mine} ${other}`).toBeLessThanOrEqual(
      room,
    )
  })
}

const pairsOf = (value: fc.Arbitrary<number>) => fc.array(fc.tuple(value, value), { maxLength: 12 })

test('whole numbers: equal to DuckDB, from the sums alone', async () => {
  const property = fc.asyncProperty(pairsOf(fc.integer({ min: -50, max: 50 })), (pairs) =>
    agree(pairs, 'BIGINT', EXACT),
  )
  await fc.assert(property, { seed: 1, numRuns: 120 })
})

test('decimals: equal to DuckDB', async () => {
  const cents = fc.integer({ min: -99_999, max: 99_999 }).map((value) => value / 100)
  await fc.assert(
    fc.asyncProperty(pairsOf(cents), (pairs) => agree(pairs, 'DECIMAL(10,2)', DECIMAL)),
    { seed: 2, numRuns: 80 },
  )
})

test('doubles: equal to DuckDB where the sums hold it', async () => {
  const value = fc.integer({ min: -400, max: 400 }).map((one) => one / 8)
  await fc.assert(
    fc.asyncProperty(pairsOf(value), (pairs) => agree(pairs, 'DOUBLE', DOUBLES)),
    { seed: 3, numRuns: 80 },
  )
})

test('small n: DuckDB’s definitions, exactly', async () => {
  for (const pairs of [
    [],
    [[3, 5]],
    [
      [3, 5],
      [3, 7],
    ],
    [
      [3, 5],
      [4, 5],
    ],
  ] as [number, number][][])
    await agree(pairs, 'BIGINT', EXACT)
})

test('15-digit amounts that hardly differ keep their variance, where doubles would give noise', () => {
  // 100000000000001, …002, …003: variance 1. In doubles Σx² − (Σx)² ÷ n is off by millions.
  const values = [100000000000001n, 100000000000002n, 100000000000003n]
  const [sum, squares] = [values.reduce((a, b) => a + b), values.reduce((a, b) => a + b * b, 0n)]
  const cells = [
    3,
    sum.toString(),
    sum.toString(),
    squares.toString(),
    squares.toString(),
    squares.toString(),
  ]
  expect(Number(squares) - Number(sum) ** 2 / 3).not.toBe(2)
  expect(momentOf('var_samp', cells, EXACT)).toBe(1)
  expect(momentOf('stddev_pop', cells, EXACT)).toBe(Math.sqrt(2 / 3))
  expect(momentOf('corr', cells, EXACT)).toBe(1)
  expect(momentOf('regr_intercept', cells, EXACT)).toBe(0)
})

test('nothing negative comes under a root, and no correlation beyond 1, whatever rounding left of the sums', () => {
  const sums = fc.tuple(fc.nat(30), ...Array.from({ length: 5 }, () => fc.integer({ min: -1000, max: 1000 })))
  fc.assert(
    fc.property(sums, (cells) => {
      for (const fn of ['var_samp', 'var_pop', 'stddev_samp', 'stddev_pop', 'corr', 'regr_r2'] as const) {
        const found = momentOf(fn, cells, EXACT)
        if (found === null) continue
        expect(found).toBeGreaterThanOrEqual(fn === 'corr' ? -1 : 0)
        if (fn === 'corr' || fn === 'regr_r2') expect(found).toBeLessThanOrEqual(1)
      }
    }),
    { seed: 4, numRuns: 500 },
  )
})

test('one withheld cell withholds what rests on it', () => {
  for (const fn of MOMENT_FUNCTIONS) {
    const cells: Shown[] = [3, 6, 6, 14, 14, 14]
    expect(momentOf(fn, cells, EXACT)).not.toEqual(WITHHELD)
    expect(momentOf(fn, [3, WITHHELD, 6, WITHHELD, 14, WITHHELD], EXACT)).toEqual(WITHHELD)
    expect(momentOf(fn, [REST, 6, 6, 14, 14, 14], EXACT)).toEqual(WITHHELD)
    expect(momentOf(fn, [WITHHELD, null, 6, 14, 14, 14], EXACT)).toEqual(WITHHELD)
    expect(momentOf(fn, [0, null, null, null, null, null], EXACT)).toBeNull()
  }
})

test('linear combinations are exact too: the variance of 2x + 3 from the sums of x', () => {
  const num = (value: string): AfterExpr => ({ kind: 'literal', type: 'integer', value })
  const call = (fn: 'add' | 'multiply', ...args: AfterExpr[]): AfterExpr => ({ kind: 'call', fn, args })
  // Σ(2x+3) = 2Σx + 3n; Σ(2x+3)² = 4Σx² + 12Σx + 9n.
  const sum = call('add', call('multiply', num('2'), x), call('multiply', num('3'), n))
  const squares = call(
    'add',
    call('add', call('multiply', num('4'), xx), call('multiply', num('12'), x)),
    call('multiply', num('9'), n),
  )
  const expr = varianceOf('var_pop', { n, x: sum, xx: squares })
  const row = [3, '300000000000006', 0, '30000000000001200000000000014', 0, 0].map((cell, i) =>
    decode(cell, EXACT[i]!),
  )
  expect(encode(compile(expr, EXACT).run(row))).toBe(8 / 3)
})

test('property: a double that is always the same does not vary, however its square was rounded', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((one) => Math.abs(one) > 1e-6)
  fc.assert(
    fc.property(value, fc.integer({ min: 1, max: 9 }), (one, times) => {
      const sum = (part: number) => Array.from({ length: times }).reduce((all: number) => all + part, 0)
      const [single, square] = [sum(one), sum(one * one)]
      const cells = [times, single, single, square, square, square]
      for (const fn of ['corr', 'regr_slope', 'regr_intercept', 'regr_r2'] as const)
        expect(momentOf(fn, cells, DOUBLES), fn).toBeNull()
      expect(momentOf('var_pop', cells, DOUBLES)).toBe(0)
    }),
  )
})
