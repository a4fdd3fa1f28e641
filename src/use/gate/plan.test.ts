import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../kernel/canonical.ts'
import { exampleTerms, type Fixture, openFixture } from './fixture.ts'
import { createGate, type Gate, Plan } from './index.ts'
import { printPlan } from './support.ts'

let fixture: Fixture
let gate: Gate
const terms = exampleTerms()

beforeAll(async () => {
  fixture = await openFixture({ warmChildren: 0 })
  gate = createGate(fixture.engine)
})
afterAll(() => fixture.close())

async function planOf(sql: string): Promise<Plan> {
  const { plan } = await gate.prepare({ sql }, terms)
  return Plan.parse(plan)
}
const printed = async (sql: string, minGroup = 100) => printPlan(await planOf(sql), minGroup).sql

/** One query per form of the language, with the SQL that the engine gets (exact counting, which is shorter). */
const GOLDEN: readonly (readonly [sql: string, printed: string])[] = [
  [
    'select count(*) from setl_d',
    'SELECT count(*) AS c0, count(DISTINCT t0."__insured") AS s0 FROM "setl_d" AS t0',
  ],
  [
    'SELECT Sex, COUNT(*) n FROM SETL_D GROUP BY 1 ORDER BY n DESC LIMIT 3; -- end',
    'SELECT t0."sex" AS k0, count(*) AS c0, count(DISTINCT t0."__insured") AS s0 FROM "setl_d" AS t0 GROUP BY t0."sex" HAVING count(DISTINCT t0."__insured") >= 100',
  ],
  [
    'select sum(fund), avg(fund), count(fund), sum(cost) from setl_d',
    'SELECT sum(t0."fund") AS c0, avg(t0."fund") AS c1, count(t0."fund") AS c2, sum(t0."cost") AS c3, count(DISTINCT t0."__insured") AS s0, count(DISTINCT t0."__insured") FILTER (WHERE t0."fund" IS NOT NULL) AS s1 FROM "setl_d" AS t0',
  ],
  [
    'select sum(score) from setl_d',
    'SELECT sum(CASE WHEN isfinite(t0."score") THEN t0."score" END) AS c0, count(DISTINCT t0."__insured") AS s0, count(DISTINCT t0."__insured") FILTER (WHERE CASE WHEN isfinite(t0."score") THEN t0."score" END IS NOT NULL) AS s1 FROM "setl_d" AS t0',
  ],
  [
    'select count(distinct psn_no), count(1) from setl_d',
    'SELECT count(DISTINCT t0."psn_no") AS c0, count(*) AS c1, count(DISTINCT t0."__insured") AS s0 FROM "setl_d" AS t0',
  ],
  [
    "select year(setl_date) y, date_trunc('month', setl_time) m, left(sex, 1) p, count(*) from setl_d group by y, m, p",
    'SELECT year(t0."setl_date") AS k0, CAST(date_trunc(\'month\', t0."setl_time") AS DATE) AS k1, left(t0."sex", 1) AS k2, count(*) AS c0, count(DISTINCT t0."__insured") AS s0 FROM "setl_d" AS t0 GROUP BY year(t0."setl_date"), CAST(date_trunc(\'month\', t0."setl_time") AS DATE), left(t0."sex", 1) HAVING count(DISTINCT t0."__insured") >= 100',
  ],
  [
    'select h."等级", count(*) from setl_d s join hosp_b h on h.hosp = s.hosp group by h."等级"',
    'SELECT t1."等级" AS k0, count(*) AS c0, count(DISTINCT t0."__insured") AS s0 FROM ("setl_d" AS t0 INNER JOIN "hosp_b" AS t1 ON (t0."hosp" = t1."hosp")) GROUP BY t1."等级" HAVING count(DISTINCT t0."__insured") >= 100',
  ],
  [
    'select sum(amount) from setl_d join fee_d using (setl_id)',
    'SELECT sum(t1."amount") AS c0, least(count(DISTINCT t0."__insured"), count(DISTINCT t1."__insured")) AS s0, least(count(DISTINCT t0."__insured") FILTER (WHERE t1."amount" IS NOT NULL), count(DISTINCT t1."__insured") FILTER (WHERE t1."amount" IS NOT NULL)) AS s1 FROM ("setl_d" AS t0 INNER JOIN "fee_d" AS t1 ON (t0."setl_id" = t1."setl_id"))',
  ],
  [
    `select count(*) from setl_d where sex = 'it''s' and (hosp >= 3 or hosp in (1, -2)) and not (rate between 1.5 and 20)`,
    `SELECT count(*) AS c0, count(DISTINCT t0."__insured") AS s0 FROM "setl_d" AS t0 WHERE ((t0."sex" = 'it''s') AND ((t0."hosp" >= CAST('3' AS BIGINT)) OR (t0."hosp" IN (CAST('1' AS BIGINT), CAST('-2' AS BIGINT)))) AND (NOT (t0."rate" BETWEEN CAST('1.5' AS DECIMAL(2, 1)) AND CAST('20' AS DECIMAL(2, 0)))))`,
  ],
  [
    `select count(*) from setl_d where setl_date < date '2024-02-29' and setl_time >= '2024-01-01' and local = true and med_type is not null and sex not like '1%' and 2024 = year(setl_date)`,
    `SELECT count(*) AS c0, count(DISTINCT t0."__insured") AS s0 FROM "setl_d" AS t0 WHERE ((t0."setl_date" < CAST('2024-02-29' AS DATE)) AND (t0."setl_time" >= CAST('2024-01-01 00:00:00' AS TIMESTAMP)) AND (t0."local" = CAST('true' AS BOOLEAN)) AND (t0."med_type" IS NOT NULL) AND (t0."sex" NOT LIKE '1%') AND (year(t0."setl_date") = CAST('2024' AS BIGINT)))`,
  ],
  [
    `select count(*) from setl_d where sex = 'x'';drop table y --' and rate > 1.23456`,
    `SELECT count(*) AS c0, count(DISTINCT t0."__insured") AS s0 FROM "setl_d" AS t0 WHERE ((t0."sex" = 'x'';drop table y --') AND (t0."rate" > CAST('1.23456' AS DOUBLE)))`,
  ],
]

describe('printed SQL', () => {
  test.each(GOLDEN)('%s', async (sql, expected) => {
    expect(await printed(sql)).toBe(expected)
  })

  test('up to k = 90 a lower bound spares the exact count, and only doubtful groups are counted', async () => {
    const sql = await printed('select sex, sum(fund) from setl_d where hosp = 1 group by sex', 10)
    expect(sql).toBe(
      'WITH __bound AS MATERIALIZED (SELECT t0."sex" AS k0, sum(t0."fund") AS c0, ' +
        'coalesce(bit_count(bit_or(CAST(1 AS UBIGINT) << CAST(t0."__insured" & 63 AS UBIGINT))), 0) AS s0, count(*) AS n0, ' +
        'coalesce(bit_count(bit_or(CAST(1 AS UBIGINT) << CAST(t0."__insured" & 63 AS UBIGINT)) FILTER (WHERE t0."fund" IS NOT NULL)), 0) AS s1, count(t0."fund") AS n1 ' +
        `FROM "setl_d" AS t0 WHERE (t0."hosp" = CAST('1' AS BIGINT)) GROUP BY t0."sex"), ` +
        '__doubt AS (SELECT k0, 1 AS one FROM __bound WHERE (s0 < 10 AND n0 >= 10) OR (s1 < 10 AND n1 >= 10)), ' +
        '__sure AS (SELECT t0."sex" AS k0, count(DISTINCT t0."__insured") AS s0, count(DISTINCT t0."__insured") FILTER (WHERE t0."fund" IS NOT NULL) AS s1 ' +
        `FROM "setl_d" AS t0 SEMI JOIN __doubt ON (t0."sex" IS NOT DISTINCT FROM __doubt.k0) WHERE (t0."hosp" = CAST('1' AS BIGINT)) GROUP BY t0."sex") ` +
        'SELECT __bound.k0, __bound.c0, coalesce(__sure.s0, __bound.s0) AS s0, coalesce(__sure.s1, __bound.s1) AS s1 ' +
        'FROM __bound LEFT JOIN __sure ON (__bound.k0 IS NOT DISTINCT FROM __sure.k0) WHERE coalesce(__sure.s0, __bound.s0) >= 10',
    )
    expect(await printed('select sex from setl_d group by sex', 60)).toContain('& 64) = 64')
  })

  test('tables without persons are printed bare', async () => {
    expect(await printed('select "等级", sum(beds) from hosp_b group by 1')).toBe(
      'SELECT t0."等级" AS k0, sum(t0."beds") AS c0 FROM "hosp_b" AS t0 GROUP BY t0."等级"',
    )
  })
})

describe('the plan', () => {
  test('is plain JSON of the closed form', async () => {
    const plan = await planOf(
      'select sex as 性别, sum(cost) from setl_d s where yr = 2024 group by sex order by 2 desc nulls first limit 5',
    )
    const sex = { kind: 'column', scan: 0, table: 'setl_d', column: 'sex', type: 'VARCHAR', nullable: false }
    expect(JSON.parse(JSON.stringify(plan)) as Json).toEqual({
      plan: 'xinyu/1',
      root: {
        op: 'aggregate',
        input: {
          op: 'filter',
          input: { op: 'scan', scan: 0, table: 'setl_d', persons: true },
          where: {
            kind: 'compare',
            op: '=',
            left: { ...sex, column: 'yr', type: 'INTEGER' },
            right: { kind: 'literal', type: 'integer', value: '2024' },
          },
        },
        keys: [sex],
        cells: [{ fn: 'sum', of: { ...sex, column: 'cost', type: 'BIGINT' } }],
      },
      output: [
        { name: '性别', from: 'key', index: 0 },
        { name: 'sum_cost', from: 'cell', index: 0 },
      ],
      order: [{ output: 1, descending: true, nullsFirst: true }],
      limit: 5,
    })
  })

  test('names in the result are unique and a repeated statistic is computed once', async () => {
    const plan = await planOf('select count(*), count(*), sum(cost) as count from setl_d')
    expect(plan.output.map(({ name }) => name)).toEqual(['count', 'count_2', 'count_3'])
    expect(plan.root.cells).toHaveLength(2)
  })

  test('an exact 64-bit literal survives the way through JSON', async () => {
    expect(await printed('select count(*) from setl_d where hosp = 9007199254740993')).toContain(
      "CAST('9007199254740993' AS BIGINT)",
    )
  })

  test('explain says in both languages what it will do', async () => {
    const told = await gate.explain('select sex, avg(cost) from setl_d group by sex limit 3', terms)
    expect(told).toMatchObject({
      ok: true,
      summary: {
        zh: '对 setl_d按 sex 分组，计算cost 的平均值，取前 3 行；不足 10 名参保人的结果不予显示。',
        en: 'Computes mean of cost over setl_d, by sex, first 3 rows; what rests on fewer than 10 insured persons is not shown.',
      },
    })
    expect(await gate.explain('select min(cost) from setl_d', terms)).toMatchObject({
      ok: false,
      error: { code: 'GATE_EXTREME' },
    })
  })
})
