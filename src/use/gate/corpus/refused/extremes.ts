import type { Refused } from '../model.ts'

/** What would give back the value of one row: extremes, first and last, lists, and kin. */
export const EXTREMES: readonly Refused[] = [
  {
    code: 'GATE_EXTREME',
    rule: 'function.*',
    zh: 'max 会给出某一个人的原始值',
    en: 'max gives the raw value of one person',
    sql: [
      'select max(medfee_sumamt) from setl_d',
      'select gend, max(medfee_sumamt) from setl_d group by gend',
      'select max(begndate) from setl_d',
      'select max(psn_no) from setl_d',
      'select max(distinct medfee_sumamt) from setl_d',
      `select max(medfee_sumamt) filter (where gend = '1') from setl_d`,
      'select max(medfee_sumamt) + 0 from setl_d',
      `select max(case when gend = '1' then medfee_sumamt end) from setl_d`,
      'select gend, count(*) from setl_d group by gend having max(medfee_sumamt) > 10000',
      'select gend, count(*) from setl_d group by gend order by max(medfee_sumamt)',
      'select max(m) from (select psn_no, max(medfee_sumamt) as m from setl_d group by psn_no) t',
      'select max(medfee_sumamt, 3) from setl_d',
    ],
  },
  {
    code: 'GATE_EXTREME',
    rule: 'function.*',
    zh: 'min 会给出某一个人的原始值',
    en: 'min gives the raw value of one person',
    sql: [
      'select min(medfee_sumamt) from setl_d',
      'select min(brdy) from setl_d',
      'select 0 - min(0 - medfee_sumamt) from setl_d',
    ],
  },
  {
    code: 'GATE_COLUMN_LEVEL',
    rule: 'level.measure.key',
    zh: '级别为「度量」，不能作为分组键',
    en: 'has the level “measure” in the contract and may not be a grouping key',
    sql: [
      'select m, count(*) from (select psn_no, max(medfee_sumamt) as m from setl_d group by psn_no) t group by m',
    ],
  },
  {
    code: 'GATE_FUNCTION',
    rule: 'function.*',
    zh: '不在可用之列',
    en: 'is not among those allowed',
    sql: [
      'select arg_max(age, medfee_sumamt) from setl_d',
      'select max_by(gend, medfee_sumamt) from setl_d',
      'select first(medfee_sumamt) from setl_d',
      'select last(medfee_sumamt) from setl_d',
      'select any_value(medfee_sumamt) from setl_d',
      'select mode(medfee_sumamt) from setl_d',
      'select list(medfee_sumamt) from setl_d',
      'select array_agg(gend) from setl_d',
      `select string_agg(gend, ',') from setl_d`,
      'select histogram(medfee_sumamt) from setl_d',
      'select approx_quantile(medfee_sumamt, 0.999) from setl_d',
      'select reservoir_quantile(medfee_sumamt, 0.5) from setl_d',
      'select product(medfee_sumamt) from setl_d',
      'select kurtosis(medfee_sumamt) from setl_d',
      'select bit_or(cal_ipt_cnt) from setl_d',
      `select bool_or(gend = '1') from setl_d`,
    ],
  },
  {
    code: 'GATE_QUANTILE',
    rule: 'quantile.place',
    zh: 'quantile_cont 的分位点应是0.01 到 0.99',
    en: 'The place of quantile_cont must be a constant from 0.01 to 0.99',
    sql: [
      'select quantile_cont(medfee_sumamt, [0.0, 1.0]) from setl_d',
      'select quantile_cont(medfee_sumamt, 0.9999) from setl_d',
    ],
  },
  {
    code: 'GATE_QUANTILE',
    rule: 'quantile.place',
    zh: 'quantile_disc 的分位点应是0.01 到 0.99',
    en: 'The place of quantile_disc must be a constant from 0.01 to 0.99',
    sql: [
      'select quantile_disc(medfee_sumamt, 1) from setl_d',
      'select quantile_disc(medfee_sumamt, 0) from setl_d',
    ],
  },
]
