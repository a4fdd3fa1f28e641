import type { Refused } from '../model.ts'

/** The column that counts persons: never compared, grouped by, shown, or inside an expression. */
export const IDENTITY: readonly Refused[] = [
  {
    code: 'GATE_COLUMN_LEVEL',
    rule: 'level.identity.shown',
    zh: '级别为「身份」，不能逐行显示',
    en: 'has the level “identity” in the contract and may not be shown row by row',
    sql: [
      'select psn_no from setl_d',
      'select gend, count(*) from setl_d group by gend order by psn_no',
      'select p, n from (select psn_no as p, count(*) as n from setl_d group by psn_no) t',
    ],
  },
  {
    code: 'GATE_COLUMN_LEVEL',
    rule: 'level.identity.key',
    zh: '级别为「身份」，不能作为分组键',
    en: 'has the level “identity” in the contract and may not be a grouping key',
    sql: [
      'select psn_no, count(*) from setl_d group by psn_no',
      'select count(*) from setl_d group by psn_no',
      'select distinct psn_no from setl_d',
      'select psn_no, gend, count(*) from setl_d group by rollup (psn_no, gend)',
      'with t as (select psn_no as a, med_type from setl_d) select a, count(*) from t group by a',
      'select p, count(*) from (select psn_no as p, count(*) as n from setl_d group by psn_no) t group by p',
      'select a, count(*) from (select psn_no as a from setl_d union all select psn_no from mdtrt_d) t group by a',
    ],
  },
  {
    code: 'GATE_COLUMN_LEVEL',
    rule: 'level.identity.filter',
    zh: '级别为「身份」，不能出现在筛选条件中',
    en: 'has the level “identity” in the contract and may not be filtered or compared',
    sql: [
      `select count(*) from setl_d where psn_no = '3100001431852712'`,
      `select count(*) from setl_d where psn_no in ('3100001431852712', '3100001431852713')`,
      `select count(*) from setl_d where psn_no like '31%'`,
      `select count(*) from setl_d where psn_no < '3100005'`,
      `select count(*) from setl_d where psn_no between '31' and '32'`,
      'select count(*) from setl_d where psn_no is null',
      `select count(*) filter (where psn_no = '3100001431852712') from setl_d`,
      `select case when psn_no = '3100001431852712' then 1 else 0 end as hit, count(*) from setl_d group by 1`,
      `select sum(case when psn_no = '3100001431852712' then medfee_sumamt end) from setl_d`,
      `select count(*) from (select psn_no, count(*) as n from setl_d group by psn_no) t where t.psn_no = '31'`,
    ],
  },
  {
    code: 'GATE_COLUMN_LEVEL',
    rule: 'level.identity.argument',
    zh: '级别为「身份」，不能作为函数的参数',
    en: 'has the level “identity” in the contract and may not be the argument of a function',
    sql: [
      'select left(psn_no, 4) as a, count(*) from setl_d group by 1',
      'select length(psn_no) as a, count(*) from setl_d group by 1',
      `select coalesce(psn_no, '无') as a, count(*) from setl_d group by 1`,
      'select psn_no || gend as a, count(*) from setl_d group by 1',
      'select count(distinct psn_no || gend) from setl_d',
      'select sum(cast(psn_no as bigint)) from setl_d',
    ],
  },
  {
    code: 'GATE_COLUMN_LEVEL',
    rule: 'level.identity.total',
    zh: '级别为「身份」，不能求和或求平均',
    en: 'has the level “identity” in the contract and may not be summed or averaged',
    sql: [
      'select median(psn_no) from setl_d',
      'select a, count(*) from (select med_type, psn_no, max(psn_no) as a from setl_d group by med_type, psn_no) t group by a',
    ],
  },
  {
    code: 'GATE_JOIN_CONDITION',
    rule: 'join.condition',
    zh: '连接条件只能是两张表各一列相等，多个条件以 AND 相连',
    en: 'A join condition can only be equality of one column from each side, joined by AND',
    sql: ['select count(*) from setl_d s join psn_info_b p on s.psn_no <> p.psn_no'],
  },
  {
    code: 'GATE_JOIN_UNDECLARED',
    rule: 'join.undeclared',
    zh: '合约没有声明',
    en: 'The contract does not declare that',
    sql: ['select count(*) from fee_list_d f join psn_insu_d i on f.psn_no = i.psn_no'],
  },
  {
    code: 'GATE_EXPRESSION',
    rule: 'expression.window',
    zh: '此处不能写窗口函数',
    en: 'window function',
    sql: [
      'select rank() over (partition by psn_no order by setl_time) as r, count(*) from setl_d group by 1',
      'select r, count(*) from (select row_number() over (partition by psn_no order by setl_time) as r from setl_d) t group by r',
    ],
  },
  {
    code: 'GATE_FUNCTION',
    rule: 'function.*',
    zh: '不在可用之列',
    en: 'is not among those allowed',
    sql: [
      'select hash(psn_no) as a, count(*) from setl_d group by 1',
      'select md5(psn_no) as a, count(*) from setl_d group by 1',
    ],
  },
]
