import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ERRORS, errorText, isXinyuError } from '../../../kernel/errors/index.ts'
import { exampleTerms, type Fixture, openFixture } from '../fixture.ts'
import { createGate, type Gate } from '../index.ts'

let fixture: Fixture
let gate: Gate
const terms = exampleTerms()

beforeAll(async () => {
  fixture = await openFixture({ warmChildren: 0 })
  gate = createGate(fixture.engine)
})
afterAll(() => fixture.close())

/** SQL with the refused piece in ⟦ ⟧, the code, and what else the refusal must say. */
type Case = readonly [
  sql: string,
  code: string,
  more?: { column?: string; table?: string; level?: string; rule?: string },
]

const FROM = 'from setl_d'
const CASES: Record<string, readonly Case[]> = {
  'what only looks like a clause of the language': [
    [
      `select sex, hosp, count(*) ${FROM} group by ⟦cube⟧(sex, hosp)`,
      'GATE_CLAUSE',
      { rule: 'clause.grouping_sets_cube' },
    ],
    [
      `select sex, hosp, count(*) ${FROM} group by ⟦grouping⟧ sets ((sex), (hosp))`,
      'GATE_CLAUSE',
      { rule: 'clause.grouping_sets_cube' },
    ],
    [
      `select sex, count(*) ${FROM} group by sex ⟦intersect⟧ select sex, count(*) ${FROM} group by sex`,
      'GATE_CLAUSE',
      { rule: 'clause.intersect' },
    ],
    [
      `select sex, count(*) ${FROM} group by sex ⟦union⟧ all by name select sex, count(*) ${FROM} group by sex`,
      'GATE_CLAUSE',
      { rule: 'clause.union_by_name_all' },
    ],
    [`select count(*) from (select sex ${FROM} ⟦limit⟧ 5) t`, 'GATE_CLAUSE', { rule: 'clause.limit' }],
    [
      `select count(*) from (select sex ${FROM} ⟦order⟧ by sex) t`,
      'GATE_CLAUSE',
      { rule: 'clause.order_by' },
    ],
    [
      `select avg(n) from (select psn_no, count(*) n ${FROM} group by 1 ⟦order⟧ by n limit 3) t`,
      'GATE_CLAUSE',
      { rule: 'clause.order_by' },
    ],
    [
      `select count(*) from (select sex ${FROM} union all select sex ${FROM} ⟦limit⟧ 5) t`,
      'GATE_CLAUSE',
      { rule: 'clause.limit' },
    ],
    [
      `select sex, ⟦sum⟧(cost order by cost) ${FROM} group by sex`,
      'GATE_CLAUSE',
      { rule: 'clause.sum_order_by_' },
    ],
    [
      `select sex, count(*) ${FROM} group by sex having ⟦count⟧(*) over () > 1`,
      'GATE_EXPRESSION',
      { rule: 'expression.window' },
    ],
  ],
  'rows of persons': [
    [`select ⟦1⟧ ${FROM}`, 'GATE_ROWS', { rule: 'select.rows' }],
    [`select ⟦'x'⟧ as a ${FROM} where sex = '1'`, 'GATE_ROWS', { rule: 'select.rows' }],
    [`select ⟦upper⟧(sex) ${FROM}`, 'GATE_UNGROUPED', { column: 'sex', rule: 'select.ungrouped' }],
    [`select ⟦age⟧ ${FROM}`, 'GATE_COLUMN_LEVEL', { level: 'compare', rule: 'level.compare.shown' }],
    [`select ⟦psn_no⟧ ${FROM}`, 'GATE_COLUMN_LEVEL', { level: 'identity', rule: 'level.identity.shown' }],
    [`select ⟦setl_id⟧ ${FROM}`, 'GATE_COLUMN_LEVEL', { level: 'join', rule: 'level.join.shown' }],
    [`select ⟦name⟧ ${FROM}`, 'GATE_COLUMN_LEVEL', { level: 'hidden', rule: 'level.hidden.shown' }],
    [`select ⟦q.sex⟧ from (select sex ${FROM}) q`, 'GATE_UNGROUPED', { rule: 'select.ungrouped' }],
    [
      `with q as (select psn_no, cost ${FROM}) select ⟦cost⟧ from q`,
      'GATE_COLUMN_LEVEL',
      { column: 'cost', rule: 'level.measure.shown' },
    ],
    [
      `select ⟦n⟧ from (select psn_no, count(*) n ${FROM} group by psn_no) t`,
      'GATE_ROWS',
      { rule: 'select.rows' },
    ],
    [
      `select ⟦psn_no⟧, count(*) from (select psn_no ${FROM} group by psn_no) t group by 1`,
      'GATE_COLUMN_LEVEL',
      { level: 'identity', rule: 'level.identity.key' },
    ],
    [`select ⟦sex⟧ ${FROM} union all select sex ${FROM}`, 'GATE_UNGROUPED', { rule: 'select.ungrouped' }],
    [
      `select ⟦hosp⟧ from hosp_b`,
      'GATE_UNGROUPED',
      { table: 'hosp_b', level: 'group', rule: 'select.ungrouped' },
    ],
    [
      `select ⟦beds⟧ from hosp_b`,
      'GATE_COLUMN_LEVEL',
      { table: 'hosp_b', level: 'measure', rule: 'level.measure.shown' },
    ],
    [`select ⟦*⟧ from hosp_b`, 'GATE_STAR', { rule: 'select.star' }],
    [`select count(*) from (select ⟦*⟧ ${FROM}) q`, 'GATE_STAR', { rule: 'select.star' }],
    [`select ⟦sex⟧, row_number() over () ${FROM}`, 'GATE_UNGROUPED', { rule: 'select.ungrouped' }],
  ],
  'levels in expressions': [
    [
      `select count(*) ${FROM} where abs(⟦cost⟧) > 3`,
      'GATE_COLUMN_LEVEL',
      { level: 'measure', rule: 'level.measure.argument' },
    ],
    [
      `select count(*) ${FROM} where cost ⟦+⟧ 1 > 3`,
      'GATE_COLUMN_LEVEL',
      { level: 'measure', rule: 'level.measure.filter' },
    ],
    [`select sum(abs(⟦cost⟧)) ${FROM}`, 'GATE_COLUMN_LEVEL', { rule: 'level.measure.argument' }],
    [
      `select sum(round(⟦fund⟧, 0)) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { column: 'fund', rule: 'level.measure.argument' },
    ],
    [`select sum(nullif(⟦cost⟧, 100)) ${FROM}`, 'GATE_COLUMN_LEVEL', { rule: 'level.measure.argument' }],
    [`select sum(greatest(⟦cost⟧, 100)) ${FROM}`, 'GATE_COLUMN_LEVEL', { rule: 'level.measure.argument' }],
    [`select sum(⟦cost⟧ % 7) ${FROM}`, 'GATE_COLUMN_LEVEL', { rule: 'level.measure.argument' }],
    [`select sum(⟦fund⟧ / cost) ${FROM}`, 'GATE_COLUMN_LEVEL', { rule: 'level.measure.argument' }],
    [`select sum(100 / ⟦cost⟧) ${FROM}`, 'GATE_COLUMN_LEVEL', { rule: 'level.measure.argument' }],
    [
      `select sum(cost⟦::⟧int::varchar::int) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.measure.argument' },
    ],
    [
      `select count(*) ${FROM} where length(⟦note⟧) > 3`,
      'GATE_COLUMN_LEVEL',
      { column: 'note', rule: 'level.measure.argument' },
    ],
    [
      `select sum(case when ⟦cost⟧ > 100 then 1 end) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.measure.filter' },
    ],
    [
      `select sum(cost) filter (where ⟦cost⟧ > 100) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.measure.filter' },
    ],
    [
      `select sum(case when ⟦psn_no⟧ = 'P' then cost end) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { level: 'identity', rule: 'level.identity.filter' },
    ],
    [
      `select count(case when sex = '1' then ⟦setl_id⟧ end) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.join.argument' },
    ],
    [
      `select count(case when sex = '1' then ⟦age⟧ end) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.compare.argument' },
    ],
    [
      `select upper(⟦psn_no⟧), count(*) ${FROM} group by 1`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.identity.argument' },
    ],
    [
      `select left(⟦name⟧, 1), count(*) ${FROM} group by 1`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.hidden.argument' },
    ],
    [
      `select cost ⟦+⟧ 1 as c, count(*) ${FROM} group by 1`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.measure.key' },
    ],
    [`select age, count(*) ${FROM} group by ⟦age⟧`, 'GATE_COLUMN_LEVEL', { rule: 'level.compare.key' }],
    [`select setl_id, count(*) ${FROM} group by ⟦setl_id⟧`, 'GATE_COLUMN_LEVEL', { rule: 'level.join.key' }],
    [`select count(⟦age⟧) ${FROM}`, 'GATE_COLUMN_LEVEL', { rule: 'level.compare.count' }],
    [`select sum(⟦age⟧) ${FROM}`, 'GATE_COLUMN_LEVEL', { rule: 'level.compare.total' }],
    [`select sum(⟦yr⟧) ${FROM}`, 'GATE_COLUMN_LEVEL', { rule: 'level.group.total' }],
    [`select avg(rate ⟦*⟧ cost) ${FROM}`, 'GATE_NOT_LINEAR', { rule: 'statistic.linear' }],
    [
      `select sum(⟦date_diff⟧('day', setl_date, date '2024-01-01')) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.group.total' },
    ],
    [`select sum(cost * fund ⟦*⟧ cost) ${FROM}`, 'GATE_NOT_LINEAR', { rule: 'statistic.linear' }],
    [`select ⟦stddev⟧(cost * fund) ${FROM}`, 'GATE_FUNCTION_FORM', { rule: 'function.form.stddev' }],
    [`select ⟦median⟧(cost * fund) ${FROM}`, 'GATE_FUNCTION_FORM', { rule: 'function.form.median' }],
    [
      `select count(distinct ⟦upper⟧(sex)) ${FROM}`,
      'GATE_FUNCTION_FORM',
      { rule: 'function.form.count_distinct' },
    ],
    [`select quantile_cont(cost, ⟦1⟧) ${FROM}`, 'GATE_QUANTILE', { rule: 'quantile.place' }],
    [`select quantile_cont(cost, ⟦0.505⟧) ${FROM}`, 'GATE_QUANTILE', { rule: 'quantile.place' }],
    [`select quantile_cont(cost, [⟦0.5⟧, 0.9]) ${FROM}`, 'GATE_QUANTILE', { rule: 'quantile.place' }],
    [
      `select ⟦percentile_cont⟧(0.5) within group (order by cost) ${FROM}`,
      'GATE_CLAUSE',
      { rule: 'clause.quantile_cont_order_by_' },
    ],
  ],
  'coarse filters': [
    [
      `select count(*) ${FROM} where age >= ⟦61⟧`,
      'GATE_COARSE',
      { rule: 'level.compare.coarse', column: 'age' },
    ],
    [`select count(*) ${FROM} where age < ⟦105⟧`, 'GATE_COARSE', { rule: 'level.compare.coarse' }],
    [
      `select count(*) ${FROM} where age between 60 and ⟦64⟧`,
      'GATE_COARSE',
      { rule: 'level.compare.coarse' },
    ],
    [
      `select sum(case when age > ⟦18.5⟧ then cost end) ${FROM}`,
      'GATE_COARSE',
      { rule: 'level.compare.coarse' },
    ],
    [`select count(*) ${FROM} where ⟦age⟧ = 60`, 'GATE_COLUMN_LEVEL', { rule: 'level.compare.filter' }],
    [`select count(*) ${FROM} where ⟦age⟧ <> 60`, 'GATE_COLUMN_LEVEL', { rule: 'level.compare.filter' }],
    [
      `select count(*) ${FROM} where ⟦age⟧ in (60, 65)`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.compare.filter' },
    ],
    [`select count(*) ${FROM} where ⟦age⟧ is null`, 'GATE_COLUMN_LEVEL', { rule: 'level.compare.filter' }],
    [`select count(*) ${FROM} where ⟦age⟧ > hosp`, 'GATE_COLUMN_LEVEL', { rule: 'level.compare.filter' }],
    [`select count(*) ${FROM} where ⟦age⟧ + 1 > 60`, 'GATE_COLUMN_LEVEL', { rule: 'level.compare.argument' }],
    [
      `select count(*) from (select age a ${FROM}) q where a > ⟦61⟧`,
      'GATE_COARSE',
      { rule: 'level.compare.coarse' },
    ],
    [`select count(*) ${FROM} where age > ⟦'x'⟧`, 'GATE_LITERAL', { column: 'age', rule: 'literal.integer' }],
  ],
  'joins beyond the contract': [
    [
      `select count(*) from hosp_b h ⟦left⟧ join setl_d s on h.hosp = s.hosp`,
      'GATE_JOIN_SIDE',
      { rule: 'join.left_persons' },
    ],
    [
      `select count(*) from setl_d ⟦right⟧ join fee_d on setl_d.setl_id = fee_d.setl_id`,
      'GATE_JOIN_KIND',
      { rule: 'join.kind.right' },
    ],
    [
      `select count(*) from setl_d ⟦full⟧ join fee_d on setl_d.setl_id = fee_d.setl_id`,
      'GATE_JOIN_KIND',
      { rule: 'join.kind.full' },
    ],
    [
      `select count(*) from setl_d a join setl_d b on a.setl_id = ⟦b.setl_id⟧`,
      'GATE_JOIN_UNDECLARED',
      { column: 'setl_id', level: 'join', rule: 'join.undeclared' },
    ],
    [
      `select count(*) from (select ⟦setl_id⟧ + 0 as i from setl_d) a join fee_d f on a.i = f.setl_id`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.join.argument' },
    ],
    [
      `select count(*) from (select hosp + 0 as h from setl_d) a join hosp_b b on a.h = ⟦b.hosp⟧`,
      'GATE_JOIN_UNDECLARED',
      { table: 'hosp_b', rule: 'join.undeclared' },
    ],
    [
      `select count(*) from (select hosp from setl_d ⟦union⟧ all select hosp from hosp_b) a`,
      'GATE_MIXED',
      { rule: 'union.persons' },
    ],
    [
      `select t.n from (select hosp, count(*) n ${FROM} group by hosp) t ⟦join⟧ setl_d s on t.hosp = s.hosp`,
      'GATE_MIXED',
      { rule: 'join.mixed' },
    ],
    [
      `select count(*) ${FROM} ⟦union⟧ all select sex, count(*) ${FROM} group by sex`,
      'GATE_UNION',
      { rule: 'union.columns' },
    ],
    [
      `select sex, count(*) ${FROM} group by sex ⟦union⟧ all select local, count(*) ${FROM} group by local`,
      'GATE_TYPES_DIFFER',
      { rule: 'union.types' },
    ],
    [
      `select sum(c) from (select cost ⟦*⟧ 2 as c ${FROM} union all select amount from fee_d) t`,
      'GATE_NOT_LINEAR',
      { rule: 'union.measure' },
    ],
  ],
  'the same table on both sides': [
    [
      `select count(*) from (select sex ${FROM} ⟦union⟧ all select sex ${FROM}) t`,
      'GATE_UNION_TABLE',
      { rule: 'union.table', table: 'setl_d' },
    ],
    [
      `with a as (select psn_no, sum(cost) as c ${FROM} group by psn_no) select sum(c) from (select c from a ⟦union⟧ all select cost ${FROM}) t`,
      'GATE_UNION_TABLE',
      { rule: 'union.table' },
    ],
    [
      `select sum(c) from (select s.cost as c ${FROM} s join fee_d f using (setl_id) ⟦union⟧ all select amount from fee_d) t`,
      'GATE_UNION_TABLE',
      { table: 'fee_d', rule: 'union.table' },
    ],
  ],
  'statistics over statistics': [
    [
      `select ⟦sum⟧(n) from (select sex, count(*) n ${FROM} group by sex) t`,
      'GATE_AGGREGATE_AGAIN',
      { rule: 'statistic.again' },
    ],
    [
      `select sex from (select sex, count(*) n ${FROM} group by sex) t group by ⟦sex⟧`,
      'GATE_AGGREGATE_AGAIN',
      { rule: 'statistic.again' },
    ],
    [
      `select ⟦count⟧(*) from (select distinct sex ${FROM}) t`,
      'GATE_AGGREGATE_AGAIN',
      { rule: 'statistic.again' },
    ],
    [`select sum(⟦sum⟧(cost)) ${FROM}`, 'GATE_FUNCTION', { rule: 'function.sum' }],
    [`select count(*) ${FROM} where ⟦count⟧(*) > 5`, 'GATE_FUNCTION', { rule: 'function.count_star' }],
    [
      `select ⟦t.x⟧ from (select sex, count(*) n ${FROM} group by sex) t`,
      'GATE_COLUMN_UNKNOWN',
      { rule: 'column.unknown' },
    ],
    [
      `select sex, ⟦cost⟧, count(*) ${FROM} group by sex`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.measure.shown' },
    ],
    [
      `select sex, count(*) ${FROM} group by sex having ⟦cost⟧ > 3`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.measure.shown' },
    ],
    [
      `select grouping(⟦hosp⟧), sex, count(*) ${FROM} group by rollup(sex)`,
      'GATE_FUNCTION_FORM',
      { rule: 'function.form.grouping' },
    ],
  ],
  'within one person': [
    [
      `select avg(m) from (select psn_no, max(abs(⟦cost⟧)) m ${FROM} group by psn_no) t`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.measure.argument' },
    ],
    [
      `select count(*) from (select psn_no, sum(cost) c ${FROM} group by psn_no) t where ⟦c⟧ > 100`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.measure.filter' },
    ],
    [
      `select count(*) from (select psn_no, sum(cost) c ${FROM} group by psn_no having ⟦sum⟧(cost) > 100) t`,
      'GATE_COLUMN_LEVEL',
      { level: 'measure', rule: 'level.measure.filter' },
    ],
    [
      `select c, count(*) from (select psn_no, min(cost) c ${FROM} group by psn_no) t group by ⟦c⟧`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.measure.key' },
    ],
    [
      `select count(*) from (select psn_no, ⟦sex⟧ ${FROM} group by psn_no) t`,
      'GATE_UNGROUPED',
      { rule: 'select.ungrouped' },
    ],
    [
      `select avg(m) from (select psn_no, ⟦median⟧(cost) m ${FROM} group by psn_no) t`,
      'GATE_FUNCTION_FORM',
      { rule: 'function.form.median' },
    ],
    [
      `select avg(m) from (select psn_no, sum(cost ⟦+⟧ fund) m ${FROM} group by psn_no) t`,
      'GATE_NOT_LINEAR',
      { rule: 'statistic.person.linear' },
    ],
    [
      `select psn_no, count(*) n ${FROM} group by ⟦psn_no⟧`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.identity.key' },
    ],
    [
      `select psn_no from (select psn_no, sex, count(*) ${FROM} group by rollup(⟦psn_no⟧, sex)) t`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.identity.key' },
    ],
  ],
  'subqueries in expressions': [
    [`select ⟦(⟧select count(*) from fee_d) ${FROM}`, 'GATE_EXPRESSION', { rule: 'expression.subquery' }],
    [`select count(*) ${FROM} where hosp > ⟦(⟧select 3)`, 'GATE_EXPRESSION', { rule: 'expression.subquery' }],
    [
      `select count(*) ${FROM} s where ⟦exists⟧ (select 1 from fee_d f where f.setl_id = s.setl_id)`,
      'GATE_EXPRESSION',
      { rule: 'expression.subquery' },
    ],
    [
      `select count(*) ${FROM} where hosp ⟦=⟧ any (select hosp from hosp_b)`,
      'GATE_EXPRESSION',
      { rule: 'expression.subquery' },
    ],
    [
      `select sex, count(*) ${FROM} group by sex having count(*) > ⟦(⟧select 3)`,
      'GATE_EXPRESSION',
      { rule: 'expression.subquery' },
    ],
    [`select count(*) ${FROM} s⟦,⟧ lateral (select 1) t`, 'GATE_JOIN_KIND', { rule: 'join.kind.cross' }],
  ],

  'statements other than one SELECT': [
    ["⟦copy⟧ setl_d to '/tmp/x.csv'", 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ["⟦copy⟧ (select 1) to '/tmp/x.csv'", 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ["⟦attach⟧ '/tmp/x.db'", 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦install⟧ httpfs', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦load⟧ httpfs', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦set⟧ threads = 4', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦pragma⟧ database_list', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦insert⟧ into setl_d values (1)', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦delete⟧ from setl_d', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦update⟧ setl_d set sex = 1', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦create⟧ table x as select * from setl_d', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦drop⟧ table setl_d', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦explain⟧ analyze select count(*) from setl_d', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦call⟧ pragma_version()', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ["⟦export⟧ database '/tmp/x'", 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    ['⟦pivot⟧ setl_d on sex using count(*)', 'GATE_NOT_SELECT', { rule: 'statement.select' }],
    [`select count(*) ${FROM}⟦;⟧ select count(*) ${FROM}`, 'GATE_ONE_STATEMENT', { rule: 'statement.many' }],
    [
      `select count(*) ${FROM} -- ; \n; ⟦copy⟧ (select 1) to 'x'`,
      'GATE_NOT_SELECT',
      { rule: 'statement.select' },
    ],
    ['⟦⟧', 'GATE_EMPTY', { rule: 'statement.none' }],
    ['⟦⟧-- only a comment', 'GATE_EMPTY', { rule: 'statement.none' }],
    ['⟦⟧/* select count(*) from setl_d */', 'GATE_EMPTY', { rule: 'statement.none' }],
  ],
  'clauses that the language does not have': [
    [`select ⟦distinct⟧ on (sex) sex ${FROM}`, 'GATE_CLAUSE', { rule: 'clause.distinct_on' }],
    [
      `select sex ${FROM} group by sex ⟦union⟧ select sex ${FROM} group by sex`,
      'GATE_CLAUSE',
      { rule: 'clause.union' },
    ],
    [
      `select sex ${FROM} group by sex ⟦except⟧ select sex ${FROM} group by sex`,
      'GATE_CLAUSE',
      { rule: 'clause.except' },
    ],
    [
      `with ⟦recursive⟧ a as (select 1 union all select 1 from a) select count(*) from a`,
      'GATE_CLAUSE',
      { rule: 'clause.with_recursive' },
    ],
    [`select sex, count(*) ${FROM} ⟦group⟧ by all`, 'GATE_CLAUSE', { rule: 'clause.group_by_all' }],
    [
      `select sex, count(*) ${FROM} group by sex ⟦qualify⟧ row_number() over () = 1`,
      'GATE_CLAUSE',
      { rule: 'clause.qualify' },
    ],
    [`select count(*) ${FROM} ⟦tablesample⟧ 1%`, 'GATE_CLAUSE', { rule: 'clause.sample' }],
    [`select count(*) ${FROM} using ⟦sample⟧ 1%`, 'GATE_CLAUSE', { rule: 'clause.sample' }],
    [`select sex, count(*) ${FROM} group by sex ⟦limit⟧ 10%`, 'GATE_CLAUSE', { rule: 'clause.limit_' }],
    [
      `select sex, count(*) ${FROM} group by sex order by ⟦all⟧`,
      'GATE_CLAUSE',
      { rule: 'clause.order_by_all' },
    ],
    [`select ⟦sum⟧(cost order by cost) ${FROM}`, 'GATE_CLAUSE', { rule: 'clause.sum_order_by_' }],
    [`select count(*) from ⟦setl_d⟧ as t(a, b)`, 'GATE_CLAUSE', { rule: 'clause.as_t_c_' }],
    [`select count(*) from setl_d ⟦at⟧ (version => 1)`, 'GATE_CLAUSE', { rule: 'clause.at_' }],
    [`select sex, count(*) ${FROM} where sex = ⟦$1⟧ group by sex`, 'GATE_CLAUSE', { rule: 'clause._' }],
  ],
  'sources that are not tables of the contract': [
    [`select count(*) from ⟦read_csv⟧('/etc/passwd')`, 'GATE_SOURCE', { rule: 'source.table_function' }],
    [
      `select count(*) from ⟦read_parquet⟧('/tmp/*.parquet')`,
      'GATE_SOURCE',
      { rule: 'source.table_function' },
    ],
    [
      `select count(*) from ⟦query⟧('select * from setl_d')`,
      'GATE_SOURCE',
      { rule: 'source.table_function' },
    ],
    [`select count(*) from ⟦query_table⟧('setl_d')`, 'GATE_SOURCE', { rule: 'source.table_function' }],
    [`select count(*) from ⟦duckdb_settings⟧()`, 'GATE_SOURCE', { rule: 'source.table_function' }],
    [`select count(*) from ⟦pragma_database_list⟧()`, 'GATE_SOURCE', { rule: 'source.table_function' }],
    [`select count(*) from ⟦duckdb_logs⟧()`, 'GATE_SOURCE', { rule: 'source.table_function' }],
    [`select count(*) from ⟦glob⟧('/etc/*')`, 'GATE_SOURCE', { rule: 'source.table_function' }],
    [`select count(*) from ⟦range⟧(3)`, 'GATE_SOURCE', { rule: 'source.table_function' }],
    [`select count(*) from setl_d⟦,⟧ unnest([1])`, 'GATE_JOIN_KIND', { rule: 'join.kind.cross' }],
    [`⟦show⟧ tables`, 'GATE_SOURCE', { rule: 'source.show_ref' }],
    [`⟦describe⟧ setl_d`, 'GATE_SOURCE', { rule: 'source.show_ref' }],
    [`⟦summarize⟧ setl_d`, 'GATE_SOURCE', { rule: 'source.show_ref' }],
    [`⟦values⟧ (1)`, 'GATE_SOURCE', { rule: 'source.expression_list' }],
    [`⟦select 1⟧`, 'GATE_SOURCE', { rule: 'source.empty' }],
    [
      `select count(*) from ⟦'/etc/passwd'⟧`,
      'GATE_TABLE_UNKNOWN',
      { table: '/etc/passwd', rule: 'table.unknown' },
    ],
    [`select count(*) from ⟦"x.parquet"⟧`, 'GATE_TABLE_UNKNOWN', { rule: 'table.unknown' }],
    [`select count(*) from ⟦secrets⟧`, 'GATE_TABLE_UNKNOWN', { table: 'secrets', rule: 'table.unknown' }],
    [
      `select count(*) from ⟦main.setl_d⟧`,
      'GATE_TABLE_UNKNOWN',
      { table: 'main.setl_d', rule: 'table.unknown' },
    ],
    [`select count(*) from ⟦information_schema.tables⟧`, 'GATE_TABLE_UNKNOWN', { rule: 'table.unknown' }],
    [`select count(*) from ⟦pg_catalog.pg_settings⟧`, 'GATE_TABLE_UNKNOWN', { rule: 'table.unknown' }],
    [`select count(*) from ⟦sqlite_master⟧`, 'GATE_TABLE_UNKNOWN', { rule: 'table.unknown' }],
  ],
  joins: [
    [`select count(*) from setl_d ⟦cross⟧ join fee_d`, 'GATE_JOIN_KIND', { rule: 'join.kind.cross' }],
    [`select count(*) from setl_d⟦,⟧ fee_d`, 'GATE_JOIN_KIND', { rule: 'join.kind.cross' }],
    [`select count(*) from setl_d ⟦natural⟧ join fee_d`, 'GATE_JOIN_KIND', { rule: 'join.kind.natural' }],
    [
      `select count(*) from setl_d ⟦semi⟧ join fee_d on setl_d.setl_id = fee_d.setl_id`,
      'GATE_JOIN_KIND',
      { rule: 'join.kind.semi' },
    ],
    [
      `select count(*) from setl_d a join fee_d f on a.hosp = ⟦f.item⟧`,
      'GATE_JOIN_UNDECLARED',
      { table: 'fee_d', column: 'item', rule: 'join.undeclared' },
    ],
    [
      `select count(*) from setl_d a join fee_d f on a.setl_id ⟦<⟧ f.setl_id`,
      'GATE_JOIN_CONDITION',
      { rule: 'join.condition' },
    ],
    [
      `select count(*) from setl_d a join fee_d f on a.setl_id = f.setl_id and a.sex ⟦=⟧ '1'`,
      'GATE_JOIN_CONDITION',
      { rule: 'join.condition' },
    ],
    [
      `select count(*) from setl_d a join fee_d f on a.setl_id = f.setl_id ⟦or⟧ a.hosp = f.setl_id`,
      'GATE_JOIN_CONDITION',
      { rule: 'join.condition' },
    ],
    [
      `select count(*) from setl_d a join fee_d f on ⟦a.setl_id⟧ = a.setl_id`,
      'GATE_JOIN_CONDITION',
      { rule: 'join.sides' },
    ],
    [
      `select count(*) from setl_d a join ⟦fee_d⟧ a on a.setl_id = a.setl_id`,
      'GATE_ALIAS_TWICE',
      { rule: 'alias.twice' },
    ],
    [
      `select count(*) from setl_d a join fee_d f on a.setl_id = f.setl_id where ⟦setl_id⟧ = 1`,
      'GATE_COLUMN_AMBIGUOUS',
      { rule: 'column.ambiguous' },
    ],
  ],
  levels: [
    [
      `select psn_no, count(*) ${FROM} group by ⟦psn_no⟧`,
      'GATE_COLUMN_LEVEL',
      { column: 'psn_no', level: 'identity', rule: 'level.identity.key' },
    ],
    [
      `select sex, count(*) ${FROM} where ⟦psn_no⟧ = 'P1' group by sex`,
      'GATE_COLUMN_LEVEL',
      { column: 'psn_no', level: 'identity', rule: 'level.identity.filter' },
    ],
    [
      `select sum(⟦psn_no⟧) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { column: 'psn_no', level: 'identity', rule: 'level.identity.total' },
    ],
    [
      `select ⟦cost⟧ ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { column: 'cost', level: 'measure', rule: 'level.measure.shown' },
    ],
    [
      `select count(*) ${FROM} where ⟦cost⟧ > 100`,
      'GATE_COLUMN_LEVEL',
      { column: 'cost', level: 'measure', rule: 'level.measure.filter' },
    ],
    [
      `select count(*) ${FROM} where sex = '1' and not (⟦cost⟧ between 1 and 2)`,
      'GATE_COLUMN_LEVEL',
      { column: 'cost', rule: 'level.measure.filter' },
    ],
    [
      `select count(*) ${FROM} where ⟦cost⟧ is null`,
      'GATE_COLUMN_LEVEL',
      { column: 'cost', rule: 'level.measure.filter' },
    ],
    [
      `select name, count(*) ${FROM} group by ⟦name⟧`,
      'GATE_COLUMN_LEVEL',
      { column: 'name', level: 'hidden', rule: 'level.hidden.key' },
    ],
    [
      `select count(⟦name⟧) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { column: 'name', level: 'hidden', rule: 'level.hidden.count' },
    ],
    [
      `select count(*) ${FROM} where ⟦name⟧ like '王%'`,
      'GATE_COLUMN_LEVEL',
      { column: 'name', level: 'hidden', rule: 'level.hidden.filter' },
    ],
    [
      `select count(*) ${FROM} where ⟦setl_id⟧ = 1`,
      'GATE_COLUMN_LEVEL',
      { column: 'setl_id', level: 'join', rule: 'level.join.filter' },
    ],
    [
      `select count(distinct ⟦setl_id⟧) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { column: 'setl_id', level: 'join', rule: 'level.join.distinct' },
    ],
    [
      `select sum(⟦sex⟧) ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { column: 'sex', level: 'group', rule: 'level.group.total' },
    ],
    [
      `select count(*) ${FROM} where ⟦__insured⟧ = 7`,
      'GATE_COLUMN_UNKNOWN',
      { column: '__insured', rule: 'column.unknown' },
    ],
    [
      `select t.__insured, count(*) from setl_d t group by ⟦t.__insured⟧`,
      'GATE_COLUMN_UNKNOWN',
      { column: '__insured', rule: 'column.unknown' },
    ],
    [`select count(⟦"__INSURED"⟧) ${FROM}`, 'GATE_COLUMN_UNKNOWN', { rule: 'column.unknown' }],
    [`select count(⟦id_card⟧) ${FROM}`, 'GATE_COLUMN_UNKNOWN', { column: 'id_card', rule: 'column.unknown' }],
    [
      `select count(*) ${FROM} where ⟦rowid⟧ = 1`,
      'GATE_COLUMN_UNKNOWN',
      { column: 'rowid', rule: 'column.unknown' },
    ],
    [`select count(*) ${FROM} where ⟦x.y.z⟧ = 1`, 'GATE_COLUMN_UNKNOWN', { rule: 'column.unknown' }],
  ],
  'what a SELECT list may hold': [
    [`select ⟦*⟧ ${FROM}`, 'GATE_STAR', { rule: 'select.star' }],
    [`select ⟦setl_d.*⟧ ${FROM}`, 'GATE_STAR', { rule: 'select.star' }],
    [`⟦from setl_d⟧`, 'GATE_STAR', { rule: 'select.star' }],
    [`select ⟦sex⟧ ${FROM}`, 'GATE_UNGROUPED', { column: 'sex', level: 'group', rule: 'select.ungrouped' }],
    [
      `select ⟦year⟧(setl_date), count(*) ${FROM} group by setl_date`,
      'GATE_UNGROUPED',
      { column: 'setl_date', rule: 'select.ungrouped' },
    ],
    [
      `select ⟦(⟧select count(*) from setl_d), count(*) ${FROM}`,
      'GATE_EXPRESSION',
      { rule: 'expression.subquery' },
    ],
    [
      `select sum(⟦cost⟧) over () ${FROM}`,
      'GATE_COLUMN_LEVEL',
      { level: 'measure', rule: 'level.measure.shown' },
    ],
    [`select ⟦min⟧(cost) ${FROM}`, 'GATE_EXTREME', { rule: 'function.min' }],
    [`select ⟦max⟧(cost) ${FROM}`, 'GATE_EXTREME', { rule: 'function.max' }],
    [`select ⟦list⟧(cost) ${FROM}`, 'GATE_FUNCTION', { rule: 'function.list' }],
    [`select ⟦any_value⟧(cost) ${FROM}`, 'GATE_FUNCTION', { rule: 'function.any_value' }],
    [`select ⟦string_agg⟧(note, ',') ${FROM}`, 'GATE_FUNCTION', { rule: 'function.string_agg' }],
    [`select ⟦arg_max⟧(sex, cost) ${FROM}`, 'GATE_FUNCTION', { rule: 'function.arg_max' }],
    [`select ⟦current_setting⟧('threads') ${FROM}`, 'GATE_FUNCTION', { rule: 'function.current_setting' }],
    [`select ⟦version⟧() ${FROM}`, 'GATE_FUNCTION', { rule: 'function.version' }],
    [`select ⟦getenv⟧('HOME') ${FROM}`, 'GATE_FUNCTION', { rule: 'function.getenv' }],
    [`select ⟦random⟧() ${FROM}`, 'GATE_FUNCTION', { rule: 'function.random' }],
    [`select ⟦sum⟧(distinct cost) ${FROM}`, 'GATE_FUNCTION_FORM', { rule: 'function.form.sum' }],
    [
      `select sum(⟦note⟧) ${FROM}`,
      'GATE_TYPE',
      { column: 'note', level: 'measure', rule: 'function.type.sum' },
    ],
    [
      `select ⟦year⟧(setl_date, 1) , count(*) ${FROM} group by 1`,
      'GATE_FUNCTION_FORM',
      { rule: 'function.form.year' },
    ],
    [
      `select year(⟦sex⟧), count(*) ${FROM} group by 1`,
      'GATE_TYPE',
      { column: 'sex', rule: 'function.type.year' },
    ],
    [
      `select ⟦date_trunc⟧('second', setl_time), count(*) ${FROM} group by 1`,
      'GATE_FUNCTION_FORM',
      { rule: 'function.form.date_trunc' },
    ],
    [`select sex, count(*) ${FROM} group by sex, ⟦3⟧`, 'GATE_ORDINAL', { rule: 'group.ordinal' }],
    [
      `select sex, count(*) as n ${FROM} group by sex, ⟦n⟧`,
      'GATE_GROUP_BY_STATISTIC',
      { rule: 'group.statistic' },
    ],
  ],
  conditions: [
    [`select count(*) ${FROM} where sex = ⟦1⟧`, 'GATE_LITERAL', { column: 'sex', rule: 'literal.text' }],
    [
      `select count(*) ${FROM} where hosp = ⟦'abc'⟧`,
      'GATE_LITERAL',
      { column: 'hosp', rule: 'literal.integer' },
    ],
    [
      `select count(*) ${FROM} where setl_date = ⟦'2024-02-30'⟧`,
      'GATE_LITERAL',
      { column: 'setl_date', rule: 'literal.date' },
    ],
    [`select count(*) ${FROM} where sex = ⟦null⟧`, 'GATE_LITERAL', { column: 'sex', rule: 'literal.text' }],
    [
      `select count(*) ${FROM} where hosp = ⟦99999999999999999999999⟧`,
      'GATE_LITERAL',
      { column: 'hosp', rule: 'literal.integer' },
    ],
    [
      `select count(*) ${FROM} where sex in ('1', ⟦2⟧)`,
      'GATE_LITERAL',
      { column: 'sex', rule: 'literal.text' },
    ],
    [`select count(*) ${FROM} where sex = ⟦hosp⟧`, 'GATE_TYPES_DIFFER', { rule: 'types.differ' }],
    [
      `select count(*) ${FROM} where sex ⟦in⟧ (select sex from setl_d)`,
      'GATE_EXPRESSION',
      { rule: 'expression.subquery' },
    ],
    [
      `select count(*) ${FROM} where ⟦exists⟧ (select 1 from setl_d)`,
      'GATE_EXPRESSION',
      { rule: 'expression.subquery' },
    ],
    [`select count(*) ${FROM} where sex ⟦~⟧ '1'`, 'GATE_FUNCTION', { rule: 'function.regexp_full_match' }],
    [`select count(*) ${FROM} where sex ⟦ilike⟧ '1'`, 'GATE_FUNCTION', { rule: 'function.~~*' }],
    [
      `select count(*) ${FROM} where ⟦regexp_matches⟧(sex, '1')`,
      'GATE_FUNCTION',
      { rule: 'function.regexp_matches' },
    ],
    [
      `select count(*) ${FROM} where sex ⟦is⟧ distinct from '1'`,
      'GATE_EXPRESSION',
      { rule: 'expression.comparison' },
    ],
    [
      `select count(*) ${FROM} where ⟦hosp⟧ like '1%'`,
      'GATE_TYPE',
      { column: 'hosp', rule: 'function.type.like' },
    ],
    [`select count(*) ${FROM} where ⟦error⟧('x') = 'x'`, 'GATE_FUNCTION', { rule: 'function.error' }],
    [`select count(*) ${FROM} where ⟦count⟧(*) > 5`, 'GATE_FUNCTION', { rule: 'function.count_star' }],
  ],
  'order and limit': [
    [`select sex, count(*) ${FROM} group by sex order by ⟦3⟧`, 'GATE_ORDINAL', { rule: 'order.ordinal' }],
    [
      `select sex, count(*) ${FROM} group by sex order by ⟦hosp⟧`,
      'GATE_UNGROUPED',
      { rule: 'select.ungrouped' },
    ],
    [
      `select sex, count(*) ${FROM} group by sex order by ⟦cost⟧`,
      'GATE_COLUMN_LEVEL',
      { column: 'cost', rule: 'level.measure.shown' },
    ],
    [
      `select sex, count(*) ${FROM} group by sex order by ⟦random⟧()`,
      'GATE_FUNCTION',
      { rule: 'function.random' },
    ],
    [
      `select sex, count(*) ${FROM} group by sex limit ⟦(select 1)⟧`,
      'GATE_LIMIT',
      { rule: 'limit.constant' },
    ],
    [`select sex, count(*) ${FROM} group by sex limit ⟦1.5⟧`, 'GATE_LIMIT', { rule: 'limit.constant' }],
  ],
  'tricks with the text': [
    [
      `select count(*) ${FROM} where sex = '/*' and ⟦psn_no⟧ = '*/'`,
      'GATE_COLUMN_LEVEL',
      { column: 'psn_no', rule: 'level.identity.filter' },
    ],
    [
      `select /* ' */ count(*) ${FROM} where ⟦"PSN_NO"⟧ = 'x' -- '`,
      'GATE_COLUMN_LEVEL',
      { column: 'psn_no', rule: 'level.identity.filter' },
    ],
    [
      `select '性别😀' as "性别😀", psn_no ${FROM} group by ⟦psn_no⟧`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.identity.key' },
    ],
    [
      `-- 注释😀\nselect sex,\n  count(*)\n${FROM} where ⟦"psn_no"⟧ = '😀' group by sex`,
      'GATE_COLUMN_LEVEL',
      { column: 'psn_no', rule: 'level.identity.filter' },
    ],
    [
      `select count(*) ${FROM} where ⟦姓名⟧ = 1`,
      'GATE_COLUMN_UNKNOWN',
      { column: '姓名', rule: 'column.unknown' },
    ],
    [`select count(*) from ⟦"setl_d; drop table x"⟧`, 'GATE_TABLE_UNKNOWN', { rule: 'table.unknown' }],
    [`select ⟦"sum(cost)"⟧ ${FROM}`, 'GATE_COLUMN_UNKNOWN', { rule: 'column.unknown' }],
    [`⟦selec⟧ count(*) ${FROM}`, 'GATE_SYNTAX', { rule: 'syntax' }],
    [
      `select count(*) ${FROM} where sex = 'it''s' and ⟦cost⟧ = 1`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.measure.filter' },
    ],
    [
      `select count(*) ${FROM} where sex = $$a'b$$ and ⟦cost⟧ = 1`,
      'GATE_COLUMN_LEVEL',
      { rule: 'level.measure.filter' },
    ],
  ],
}

async function refusal(sql: string) {
  try {
    await gate.prepare({ sql }, terms)
  } catch (error) {
    if (isXinyuError(error)) return error
    throw error
  }
  throw new Error(`was not refused: ${sql}`)
}

interface Detail {
  rule: string
  table?: string
  column?: string
  level?: string
  place: { line: number; column: number; offset: number; length: number }
  allowed: { zh: string; en: string }
}

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  test.each(cases.map(([sql, code, more = {}]) => ({ sql, code, more })))(
    '$sql → $code',
    async ({ sql: marked, code, more }) => {
      const start = marked.indexOf('⟦')
      const length = marked.indexOf('⟧') - start - 1
      const sql = marked.replace('⟦', '').replace('⟧', '')
      const error = await refusal(sql)
      expect(error.code).toBe(code)
      const { place, allowed, rule, ...named } = error.detail as unknown as Detail
      const lines = sql.slice(0, start).split('\n')
      const piece = sql.slice(place.offset, place.offset + place.length)
      const wanted = sql.slice(start, start + length)
      expect({
        offset: place.offset,
        line: place.line,
        column: place.column,
        starts: piece.startsWith(wanted) || wanted.startsWith(piece),
      }).toEqual({
        offset: start,
        line: lines.length,
        column: lines.at(-1)!.length + 1,
        starts: true,
      })
      expect(allowed.zh).toMatch(/\p{Script=Han}/u)
      expect(allowed.en.length).toBeGreaterThan(3)
      expect({ rule, ...named }).toMatchObject(more)
      const { zh, en, status } = errorText(error.code, error.params)
      expect(`${zh}${en}`).not.toMatch(/\{\w+\}|undefined/)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
      // What would be allowed instead stands in the sentence wherever the sentence has room for it.
      const { zh: template } = ERRORS[error.code]
      if (template.includes('{allowedZh}'))
        expect([zh, en]).toEqual([expect.stringContaining(allowed.zh), expect.stringContaining(allowed.en)])
    },
  )
})

test('at least 80 refusals', () => {
  expect(Object.values(CASES).flat().length).toBeGreaterThan(80)
})

describe('size and depth', () => {
  test('10,000 parentheses are a syntax error with a place', async () => {
    const error = await refusal(`select ${'('.repeat(10_000)}sex${')'.repeat(10_000)} from setl_d group by 1`)
    expect(error.code).toBe('GATE_SYNTAX')
  })
  test('deep NOT is refused', async () => {
    const error = await refusal(
      `select count(*) from setl_d where ${"(local = true and (sex = '1' or ".repeat(80)}sex = '2'${'))'.repeat(80)}`,
    )
    expect(error.code).toBe('GATE_TOO_DEEP')
  })
  test('1 MB of text is refused before it is parsed', async () => {
    const started = performance.now()
    const error = await refusal(`select count(*) from setl_d where sex in (${"'1',".repeat(250_000)}'2')`)
    expect(error.code).toBe('ENGINE_TEXT_TOO_LONG')
    expect(performance.now() - started).toBeLessThan(500)
  })
  test('too many tables', async () => {
    const joins = Array.from({ length: 8 }, (_, i) => `join fee_d f${i} on s.setl_id = f${i}.setl_id`).join(
      ' ',
    )
    expect((await refusal(`select count(*) from setl_d s ${joins}`)).code).toBe('GATE_TOO_MANY_TABLES')
  })
})
