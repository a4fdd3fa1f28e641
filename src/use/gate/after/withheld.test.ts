import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { REST, type Shown, WITHHELD } from '../../check/index.ts'
import { AFTER_FUNCTIONS, MOMENT_FUNCTIONS, type AfterExpr, type AfterFunction } from '../plan/index.ts'
import { compile } from './compile.ts'
import { type Duck, finishSql, openDuck, type Released } from './testing/duck.ts'

let duck: Duck
beforeAll(async () => {
  duck = await openDuck()
})
afterAll(() => duck.close())

const TYPES = ['BIGINT', 'BIGINT', 'VARCHAR', 'BOOLEAN']
const W = WITHHELD
const table = (...rows: Shown[][]): Released => ({
  columns: ['k', 'v', 's', 'b'].map((name, i) => ({ name, type: TYPES[i]! })),
  rows,
})
const column = async (sql: string, released: Released, at = 0): Promise<Shown[]> =>
  (await finishSql(sql, released, duck)).rows.map((row) => row[at]!)

/** The value of an expression over one row. */
async function valueOf(expr: string, row: Shown[]): Promise<Shown> {
  return (await column(`SELECT ${expr} FROM t`, table(row)))[0]!
}

describe('a withheld value', () => {
  test.each([
    ['v + 1'],
    ['v * 0'],
    ['coalesce(v, 0)'],
    ['nullif(v, 1)'],
    ['nullif(1, v)'],
    ['v IS NULL'],
    ['v IS NOT NULL'],
    ['v = v'],
    ['v <> 3'],
    ['v IN (1, 2)'],
    ['5 IN (1, v)'],
    ['v BETWEEN 1 AND 2'],
    ['least(v, 1)'],
    ['greatest(1, NULL, v)'],
    ["cast(v as varchar) || 'x'"],
    ["concat('x', v)"],
    ['CASE WHEN v > 1 THEN 1 ELSE 2 END'],
    ['CASE v WHEN 1 THEN 1 ELSE 2 END'],
    ['CASE WHEN k = 1 THEN v END'],
    ['CASE WHEN k = 2 THEN 1 WHEN v IS NULL THEN 1 ELSE 1 END'],
    ['NOT (v > 1)'],
    ['(v > 1) OR (k = 2)'],
    ['(v > 1) AND (k = 1)'],
    ['v + NULL'],
    ['round(v / k, 2)'],
  ])('stays withheld through %s', async (expr) => {
    expect(await valueOf(expr, [1, W, 'a', true])).toEqual(W)
  })

  test('what is decided without it is decided', async () => {
    expect(await valueOf('(v > 1) AND (k = 2)', [1, W, 'a', true])).toBe(false)
    expect(await valueOf('(v > 1) OR (k = 1)', [1, W, 'a', true])).toBe(true)
    expect(await valueOf('1 IN (v, 1)', [1, W, 'a', true])).toBe(true)
    expect(await valueOf('CASE WHEN k = 1 THEN 5 ELSE v END', [1, W, 'a', true])).toBe(5)
    expect(await valueOf('coalesce(k, v)', [1, W, 'a', true])).toBe(1)
  })

  test('a condition on one keeps no row, and neither does its negation', async () => {
    const released = table([1, W, 'a', true], [2, 5, 'b', true], [3, null, 'c', null])
    expect(await column('SELECT k FROM t WHERE v > 1', released)).toEqual([2])
    expect(await column('SELECT k FROM t WHERE NOT (v > 1)', released)).toEqual([])
    expect(await column('SELECT k FROM t WHERE v IS NULL', released)).toEqual([3])
    expect(await column('SELECT k FROM t WHERE (v > 1) OR k = 1', released)).toEqual([1, 2])
  })

  test('makes a window over it withheld, and only those', async () => {
    const released = table([1, 10, 'a', true], [2, W, 'a', true], [3, 30, 'a', true], [4, 40, 'b', true])
    const sums = 'SELECT sum(v) OVER (ORDER BY k ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t ORDER BY k'
    expect(await column(sums, released)).toEqual([10, W, W, 70])
    expect(await column('SELECT avg(v) OVER (PARTITION BY s) FROM t ORDER BY k', released)).toEqual([
      W,
      W,
      W,
      40,
    ])
    expect(await column('SELECT count(v) OVER (PARTITION BY s) FROM t ORDER BY k', released)).toEqual([
      W,
      W,
      W,
      1,
    ])
    expect(await column('SELECT max(v) OVER (ORDER BY k) FROM t ORDER BY k', released)).toEqual([10, W, W, W])
    expect(await column('SELECT count(*) OVER (PARTITION BY s) FROM t ORDER BY k', released)).toEqual([
      3, 3, 3, 1,
    ])
    expect(await column('SELECT lag(v) OVER (ORDER BY k) FROM t ORDER BY k', released)).toEqual([
      null,
      10,
      W,
      30,
    ])
    const filtered = 'SELECT sum(k) FILTER (WHERE v > 20) OVER (PARTITION BY s) FROM t ORDER BY k'
    expect(await column(filtered, released)).toEqual([W, W, W, 4])
  })

  test('is ranked with the missing ones', async () => {
    const released = table([1, 10, 'a', true], [2, W, 'a', true], [3, null, 'a', true], [4, 40, 'b', true])
    expect(await column('SELECT rank() OVER (ORDER BY v) FROM t ORDER BY k', released)).toEqual([1, 3, 3, 2])
    const first = 'SELECT dense_rank() OVER (ORDER BY v DESC NULLS FIRST) FROM t ORDER BY k'
    expect(await column(first, released)).toEqual([3, 1, 1, 2])
  })

  test('no function at all lets one through: every function, withheld in every place', () => {
    const arity: Partial<Record<AfterFunction, number>> = { substring: 3, var_pop: 3 }
    const literal: AfterExpr = { kind: 'literal', type: 'integer', value: '3' }
    for (const fn of [...AFTER_FUNCTIONS, ...MOMENT_FUNCTIONS]) {
      const size =
        fn.startsWith('covar') || fn.startsWith('corr') || fn.startsWith('regr') ? 6 : (arity[fn] ?? 2)
      for (let place = 0; place < size; place++) {
        const args = Array.from(
          { length: size },
          (_, i): AfterExpr => (i === place ? { kind: 'at', column: 0 } : literal),
        )
        const found = compile({ kind: 'call', fn, args }, ['BIGINT']).run([W])
        // The first present one is given whatever comes after it.
        if (fn === 'coalesce' && place > 0) expect(found).not.toEqual(W)
        else if (['is_null', 'is_not_null', 'not'].includes(fn) && place > 0) continue
        else expect({ fn, place, found }).toEqual({ fn, place, found: W })
      }
    }
  })
})

describe('其他', () => {
  const released = table([1, 5, REST, true], [2, 7, 'a', true], [3, 9, null, true])

  test('may be shown, and passed on by CASE and coalesce', async () => {
    expect(await column('SELECT s FROM t ORDER BY k', released)).toEqual([REST, 'a', null])
    expect(await column("SELECT coalesce(s, '合计') FROM t ORDER BY k", released)).toEqual([
      REST,
      'a',
      '合计',
    ])
    const labelled = "SELECT CASE WHEN s IS NULL THEN '合计' ELSE s END FROM t ORDER BY k"
    expect(await column(labelled, released)).toEqual([REST, 'a', '合计'])
  })

  test('equals itself and nothing else; through any other function it is withheld', async () => {
    expect(await column('SELECT s = s FROM t ORDER BY k', released)).toEqual([true, true, null])
    expect(await column("SELECT s = 'a' FROM t ORDER BY k", released)).toEqual([false, true, null])
    expect(await column("SELECT k FROM t WHERE s IN ('a', 'b')", released)).toEqual([2])
    expect(await column("SELECT k FROM t WHERE s <> 'a'", released)).toEqual([1])
    for (const expr of ["s < 'a'", "s || ''", 'upper(s)', "s LIKE '%'", 'length(s)', "greatest(s, 'a')"]) {
      expect((await column(`SELECT ${expr} FROM t ORDER BY k`, released))[0]).toEqual(W)
    }
  })

  test('comes last in either direction', async () => {
    expect(await column('SELECT k FROM t ORDER BY s', released)).toEqual([2, 3, 1])
    expect(await column('SELECT k FROM t ORDER BY s DESC NULLS FIRST', released)).toEqual([3, 2, 1])
  })
})

test('a value that is withheld instead of shown never changes what rows come out for a plain list', async () => {
  const cells = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: -9, max: 9 })), {
    minLength: 1,
    maxLength: 10,
  })
  await fc.assert(
    fc.asyncProperty(cells, fc.nat(9), async (rows, hidden) => {
      const of = (hide: boolean) =>
        table(...rows.map(([k, v], i): Shown[] => [i * 10 + k, hide && i === hidden ? W : v, 's', true]))
      const sql = 'SELECT k, v * 2, v IS NULL FROM t ORDER BY k'
      const [open, shut] = [await finishSql(sql, of(false), duck), await finishSql(sql, of(true), duck)]
      expect(shut.rows.map(([k]) => k)).toEqual(open.rows.map(([k]) => k))
      const differ = shut.rows.filter((row, i) => JSON.stringify(row) !== JSON.stringify(open.rows[i]))
      expect(differ.length).toBe(hidden < rows.length ? 1 : 0)
    }),
    { seed: 5, numRuns: 60 },
  )
})
