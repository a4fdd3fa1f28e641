import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Shown } from '../../check/index.ts'
import { type Duck, finishSql, openDuck } from './testing/duck.ts'
import { COLUMNS, item, ordering, predicate, tableRows, valuesOf, windowItem } from './testing/random.ts'
import { runs } from '../../../../test/support/runs.ts'

let duck: Duck
beforeAll(async () => {
  duck = await openDuck()
})
afterAll(() => duck.close())

/** Doubles may differ in the last places: sums in another order, C's own exp and ln. */
function near(mine: Shown | undefined, theirs: Shown | undefined, type: string): boolean {
  if (type !== 'DOUBLE' || typeof mine !== 'number' || typeof theirs !== 'number')
    return Object.is(mine, theirs)
  return Math.abs(mine - theirs) <= 1e-11 * Math.max(1, Math.abs(mine), Math.abs(theirs))
}

let [asked, failed] = [0, 0]

async function agree(sql: string, rows: readonly (readonly Shown[])[]): Promise<void> {
  const theirs = await duck.run(sql.replace('FROM t', `FROM ${valuesOf(rows)}`))
  asked++
  // An error of the engine (a number out of range) has no counterpart: here it is a missing value, or wider numbers.
  if (!theirs) return void failed++
  const mine = await finishSql(sql, { columns: COLUMNS, rows }, duck)
  // What DuckDB folds to a bare NULL has lost its type.
  const folded = (i: number) =>
    ['INTEGER', '"NULL"'].includes(theirs.types[i]!) && theirs.rows.every((row) => row[i] === null)
  const types = mine.columns.map(({ type }, i) => (folded(i) ? theirs.types[i] : type))
  expect({ sql, types }).toEqual({ sql, types: theirs.types })
  expect({ sql, rows: mine.rows.length }).toEqual({ sql, rows: theirs.rows.length })
  mine.rows.forEach((row, i) =>
    row.forEach((value, column) => {
      const other = theirs.rows[i]![column]
      if (!near(value, other, theirs.types[column]!))
        expect({ sql, i, column, value }).toEqual({ sql, i, column, value: other })
    }),
  )
}

test('expressions, conditions and orders give what DuckDB gives', async () => {
  const asked = fc.record({
    rows: tableRows,
    items: fc.array(item, { minLength: 1, maxLength: 5 }),
    where: fc.option(predicate, { nil: null }),
    order: ordering,
    limit: fc.option(fc.nat(8), { nil: null }),
    offset: fc.option(fc.nat(4), { nil: null }),
  })
  const property = fc.asyncProperty(asked, async ({ rows, items, where, order, limit, offset }) => {
    const list = items.map((one, i) => `${one} AS x${i}`).join(', ')
    const more = `${where ? ` WHERE ${where}` : ''} ORDER BY ${[...order, 'id'].join(', ')}`
    const part = `${limit === null ? '' : ` LIMIT ${limit}`}${offset === null ? '' : ` OFFSET ${offset}`}`
    await agree(`SELECT ${list} FROM t${more}${part}`, rows)
  })
  await fc.assert(property, {
    seed: 20_261_122,
    numRuns: runs(300),
    endOnFailure: true,
  })
}, 60_000)

test('window functions give what DuckDB gives', async () => {
  const asked = fc.record({ rows: tableRows, items: fc.array(windowItem, { minLength: 1, maxLength: 4 }) })
  const property = fc.asyncProperty(asked, async ({ rows, items }) => {
    const list = items.map((one, i) => `${one} AS x${i}`).join(', ')
    await agree(`SELECT id, ${list} FROM t ORDER BY id`, rows)
  })
  await fc.assert(property, {
    seed: 20_261_123,
    numRuns: runs(220),
    endOnFailure: true,
  })
}, 60_000)

test('most of what was asked was comparable', () => {
  expect(asked).toBe(runs(300) + runs(220))
  expect(failed / asked).toBeLessThan(0.1)
})
