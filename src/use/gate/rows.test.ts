import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RowRule } from '../../flow/decision/index.ts'
import { checkBases } from '../check/index.ts'
import type { GrantTerms } from '../run/index.ts'
import { exampleTerms, type Fixture, openFixture } from './fixture.ts'
import { createGate } from './index.ts'

/** Row expressions of a policy, looked at from the inside: what a query sees that says nothing about rows itself. */

let fixture: Fixture
let terms: GrantTerms
beforeAll(async () => {
  fixture = await openFixture({ warmChildren: 1 })
  // 60 persons: 30 of kind 11, 20 of kind 21, 10 of no known kind; each has one settlement and one fee line.
  const kind = "CASE WHEN range < 30 THEN '11' WHEN range < 50 THEN '21' END"
  const setl = await fixture.parquet(
    'setl_d',
    `SELECT range::UINTEGER AS __insured, range::BIGINT AS setl_id, 'P' || range AS psn_no, '1' AS sex,
       ${kind} AS med_type, 1::INTEGER AS hosp, (2020 + range % 2)::INTEGER AS yr, DATE '2024-01-01' AS setl_date,
       TIMESTAMP '2024-01-01' AS setl_time, true AS local, 0.5::DECIMAL(5,2) AS rate, 100::BIGINT AS cost,
       1.25::DECIMAL(12,2) AS fund, 1.5::DOUBLE AS score, 'n' AS note, 'name' || (range % 3) AS name, 40::INTEGER AS age FROM range(60)`,
  )
  const fee = await fixture.parquet(
    'fee_d',
    `SELECT range::UINTEGER AS __insured, range::BIGINT AS setl_id, 'a' AS item, 7::BIGINT AS amount FROM range(60)`,
  )
  terms = exampleTerms({ setl_d: [setl], fee_d: [fee] })
}, 60_000)
afterAll(() => fixture.close())

const rule = (
  expressions: string[],
  effect: RowRule['effect'] = 'only',
  match: RowRule['match'] = 'all',
): RowRule => ({ at: 'permissions.0.constraints.0', effect, match, expressions })

async function answer(sql: string, rules: readonly RowRule[]) {
  const prepared = (await createGate(fixture.engine).prepare({ sql }, terms)).restricted(rules)
  const { bases } = await prepared.execute(AbortSignal.timeout(20_000))
  return prepared.finish(checkBases(bases, terms.rules).bases).rows
}
const persons = (rules: readonly RowRule[]) =>
  answer('select count(*), count(distinct psn_no) from setl_d', rules)

describe('a row expression of the policy', () => {
  test('leaves a query without WHERE those rows only', async () => {
    expect(await persons([])).toEqual([[60, 60]])
    expect(await persons([rule(["setl_d.med_type = '11'"])])).toEqual([[30, 30]])
    expect(await persons([rule(["setl_d.med_type <> '11'"])])).toEqual([[20, 20]])
    expect(await persons([rule(['setl_d.yr >= 2021', "setl_d.med_type = '11'"])])).toEqual([[15, 15]])
    const any = rule(["setl_d.med_type = '11'", "setl_d.med_type = '21'"], 'only', 'any')
    expect(await persons([any])).toEqual([[50, 50]])
  })

  test('that is prohibited takes away what is surely so, and leaves what is unknown', async () => {
    expect(await persons([rule(["setl_d.med_type = '11'"], 'except')])).toEqual([[30, 30]])
    expect(
      await persons([rule(["setl_d.med_type = '11'"], 'except'), rule(["setl_d.med_type <> '99'"])]),
    ).toEqual([[20, 20]])
  })

  test('may stand on a column that the consumer never sees', async () => {
    expect(await persons([rule(["setl_d.name = 'name0'"])])).toEqual([[20, 20]])
    await expect(
      createGate(fixture.engine).prepare({ sql: "select count(*) from setl_d where name = 'name0'" }, terms),
    ).rejects.toMatchObject({ code: 'GATE_COLUMN_LEVEL' })
  })

  test('holds below joins, conditions of the user and the counting of persons', async () => {
    const only = rule(["setl_d.med_type = '11'"])
    const joined = 'select count(*), sum(f.amount) from setl_d s join fee_d f on s.setl_id = f.setl_id'
    expect(await answer(joined, [only])).toEqual([[30, 210]])
    const either = "select count(*) from setl_d where med_type = '21' or yr = 2020 or yr = 2021"
    expect(await answer(either, [only])).toEqual([[30]])
    // 10 persons are the least: nine of them are withheld, whatever the other rows would have added.
    const few = rule(["setl_d.med_type = '11'", 'setl_d.setl_id < 9'])
    expect(await answer('select med_type, count(*) from setl_d group by med_type', [few])).toEqual([])
    expect(await answer('select count(*) from fee_d', [only])).toEqual([[60]])
  })

  test('stands in the plan, and so in the evidence', async () => {
    const prepared = await createGate(fixture.engine).prepare({ sql: 'select count(*) from setl_d' }, terms)
    const only = prepared.restricted([rule(["setl_d.med_type = '11'"])])
    expect(JSON.stringify(prepared.plan)).not.toContain('med_type')
    expect(only.plan).toMatchObject({ bases: [{ input: { op: 'scan', rows: { kind: 'and' } } }] })
    expect(only.summary).toEqual(prepared.summary)
  })

  test.each([
    ["setl_d.med_type = '11'", true],
    ['setl_d.yr >= 2021', true],
    ['setl_d.rate < 0.75', true],
    ["setl_d.setl_date >= '2024-01-31'", true],
    ["setl_d.yr = '2021'", true],
    ['setl_d.med_type = 11', false],
    ['setl_d.rate < 0.12345', false],
    ["setl_d.setl_date >= '2024-02-31'", false],
    ["setl_d.nothing = '1'", false],
    ['setl_d.__insured = 7', false],
    ["other.med_type = '1'", false],
    ["setl_d.med_type = '1' or 1 = 1", false],
    ["setl_d.med_type = '1') --'", false],
  ])('%s can be enforced: %s', async (expression, expected) => {
    const prepared = await createGate(fixture.engine).prepare({ sql: 'select count(*) from setl_d' }, terms)
    expect(prepared.enforces(expression)).toBe(expected)
  })

  test('a literal with a quotation mark stays a literal', async () => {
    expect(await persons([rule(["setl_d.note <> 'x'' OR ''1''=''1'"])])).toEqual([[60, 60]])
  })
})

describe('what a query touches', () => {
  test('is every column, also in conditions and joins, and the most rows that it can give', async () => {
    const gate = createGate(fixture.engine)
    const of = async (sql: string) => {
      const { fields, mostRows } = await gate.prepare({ sql }, terms)
      return { fields, mostRows }
    }
    expect(await of('select count(*) from setl_d')).toEqual({ fields: [], mostRows: 1 })
    expect(
      await of(
        "select year(s.setl_date), avg(f.amount) from setl_d s join fee_d f on s.setl_id = f.setl_id where s.sex = '1' group by 1 limit 5",
      ),
    ).toEqual({
      fields: ['fee_d.amount', 'fee_d.setl_id', 'setl_d.setl_date', 'setl_d.setl_id', 'setl_d.sex'],
      mostRows: 5,
    })
    expect(await of('select sex, count(*) from setl_d group by sex')).toMatchObject({ mostRows: 10_000 })
  })
})
