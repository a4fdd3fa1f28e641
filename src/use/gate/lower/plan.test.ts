import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleTerms, type Fixture, openFixture } from '../fixture.ts'
import { type Base, Plan } from '../plan/index.ts'
import { lower } from './index.ts'
import { tell } from './tell.fixture.ts'

let fixture: Fixture
const terms = exampleTerms()

beforeAll(async () => {
  fixture = await openFixture({ warmChildren: 0 })
})
afterAll(() => fixture.close())

async function planOf(sql: string): Promise<Plan> {
  const parsed = await fixture.engine.parse(sql)
  if (!parsed.ok) throw new Error(parsed.message)
  return lower(parsed.tree, sql, terms)
}

/** One query per form of the language; then each base, and what is done with the released values. */
const GOLDEN: readonly (readonly [sql: string, ...told: string[]])[] = [
  [`select count(*) from setl_d`, `by []: count_rows() count from setl_d t0`, `#0 > @0 order []`],
  [
    `SELECT Sex AS 性别, COUNT(*) n FROM SETL_D WHERE yr = 2024 GROUP BY 1 ORDER BY n DESC NULLS FIRST LIMIT 3 OFFSET 1; -- end`,
    `by [t0.sex]: count_rows() count from (setl_d t0 where t0.yr = 2024)`,
    `#0 > @0, @1 order [-1] limit 3 offset 1`,
  ],
  [
    `select sum(2 * cost + 3), sum(cost) / 100, sum(cost / 100) from setl_d`,
    `by []: sum(t0.cost) sum:setl_d.cost, count_rows() count from setl_d t0`,
    `#0 > add(multiply(@0, 2), multiply(@1, 3)), divide(@0, 100), divide(@0, 100) order []`,
  ],
  [
    `select avg(fund), count(fund), stddev(cost), var_pop(cost) from setl_d`,
    `by []: count(t0.fund) count, sum(t0.fund) sum:setl_d.fund, count_rows() count, sum(t0.cost) sum:setl_d.cost, sum(multiply(t0.cost, t0.cost)) sum:setl_d.cost from setl_d t0`,
    `#0 > avg(@0, @1), @0, stddev_samp(@2, @3, @4), var_pop(@2, @3, @4) order []`,
  ],
  [
    `select corr(cost, fund), regr_slope(cost, fund), regr_count(cost, fund) from setl_d`,
    `by []: count(t0.fund) count, sum(t0.fund) sum:setl_d.fund, sum({t0.fundknown ? t0.cost}) sum:setl_d.cost, sum(multiply(t0.fund, t0.fund)) sum:setl_d.fund, sum({t0.fundknown ? multiply(t0.cost, t0.cost)}) sum:setl_d.cost, sum(multiply(t0.cost, t0.fund)) sum:setl_d.cost*setl_d.fund from setl_d t0`,
    `#0 > corr(@0, @1, @2, @3, @4, @5), regr_slope(@0, @1, @2, @3, @4, @5), @0 order []`,
  ],
  [
    `select sum(cost - fund) from setl_d`,
    `by []: sum({t0.fundknown ? t0.cost}) sum:setl_d.cost, sum(t0.fund) sum:setl_d.fund from setl_d t0`,
    `#0 > add(@0, multiply(@1, -1)) order []`,
  ],
  [
    `select sum(score), avg(score), sum(score + cost) from setl_d`,
    `by []: sum(t0.score) sum:setl_d.score, count(t0.score) count, sum({abs(t0.score) < 1e+250 ? t0.cost}) sum:setl_d.cost from setl_d t0`,
    `#0 > @0, avg(@1, @0), add(@0, @2) order []`,
  ],
  [
    `select median(cost), quantile_cont(fund * 2 + 1, 0.9), quantile_disc(-cost, 0.9) from setl_d`,
    `by []: quantile(t0.cost, 0.5) quantile:0.5:setl_d.cost, quantile(t0.fund, 0.9) quantile:0.9:setl_d.fund, quantile(t0.cost, 0.1) quantile:0.1:setl_d.cost from setl_d t0`,
    `#0 > @0, add(multiply(@1, 2), 1), multiply(@2, -1) order []`,
  ],
  [
    `select sum(case when sex = '1' then 2 * cost when sex = '2' then cost else 0 end) from setl_d`,
    `by []: sum({t0.sex = '1' ? t0.cost}) sum:setl_d.cost, sum({untrue(t0.sex = '1') and t0.sex = '2' ? t0.cost}) sum:setl_d.cost from setl_d t0`,
    `#0 > add(coalesce(multiply(@0, 2), 0), coalesce(@1, 0)) order []`,
  ],
  [
    `select sum(case when sex = '1' then 1 else 0 end), avg(case when sex = '1' then 1 else 0 end) from setl_d`,
    `by []: count({t0.sex = '1' ? 1}) count, count_rows() count from setl_d t0`,
    `#0 > @0, avg(@1, @0) order []`,
  ],
  [
    `select sum(coalesce(fund, 0)), sum(coalesce(fund, cost)) from setl_d`,
    `by []: sum(t0.fund) sum:setl_d.fund, sum({to_double(t0.fund) unknown ? t0.cost}) sum:setl_d.cost from setl_d t0`,
    `#0 > coalesce(@0, 0), {and(is_null(@0), is_null(@1)) ? null | add(coalesce(@0, 0), coalesce(@1, 0))} order []`,
  ],
  [
    `select count(cost), count(fund), count(score), count(case when sex = '1' then 1 end) from setl_d`,
    `by []: count_rows() count, count(t0.fund) count, count(t0.score) count, count({t0.sex = '1' ? 1}) count from setl_d t0`,
    `#0 > @0, @1, @2, @3 order []`,
  ],
  [
    `select count(*) filter (where sex = '1'), sum(cost) filter (where hosp = 2), count(distinct hosp) filter (where sex = '1') from setl_d`,
    `by []: count({t0.sex = '1' ? 1}) count, sum({t0.hosp = 2 ? t0.cost}) sum:setl_d.cost, count_distinct({t0.sex = '1' ? t0.hosp}) distinct:setl_d.hosp from setl_d t0`,
    `#0 > @0, @1, @2 order []`,
  ],
  [
    `select count(distinct psn_no), count(distinct case when sex = '1' then psn_no end), count(distinct left(med_type, 2)) from setl_d`,
    `by []: count_distinct(t0.psn_no) persons, count_distinct({t0.sex = '1' ? t0.psn_no}) persons, count_distinct(left(t0.med_type, 2)) distinct:left(setl_d.med_type,2) from setl_d t0`,
    `#0 > @0, @1, @2 order []`,
  ],
  [
    `select sum(cost * fund), sum(cost * cost) from setl_d`,
    `by []: sum(multiply(t0.cost, t0.fund)) sum:setl_d.cost*setl_d.fund, sum(multiply(t0.cost, t0.cost)) sum:setl_d.cost from setl_d t0`,
    `#0 > @0, @1 order []`,
  ],
  [
    `select sex, med_type, grouping(med_type) g, count(*) from setl_d group by rollup (sex, med_type)`,
    `by [t0.sex, t0.med_type] sets [[0,1],[0],[]]: count_rows() count from setl_d t0`,
    `#0 > @0, @1, @4, @2 order []`,
  ],
  [
    `select sex, count(*) from setl_d group by sex having count(*) > 5 and sex <> '9'`,
    `by [t0.sex]: count_rows() count from setl_d t0`,
    `#0 keep and(gt(@1, 5), ne(@0, '9')) > @0, @1 order []`,
  ],
  [
    `select sex, count(*) as n, rank() over (order by count(*) desc) as r, n * 2 as twice from setl_d group by sex order by sum(cost)`,
    `by [t0.sex]: count_rows() count, sum(t0.cost) sum:setl_d.cost from setl_d t0`,
    `#0 window rank() > @0, @1, @4, multiply(@1, 2), @2 order [4] > @0, @1, @2, @3 order []`,
  ],
  [
    `select distinct sex, left(med_type, 1) from setl_d`,
    `by [t0.sex, left(t0.med_type, 1)]:  from setl_d t0`,
    `#0 > @0, @1 distinct order []`,
  ],
  [
    `select distinct count(*) from setl_d group by sex`,
    `by [t0.sex]: count_rows() count from setl_d t0`,
    `#0 > @1 distinct order []`,
  ],
  [
    `select year(setl_date) + 1 as y, count(*) from setl_d group by year(setl_date)`,
    `by [year(t0.setl_date)]: count_rows() count from setl_d t0`,
    `#0 > add(@0, 1), @1 order []`,
  ],
  [
    `select s.sex, h."等级", sum(f.amount) from setl_d s join fee_d f using (setl_id) left join hosp_b h on s.hosp = h.hosp where f.item = 'x' group by 1, 2`,
    `by [t0.sex, t2.等级]: sum(t1.amount) sum:fee_d.amount from (((setl_d t0 inner fee_d t1 on t0.setl_id=t1.setl_id) left hosp_b t2 on t0.hosp=t2.hosp) where t1.item = 'x')`,
    `#0 > @0, @1, @2 order []`,
  ],
  [
    `select count(*) from setl_d a left join (select setl_id as i, upper(item) as item from fee_d where item <> 'y') f on a.setl_id = f.i where f.item is null`,
    `by []: count_rows() count from ((setl_d t0 left t2 (t1.setl_id, upper(t1.item) of (fee_d t1 where t1.item <> 'y')) on t0.setl_id=t2.#0) where t2.#1 unknown)`,
    `#0 > @0 order []`,
  ],
  [
    `select q.s, sum(q.c), count(*) from (select upper(sex) as s, 2 * cost as c from setl_d where hosp = 1) q where q.s <> 'X' group by q.s`,
    `by [upper(t0.sex)]: sum(t0.cost) sum:setl_d.cost, count_rows() count from ((setl_d t0 where t0.hosp = 1) where upper(t0.sex) <> 'X')`,
    `#0 > @0, multiply(@1, 2), @2 order []`,
  ],
  [
    `with q(s, c) as (select sex, cost from setl_d), r as (select s, c from q where s = '1') select sum(c) from r`,
    `by []: sum(t0.cost) sum:setl_d.cost from (setl_d t0 where t0.sex = '1')`,
    `#0 > @0 order []`,
  ],
  [
    `select avg(n), sum(total), count(*), stddev(n), median(total) from (select psn_no, count(*) as n, sum(cost) as total from setl_d group by psn_no having count(*) > 1) t`,
    `by []: count_rows() persons, sum({t1.#1 <> 0 ? t1.#1}) count, sum(t1.#2) sum:setl_d.cost, sum({t1.#1 <> 0 ? multiply(t1.#1, t1.#1)}) count, quantile(t1.#2, 0.5) quantile:0.5:setl_d.cost from (t1 (person t0.psn_no: count_rows(), sum(t0.cost) of setl_d t0) where t1.#1 > 1)`,
    `#0 > avg(@0, coalesce(@1, 0)), @2, @0, stddev_samp(@0, coalesce(@1, 0), coalesce(@3, 0)), @4 order []`,
  ],
  [
    `select n, count(*) from (select psn_no, count(*) as n from setl_d group by psn_no) t group by n`,
    `by [t1.#1]: count_rows() persons from t1 (person t0.psn_no: count_rows() of setl_d t0)`,
    `#0 > @0, @1 order []`,
  ],
  [
    `select avg(d) from (select psn_no, sex, sum(case when hosp = 1 then cost else 0 end) / 100 as d, max(setl_date) as last from setl_d group by psn_no, sex) t where last >= date '2024-01-01'`,
    `by []: count_rows() count, sum(t1.#2) sum:setl_d.cost from (t1 (person t0.psn_no, t0.sex: sum({t0.hosp = 1 ? t0.cost}), max(t0.setl_date) of setl_d t0) where t1.#3 >= 2024-01-01)`,
    `#0 > avg(@0, coalesce(divide(@1, 100), 0)) order []`,
  ],
  [
    `select count(*) from (select distinct psn_no from setl_d where sex = '1') t`,
    `by []: count_rows() persons from t1 (person t0.psn_no:  of (setl_d t0 where t0.sex = '1'))`,
    `#0 > @0 order []`,
  ],
  [
    `select k, sum(v), count(*) from (select item as k, amount as v from fee_d union all select '无' as k, cost from setl_d) t group by k`,
    `by [t2.#0]: sum(t2.#1) sum:fee_d.amount|setl_d.cost, count_rows() count from t2 (t0.item, t0.amount of fee_d t0 + '无', t1.cost of setl_d t1)`,
    `#0 > @0, @1, @2 order []`,
  ],
  [
    `with a as (select sex, yr, sum(cost) as c from setl_d group by sex, yr) select a.sex, a.c, b.c as prev from a left join a as b on a.sex = b.sex and a.yr = b.yr where a.c > 5`,
    `by [t0.sex, t0.yr]: sum(t0.cost) sum:setl_d.cost from setl_d t0`,
    `(#0 > @0, @1, @2) left (#0 > @0, @1, @2) on 0=0,1=1 keep gt(@2, 5) > @0, @2, @5 order []`,
  ],
  [
    `select * from (select sex, count(*) as n from setl_d group by sex) t order by n limit 1`,
    `by [t0.sex]: count_rows() count from setl_d t0`,
    `#0 > @0, @1 > @0, @1 order [1] limit 1`,
  ],
  [
    `select 'sex' as name, cast(sex as varchar) as value, count(*) as n from setl_d group by sex union all select 'type', med_type, count(*) from setl_d group by med_type order by n desc`,
    `by [t0.sex]: count_rows() count from setl_d t0`,
    `by [t1.med_type]: count_rows() count from setl_d t1`,
    `(#0 > 'sex', to_text(@0), @1) + (#1 > 'type', @0, @1) order [-2]`,
  ],
  [
    `select "等级" from hosp_b order by 1 limit 5`,
    `list t0.等级 from hosp_b t0`,
    `#0 > @0 order [0] limit 5`,
  ],
  [
    `select "等级", sum(beds) from hosp_b group by 1`,
    `by [t0.等级]: sum(t0.beds) sum:hosp_b.beds from hosp_b t0`,
    `#0 > @0, @1 order []`,
  ],
  [
    `select count(*) from setl_d a join setl_d b on a.psn_no = b.psn_no where a.sex = '1' and b.hosp = 2`,
    `by []: count_rows() count from ((setl_d t0 inner setl_d t1 on t0.psn_no=t1.psn_no) where t0.sex = '1' and t1.hosp = 2)`,
    `#0 > @0 order []`,
  ],
  [
    `select count(*) from setl_d where age >= 60 and age between 20 and 65 and not (100 > age)`,
    `by []: count_rows() count from (setl_d t0 where t0.age >= 60 and t0.age in 20..65 and t0.age >= 100)`,
    `#0 > @0 order []`,
  ],
  [
    `select count(*) from setl_d where sex = 'it''s' and (hosp >= 3 or hosp in (1, -2)) and not (rate between 1.5 and 20) and local and med_type is not null and sex not like '1%' and 2024 = year(setl_date) and setl_time >= '2024-01-01'`,
    `by []: count_rows() count from (setl_d t0 where t0.sex = 'it's' and t0.hosp >= 3 or t0.hosp in (1, -2) and not(t0.rate in 1.5..20) and t0.local = true and t0.med_typeknown and t0.sex unlike '1%' and year(t0.setl_date) = 2024 and t0.setl_time >= 2024-01-01 00:00:00)`,
    `#0 > @0 order []`,
  ],
  [
    `select case when age >= 60 then 'old' else 'young' end as band, count(*) from setl_d group by 1`,
    `by [{t0.age >= 60 ? 'old' | 'young'}]: count_rows() count from setl_d t0`,
    `#0 > @0, @1 order []`,
  ],
  [
    `select date_diff('day', setl_date, date '2024-12-31') > 30 as late, count(*) from setl_d group by 1`,
    `by [{date_diff('day', t0.setl_date, 2024-12-31) > 30 ? true | not(date_diff('day', t0.setl_date, 2024-12-31) > 30) ? false}]: count_rows() count from setl_d t0`,
    `#0 > @0, @1 order []`,
  ],
  [
    `select hosp + 1 as a, hosp * 2 as b, hosp / 2 as c, hosp % 2 as d, round(rate, 1) as e, sex || '-' || hosp as f, concat(sex, med_type) as g, count(*) from setl_d group by 1, 2, 3, 4, 5, 6, 7`,
    `by [add(t0.hosp, 1), multiply(t0.hosp, 2), divide(t0.hosp, 2), modulo(t0.hosp, 2), round(t0.rate, 1), concat(concat(t0.sex, '-'), to_text(t0.hosp)), concat(t0.sex, coalesce(t0.med_type, ''))]: count_rows() count from setl_d t0`,
    `#0 > @0, @1, @2, @3, @4, @5, @6, @7 order []`,
  ],
  [
    `select count(*) from setl_d where hosp = 9007199254740993 and rate > 1.23456`,
    `by []: count_rows() count from (setl_d t0 where t0.hosp = 9007199254740993 and t0.rate > 1.23456)`,
    `#0 > @0 order []`,
  ],
  [
    `with unused as (select hosp from setl_d group by hosp) select age >= 60 as senior, sex in ('1', '2') as known, count(*) from setl_d group by 1, 2`,
    `by [{t0.age >= 60 ? true | not(t0.age >= 60) ? false}, {t0.sex in ('1', '2') ? true | not(t0.sex in ('1', '2')) ? false}]: count_rows() count from setl_d t0`,
    `#0 > @0, @1, @2 order []`,
  ],
  [
    `select a.s, h."等级" from (select "等级" as s, count(*) as n from setl_d join hosp_b using (hosp) group by 1) a join hosp_b h on a.s = h."等级"`,
    `by [t1.等级]: count_rows() count from (setl_d t0 inner hosp_b t1 on t0.hosp=t1.hosp)`,
    `list t2.等级 from hosp_b t2`,
    `(#0 > @0, @1) inner (#1 > @0) on 0=0 > @0, @2 order []`,
  ],
]

describe('lowered queries', () => {
  test.each(GOLDEN.map(([sql, ...told]) => ({ sql, told })))('$sql', async ({ sql, told }) => {
    expect(tell(await planOf(sql))).toEqual(told)
  })
})

const firstCells = ({ bases }: Plan): { fn: string; family: string }[] => {
  const base = bases[0] as Extract<Base, { op: 'aggregate' }>
  return base.cells.map(({ fn, family }) => ({ fn, family }))
}

test('HAVING alone makes one group, which rests on all of its rows', async () => {
  expect(tell(await planOf('select 1 as one from setl_d having 1 = 2'))).toEqual([
    'by []: count_rows() count from setl_d t0',
    '#0 keep eq(1, 2) > 1 order []',
  ])
})

test('over code tables the sum of no rows is missing', async () => {
  expect(tell(await planOf(`select sum(case when hosp = 1 then 1 else 0 end) from hosp_b`))).toEqual([
    'by []: count({t0.hosp = 1 ? 1}) count, count_rows() count from hosp_b t0',
    '#0 > {eq(@1, 0) ? null | @0} order []',
  ])
})

describe('families', () => {
  test('are the same for all ways of writing one statistic', async () => {
    const ways = [
      'select sum(cost) from setl_d',
      'select sum(cost * 2) from setl_d',
      "select sum(case when sex = '1' then cost end) from setl_d",
      'select sum(cost) filter (where hosp in (1, 2)) from setl_d',
      'select sum(c) from (select cost as c from setl_d) q',
      'select sum(c) from (select psn_no, sum(cost) as c from setl_d group by psn_no) q',
      'select sum(c) from (select psn_no, max(cost) as c from setl_d group by psn_no) q',
      'select sum(c) from (select psn_no, avg(cost) as c from setl_d group by psn_no) q',
      'select sum(cost * cost) from setl_d',
      'select sum(a.cost) from setl_d a join fee_d f using (setl_id)',
      'with q as (select cost / 100 as yuan from setl_d) select sum(yuan) from q',
    ]
    for (const sql of ways)
      expect(firstCells(await planOf(sql)), sql).toEqual([{ fn: 'sum', family: 'sum:setl_d.cost' }])
  })

  test('of counts of persons are one, however they are counted', async () => {
    const ways = [
      'select count(distinct psn_no) from setl_d',
      "select count(distinct case when sex = '1' then psn_no end) from setl_d",
      "select count(distinct psn_no) filter (where sex = '1') from setl_d",
      'select count(*) from (select psn_no from setl_d group by psn_no) q',
      'select count(*) from (select distinct psn_no from setl_d) q',
      'select count(psn_no) from (select psn_no, count(*) from setl_d group by psn_no) q',
    ]
    for (const sql of ways)
      expect(
        firstCells(await planOf(sql)).map(({ family }) => family),
        sql,
      ).toEqual(['persons'])
  })

  test('of sums of counts within persons are those of counts', async () => {
    const plan = await planOf(
      'select sum(n) from (select psn_no, count(*) as n from setl_d group by psn_no) q',
    )
    expect(firstCells(plan)).toEqual([{ fn: 'sum', family: 'count' }])
  })
})

describe('the plan', () => {
  test('is plain JSON of the closed form', async () => {
    const plan = await planOf('select sex as 性别, sum(cost) from setl_d s where yr = 2024 group by sex')
    expect(Plan.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
    const sex = { kind: 'column', scan: 0, table: 'setl_d', column: 'sex', type: 'VARCHAR', nullable: false }
    expect(plan.bases).toEqual([
      {
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
        sets: [[0]],
        cells: [{ fn: 'sum', of: { ...sex, column: 'cost', type: 'BIGINT' }, family: 'sum:setl_d.cost' }],
      },
    ])
    expect(plan.output).toEqual([
      { name: '性别', type: 'VARCHAR', role: 'key' },
      { name: 'sum_cost', type: 'HUGEINT', role: 'statistic' },
    ])
  })

  test('names in the result are unique and a repeated statistic is computed once', async () => {
    const plan = await planOf('select count(*), count(*), sum(cost) as count, avg(cost) from setl_d')
    expect(plan.output.map(({ name }) => name)).toEqual(['count', 'count_2', 'count_3', 'avg_cost'])
    expect(firstCells(plan)).toHaveLength(2)
  })

  test('the right side of a LEFT JOIN may be missing', async () => {
    const plan = await planOf('select count(h."等级") from setl_d s left join hosp_b h on s.hosp = h.hosp')
    expect(firstCells(plan)).toEqual([{ fn: 'count', family: 'count' }])
  })

  test('a WITH that is used over rows twice has sources of its own each time', async () => {
    const plan = await planOf(
      'with q as (select setl_id, sex from setl_d) select count(*) from q a join fee_d f on a.setl_id = f.setl_id join fee_d g on a.setl_id = g.setl_id',
    )
    expect(JSON.stringify(plan).match(/"op":"scan","scan":\d/g)).toHaveLength(3)
  })
})

describe('limits', () => {
  const refused = (sql: string) => expect(planOf(sql)).rejects
  const nested = (depth: number): string =>
    depth === 0
      ? 'select sex, count(*) as n from setl_d group by sex'
      : `select * from (${nested(depth - 1)}) t`

  test('queries inside queries', async () => {
    await expect(planOf(nested(8))).resolves.toBeDefined()
    await refused(nested(9)).toMatchObject({ code: 'GATE_TOO_DEEP' })
  })

  test('columns', async () => {
    const many = Array.from({ length: 101 }, (_, at) => `count(*) + ${at}`).join(', ')
    await refused(`select ${many} from setl_d`).toMatchObject({ code: 'GATE_TOO_MANY_COLUMNS' })
  })

  test('groupings', async () => {
    const one = 'select count(*) from setl_d'
    const union = (count: number) => Array.from({ length: count }, () => one).join(' union all ')
    await expect(planOf(union(8))).resolves.toBeDefined()
    await refused(union(9)).toMatchObject({ code: 'GATE_TOO_MANY_BASES' })
  })

  test('sources', async () => {
    const union = Array.from({ length: 25 }, () => 'select "等级" from hosp_b').join(' union all ')
    await refused(`select count(*) from (${union}) t`).toMatchObject({ code: 'GATE_TOO_MANY_TABLES' })
  })

  test('columns that grow by being used again do not take time', async () => {
    const sum = Array.from({ length: 30 }, () => 'x').join(' + ')
    const levels = Array.from({ length: 6 }, (_, at) => `q${at + 1} as (select ${sum} as x from q${at})`)
    const sql = `with q0 as (select hosp as x from setl_d), ${levels.join(', ')} select count(x) from q6`
    const started = performance.now()
    await refused(sql).toMatchObject({ code: 'GATE_TOO_DEEP' })
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  test('aggregated queries of WITH that are used again do not take time', async () => {
    const join = (at: number) =>
      `q${at + 1} as (select a.sex, a.n from q${at} a join q${at} b using (sex) join q${at} c using (sex) join q${at} d using (sex) join q${at} e using (sex) join q${at} f using (sex))`
    const levels = Array.from({ length: 7 }, (_, at) => join(at))
    const sql = `with q0 as (select sex, count(*) as n from setl_d group by sex), ${levels.join(', ')} select n from q7`
    const started = performance.now()
    await refused(sql).toMatchObject({ code: 'GATE_TOO_DEEP' })
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
