import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Random } from '../../kernel/random.ts'
import type { Engine, QueryWork } from '../../platform/engine/index.ts'
import { checkBases } from '../check/index.ts'
import { exampleTerms, type Fixture, openFixture } from './fixture.ts'
import { createGate, Plan } from './index.ts'

/** The gate as a whole: text in, engine, check, answer out; and what it asks of the engine. */

let fixture: Fixture
let files: Record<string, string[]>
beforeAll(async () => {
  fixture = await openFixture({ warmChildren: 1 })
  // 200 persons with two settlements each, in three hospitals; five persons alone are of kind 31.
  const setl = await fixture.parquet(
    'setl_d',
    `SELECT (range // 2)::UINTEGER AS __insured, range::BIGINT AS setl_id, 'P' || (range // 2) AS psn_no,
      CASE WHEN range % 4 < 2 THEN '1' ELSE '2' END AS sex,
      CASE WHEN range < 10 THEN '31' WHEN range < 200 THEN '11' ELSE '21' END AS med_type,
      (range % 3)::INTEGER AS hosp, (2020 + range % 2)::INTEGER AS yr, DATE '2024-01-01' + range::INTEGER AS setl_date,
      TIMESTAMP '2024-01-01 08:00:00' AS setl_time, true AS local, 0.5::DECIMAL(5,2) AS rate, (100 + range)::BIGINT AS cost,
      1.25::DECIMAL(12,2) AS fund, 0.5::DOUBLE AS score, 'n' AS note, 'name' AS name, (range % 80)::INTEGER AS age
      FROM range(400)`,
  )
  const fee = await fixture.parquet(
    'fee_d',
    `SELECT (range // 2)::UINTEGER AS __insured, range::BIGINT AS setl_id, 'a' AS item, 7::BIGINT AS amount FROM range(400)`,
  )
  const hosp = await fixture.parquet(
    'hosp_b',
    `SELECT range::INTEGER AS hosp, CASE WHEN range = 0 THEN '三级' ELSE '二级' END AS 等级, 100::INTEGER AS beds FROM range(3)`,
  )
  files = { setl_d: [setl], fee_d: [fee], hosp_b: [hosp] }
}, 60_000)
afterAll(() => fixture.close())

type Rules = Parameters<typeof exampleTerms>[1]
async function answer(sql: string, rules: Rules = {}, history = true) {
  const terms = exampleTerms(files, rules, history)
  const prepared = await createGate(fixture.engine).prepare({ sql }, terms)
  const { bases } = await prepared.execute(AbortSignal.timeout(20_000))
  return prepared.finish(checkBases(bases, terms.rules).bases).rows
}

describe('a query from text to answer', () => {
  const QUERIES: readonly (readonly [sql: string, rows: unknown[][]])[] = [
    [
      'select sex, count(*), sum(cost) from setl_d group by sex order by sex',
      [
        ['1', 200, 59_700],
        ['2', 200, 60_100],
      ],
    ],
    [
      'select med_type, count(*) from setl_d group by med_type order by 1',
      [
        ['11', 190],
        ['21', 200],
      ],
    ],
    [
      'with p as (select psn_no, sum(cost) as c, count(*) as n from setl_d group by psn_no) select n, count(*), sum(c) from p group by n',
      [[2, 200, 119_800]],
    ],
    [
      'select h."等级", count(distinct s.psn_no), sum(f.amount) from setl_d s join fee_d f on s.setl_id = f.setl_id join hosp_b h on s.hosp = h.hosp group by 1 order by 2 desc, 3 desc',
      [
        ['二级', 200, 1862],
        ['三级', 134, 938],
      ],
    ],
    ['select "等级" from hosp_b order by 1', [['三级'], ['二级'], ['二级']]],
    ['select count(distinct yr), count(distinct setl_date) from setl_d', [[2, 0]]],
    ['select count(*) from setl_d where age < 40', [[200]]],
  ]
  test.each(QUERIES)('%s', async (sql, rows) => {
    expect(await answer(sql)).toEqual(rows)
    expect(await answer(sql, {}, false)).toEqual(rows)
  })

  test('shows what it will do in both languages', async () => {
    const gate = createGate(fixture.engine)
    const told = async (sql: string) => {
      const { summary } = await gate.prepare({ sql }, exampleTerms())
      return summary
    }
    expect(
      await told('select sex, sum(cost) from setl_d group by sex having count(*) > 20 order by 2 limit 3'),
    ).toEqual({
      zh: '对 setl_d 按 sex 分组，计算 行数、cost 的合计；再对结果筛选、排序、取前 3 行；不足 10 名参保人的结果不予显示。',
      en: 'Computes number of rows, sum of cost over setl_d, by sex; then filters, ordering, the first 3 rows of the result; what rests on fewer than 10 insured persons is not shown.',
    })
    expect((await told('select "等级" from hosp_b')).en).toBe('Lists 等级 of hosp_b.')
  })
})

describe('what the engine is asked', () => {
  /** Prepared with the given random bytes; what came to the engine. */
  async function asked(sql: string, bytes: readonly number[], rules: Rules = {}, history = true) {
    const works: QueryWork[] = []
    const engine: Pick<Engine, 'parse' | 'query'> = {
      parse: (text) => fixture.engine.parse(text),
      query: (work) => {
        works.push(work)
        return Promise.reject(new XinyuError('ENGINE_CANCELLED'))
      },
    }
    const random: Random = { bytes: () => Uint8Array.from(bytes) }
    const terms = { ...exampleTerms(files, rules, history), lane: 'project 7' }
    const prepared = await createGate(engine, random).prepare({ sql }, terms)
    await expect(prepared.execute(AbortSignal.timeout(20_000))).rejects.toMatchObject({
      code: 'ENGINE_CANCELLED',
    })
    return works
  }

  test('limits on rows that are never shown are drawn anew for each run', async () => {
    const [low] = await asked('select sex, count(*) from setl_d group by sex', [0, 0])
    const [high] = await asked('select sex, count(*) from setl_d group by sex', [255, 255])
    expect([low!.limits.maxRows, low!.members!.share]).toEqual([75_000, 0.75])
    expect(high!.limits.maxRows).toBe(99_999)
    expect(low!.lane).toBe('project 7')
  })

  test('nothing of the text reaches it: quoted names, typed constants, the granted files of the tables asked for', async () => {
    const sql = `select /* secret */ count(*) as "x""; drop table y" from setl_d where sex = '1'';--' and setl_date < date '2024-02-01'`
    const [work] = await asked(sql, [0, 0], {}, false)
    expect(work!.sql).toContain(`(t0."sex" = '1'';--')`)
    expect(work!.sql).toContain(`(t0."setl_date" < CAST('2024-02-01' AS DATE))`)
    expect(work!.sql).not.toMatch(/secret|drop table|select/)
    expect(work!.tables).toEqual({ setl_d: files.setl_d })
    expect(work!.members).toBeUndefined()
  })

  test('members only where something asks for them', async () => {
    const grouped = 'select sex, count(*) from setl_d group by sex'
    const needs = async (rules: Rules, history = false, sql = grouped) =>
      (await asked(sql, [0, 0], rules, history))[0]!.members !== undefined
    expect(await needs({})).toBe(false)
    expect(await needs({}, true)).toBe(true)
    expect(await needs({ dominance: { n: 2, percent: 90 } })).toBe(true)
    expect(await needs({ pPercent: 10 })).toBe(true)
    expect(await needs({ smallGroups: 'merge' })).toBe(true)
    expect(await needs({ minInstitutions: 2 })).toBe(true)
    expect(await needs({}, false, 'select median(cost) from setl_d')).toBe(true)
    expect(await needs({}, false, 'select sex, yr, count(*) from setl_d group by rollup (sex, yr)')).toBe(
      true,
    )
  })
})

describe('form', () => {
  test('a contract that asks for institutions needs a table that tells them', async () => {
    const gate = createGate(fixture.engine)
    const terms = exampleTerms(files, { minInstitutions: 2 })
    await expect(gate.prepare({ sql: 'select count(*) from fee_d' }, terms)).rejects.toMatchObject({
      code: 'GATE_INSTITUTIONS',
      params: { min: 2, columns: 'hosp' },
    })
    expect(await gate.explain('select count(*) from fee_d', terms)).toMatchObject({ ok: false })
    expect((await gate.prepare({ sql: 'select count(*) from setl_d' }, terms)).mostRows).toBe(1)
  })

  test('the plan is plain JSON of the closed form, and survives it', async () => {
    const gate = createGate(fixture.engine)
    const { plan } = await gate.prepare(
      { sql: 'select sex, avg(cost) from setl_d group by sex' },
      exampleTerms(),
    )
    expect(Plan.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
  })

  test('more released rows than the limit are an error that follows from them alone', async () => {
    const terms = exampleTerms(files)
    const few = { ...terms, limits: { ...terms.limits, maxRows: 1 } }
    const prepared = await createGate(fixture.engine).prepare(
      { sql: 'select sex, count(*) from setl_d group by sex' },
      few,
    )
    const { bases } = await prepared.execute(AbortSignal.timeout(20_000))
    expect(() => prepared.finish(checkBases(bases, few.rules).bases)).toThrow('1 rows')
  })
})
