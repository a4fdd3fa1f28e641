import type { Refused } from '../model.ts'

/** Subqueries that would bring values of rows or released values back to rows of persons. */
export const SUBQUERIES: readonly Refused[] = [
  {
    code: 'GATE_EXPRESSION',
    rule: 'expression.subquery',
    zh: '此处不能写子查询',
    en: 'subquery',
    sql: [
      'select (select max(psn_name) from setl_d) as a, count(*) from setl_d',
      'select count(*) from setl_d where age = (select max(age) from setl_d)',
      'select count(*) from setl_d where gend in (select gend from psn_info_b)',
      'select count(*) from setl_d where gend not in (select gend from psn_info_b)',
      'select count(*) from setl_d s where exists (select 1 from psn_info_b p where p.psn_no = s.psn_no)',
      'select count(*) from setl_d s where not exists (select 1 from psn_info_b p where p.psn_no = s.psn_no)',
      'select count(*) from setl_d where age > any (select age from setl_d)',
      'select count(*) from setl_d where age >= all (select age from setl_d)',
      'select gend, (select count(*) from setl_d t where t.gend = s.gend) from setl_d s group by gend',
      'select gend, count(*) from setl_d group by gend having count(*) > (select count(*) from setl_d where age = 99)',
      'select gend, count(*) from setl_d group by gend order by (select 1)',
    ],
  },
  {
    code: 'GATE_JOIN_KIND',
    rule: 'join.kind.cross',
    zh: '暂不支持 CROSS JOIN',
    en: 'CROSS JOIN is not supported',
    sql: [
      'select count(*) from setl_d s, lateral (select p.gend from psn_info_b p where p.psn_no = s.psn_no) l',
    ],
  },
  {
    code: 'GATE_SOURCE',
    rule: 'source.empty',
    zh: 'FROM 中只能写合约中的表，不能写没有 FROM 的查询',
    en: 'FROM takes tables of the contract, not a query without FROM',
    sql: [
      'select count(*) from setl_d s join lateral (select 1 as a) l on true',
      `select exists (select 1 from setl_d where psn_name = '张三')`,
      'select array(select psn_no from setl_d)',
    ],
  },
  {
    code: 'GATE_CLAUSE',
    rule: 'clause.with_recursive',
    zh: '暂不支持 WITH RECURSIVE',
    en: 'WITH RECURSIVE is not supported',
    sql: [
      'with recursive t as (select 1 as n union all select n + 1 from t where n < 5) select count(*) from t',
      'with recursive t(p) as (select psn_no from setl_d union all select p from t) select count(*) from t',
    ],
  },
  {
    code: 'GATE_LIMIT',
    rule: 'limit.constant',
    zh: 'LIMIT 后应为非负整数',
    en: 'LIMIT takes a whole number that is not negative',
    sql: [
      'select gend, count(*) from setl_d group by gend limit (select count(*) from setl_d where age > 100)',
    ],
  },
  {
    code: 'GATE_AGGREGATE_AGAIN',
    rule: 'statistic.again',
    zh: '已汇总的结果不能再做 sum',
    en: 'sum cannot go over what is aggregated already',
    sql: ['select sum(n) from (select gend, count(*) as n from setl_d group by gend) t'],
  },
  {
    code: 'GATE_AGGREGATE_AGAIN',
    rule: 'statistic.again',
    zh: '已汇总的结果不能再做 GROUP BY',
    en: 'GROUP BY cannot go over what is aggregated already',
    sql: [
      'select avg(n) from (select insu_admdvs, count(*) as n from setl_d group by insu_admdvs) t group by n',
    ],
  },
  {
    code: 'GATE_MIXED',
    rule: 'join.mixed',
    zh: '这两部分不能放在一起：一边是逐人数据，另一边不是',
    en: 'These two cannot be put together: rows of persons on one side, and none on the other',
    sql: [
      'select count(*) from setl_d s join (select gend, count(*) as n from setl_d group by gend) t on s.gend = t.gend',
      'with t as (select gend, count(*) as n from setl_d group by gend) select s.gend, count(*) from setl_d s join t on s.gend = t.gend group by s.gend',
    ],
  },
  {
    code: 'GATE_JOIN_CONDITION',
    rule: 'join.condition',
    zh: '连接条件只能是两张表各一列相等，多个条件以 AND 相连',
    en: 'A join condition can only be equality of one column from each side, joined by AND',
    sql: [
      'select s.gend, count(*) from setl_d s join setl_d t on s.psn_no = t.psn_no and s.age < t.age group by s.gend',
    ],
  },
  {
    code: 'GATE_COLUMN_LEVEL',
    rule: 'level.hidden.shown',
    zh: '级别为「不可见」，不能逐行显示',
    en: 'has the level “hidden” in the contract and may not be shown row by row',
    sql: ['select count(*) from (select setl_d.psn_name from setl_d) t'],
  },
]
