import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quoteName, quoteText } from '../../source/index.ts'
import { openTestDuck } from './duck.fixture.ts'
import type { Equation } from './model.ts'
import { shippedFixes } from './pack.ts'
import { solveSql } from './solve.ts'

const { equations, fixes } = shippedFixes()
const fix = fixes.find(({ id }) => id === 'settlement_solve')!
/** Without the sums over fee lines: one table is enough here. */
const OWN = equations.filter((e) => e.table === 'setl_d' && !e.sum)
const COLUMNS = [...new Set(OWN.flatMap((e) => [e.total, ...e.plus]))]
const PARTS = COLUMNS.filter((c) => OWN.every((e) => e.total !== c))

type Row = Record<string, number | null>
let duck: Awaited<ReturnType<typeof openTestDuck>>
beforeAll(async () => {
  duck = await openTestDuck()
})
afterAll(() => duck.connection.closeSync())

/** A settlement in 分 that satisfies its equations, from its independent amounts. */
function sound(parts: readonly number[]): Row {
  const row: Row = {}
  PARTS.forEach((column, i) => (row[column] = parts[i % parts.length]! + i))
  const sum = (e: Equation): number => e.plus.reduce((n, c) => n + row[c]!, 0)
  const of = (id: string) => OWN.find((e) => e.id === id)!
  row['psn_pay'] = sum(of('settlement_person'))
  row['fund_pay_sumamt'] = sum(of('settlement_fund'))
  row['medfee_sumamt'] = sum(of('settlement_payers'))
  row['inscp_amt'] =
    row['medfee_sumamt'] - row['fulamt_ownpay_amt']! - row['overlmt_selfpay']! - row['preselfpay_amt']!
  return row
}

const yuan = (fen: number | null): string =>
  fen === null
    ? 'NULL'
    : quoteText(
        `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`,
      )

interface Broken {
  readonly right: Row
  readonly row: Row
  readonly column: string
  readonly blamed: string
}

/** What the equations say of each broken row: column → amount in 分. One statement for all: its planning is the work. */
async function solved(cases: readonly Broken[]): Promise<Record<string, number>[]> {
  const run = (sql: string) => duck.connection.run(sql)
  const rows = cases.map(
    ({ row }, i) => `(${COLUMNS.map((c) => yuan(row[c]!)).join(', ')}, '1', ${i}, false)`,
  )
  const names = [...COLUMNS.map(quoteName), 'vali_flag', '__row', '__gone'].join(', ')
  const types = COLUMNS.map((c) => `${quoteName(c)} VARCHAR`).join(', ')
  await run(
    `CREATE OR REPLACE TEMP TABLE work_setl_d (${types}, vali_flag VARCHAR, __row BIGINT, __gone BOOLEAN)`,
  )
  await run(`INSERT INTO work_setl_d (${names}) VALUES ${rows.join(', ')}`)
  await run(
    'CREATE OR REPLACE TEMP TABLE blame (rule VARCHAR, cls VARCHAR, tbl VARCHAR, col VARCHAR, row BIGINT)',
  )
  const blame = cases.map(
    ({ blamed }, i) => `('setl_d.identity', 'logic', 'setl_d', ${quoteText(blamed)}, ${i})`,
  )
  await run(`INSERT INTO blame VALUES ${blame.join(', ')}`)
  const said = cases.map((): Record<string, number> => ({}))
  for (const one of await duck.rows(solveSql(fix, 'setl_d', OWN, () => true)!)) {
    said[Number(one['row'])]![String(one['col'])] = Math.round(Number(one['after']) * 100)
  }
  return said
}

const Parts = fc.array(fc.integer({ min: 0, max: 9_000_000 }), { minLength: 3, maxLength: 12 })
const Delta = fc.tuple(fc.integer({ min: 1, max: 500_000 }), fc.boolean())

function broken(parts: readonly number[], column: string, by: number | null): Broken {
  const right = sound(parts)
  const row = { ...right, [column]: by === null ? null : right[column]! + by }
  return { right, row, column, blamed: by === null ? column : 'medfee_sumamt' }
}

test('one wrong amount gets its right value or stays; no other cell is touched', async () => {
  const cases = fc
    .sample(fc.tuple(Parts, fc.nat(COLUMNS.length - 1), Delta), 400)
    .map(([parts, at, [n, more]]) => broken(parts, COLUMNS[at]!, more ? n : -n))
  const said = await solved(cases)
  const restored = cases.filter(({ column, right }, i) => {
    if (Object.keys(said[i]!).length === 0) return false
    expect(said[i]).toEqual({ [column]: right[column] })
    return true
  })
  expect(restored.length).toBeGreaterThan(30)
})

test('totals that stand in two equations are always restored', async () => {
  const totals = ['medfee_sumamt', 'fund_pay_sumamt', 'psn_pay']
  const cases = totals.map((column) => broken([12_345, 67_890, 555], column, 1_000))
  expect(await solved(cases)).toEqual(cases.map(({ column, right }) => ({ [column]: right[column] })))
})

test('a missing amount is what all its equations say', async () => {
  const cases = fc
    .sample(fc.tuple(Parts, fc.nat(COLUMNS.length - 1)), 200)
    .map(([parts, at]) => broken(parts, COLUMNS[at]!, null))
  expect(await solved(cases)).toEqual(cases.map(({ column, right }) => ({ [column]: right[column] })))
})

test('two wrong amounts of one equation are left alone', async () => {
  const right = sound([1_000, 2_000, 3_000])
  const row = { ...right, acct_pay: right['acct_pay']! + 100, hifp_pay: right['hifp_pay']! + 250 }
  expect(await solved([{ right, row, column: '', blamed: 'psn_pay' }])).toEqual([{}])
})
