import type { Refused } from '../model.ts'

/** Rows as they are, in every disguise. */
export const STAR: readonly Refused[] = [
  {
    code: 'GATE_STAR',
    rule: 'select.star',
    zh: '不能用星号取出所有列：逐行数据不出域',
    en: 'A star would show rows, and rows never leave',
    sql: [
      'select * from setl_d',
      'select s.* from setl_d s',
      'select * exclude (psn_name) from setl_d',
      `select * replace ('x' as psn_name) from setl_d`,
      'select columns(*) from setl_d',
      `select columns('psn.*') from setl_d`,
      'select gend, count(*) from (select * from setl_d) t group by gend',
    ],
  },
  {
    code: 'GATE_COLUMN_UNKNOWN',
    rule: 'column.unknown',
    zh: '没有列',
    en: 'is not in your contract',
    sql: ['select s from setl_d s', 'select setl_d from setl_d'],
  },
  {
    code: 'GATE_UNGROUPED',
    rule: 'select.ungrouped',
    zh: '未分组，会逐行显示',
    en: 'is not grouped and would be shown row by row',
    sql: [
      'select gend, insutype from setl_d',
      'select gend, count(*) from setl_d',
      'select gend, insutype, count(*) from setl_d group by gend',
      'select upper(gend) from setl_d',
      'select gend from setl_d order by gend limit 1',
    ],
  },
  {
    code: 'GATE_ROWS',
    rule: 'select.rows',
    zh: '此查询会逐行给出数据，而逐行数据不出域',
    en: 'This query would show rows, and rows never leave',
    sql: ['select 1 from setl_d'],
  },
  {
    code: 'GATE_FUNCTION',
    rule: 'function.*',
    zh: '不在可用之列',
    en: 'is not among those allowed',
    sql: [
      'select to_json(s) as a, count(*) from setl_d s group by 1',
      'select row(psn_no, gend) as a, count(*) from setl_d group by 1',
      `select {'a': psn_no} as a, count(*) from setl_d group by 1`,
      'select [psn_no, gend] as a, count(*) from setl_d group by 1',
      'select struct_pack(a := psn_name) as a, count(*) from setl_d group by 1',
      'select unnest([psn_no]) as a, count(*) from setl_d group by 1',
    ],
  },
  {
    code: 'GATE_JOIN_UNDECLARED',
    rule: 'join.undeclared',
    zh: '合约没有声明',
    en: 'The contract does not declare that',
    sql: [
      'select count(*) from (select fixmedins_name from medins_info_b) t join setl_d s on s.fixmedins_code = t.fixmedins_name',
    ],
  },
]
