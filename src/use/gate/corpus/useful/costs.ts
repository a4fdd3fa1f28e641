import type { Useful } from '../model.ts'

/** Actuaries: costs, shares of the funds, spread, year on year. */
export const COSTS: readonly Useful[] = [
  ['次均费用', `select avg(medfee_sumamt) as mean from setl_d`],
  [
    '次均费用与基金支付',
    `select med_type, avg(medfee_sumamt) as cost, avg(fund_pay_sumamt) as fund from setl_d group by med_type order by cost desc`,
  ],
  [
    '实际报销比例',
    `select insutype, sum(fund_pay_sumamt) / sum(medfee_sumamt) as rate from setl_d group by insutype`,
  ],
  [
    '医院等级与报销比例',
    `select hosp_lv, round(100 * sum(fund_pay_sumamt) / nullif(sum(medfee_sumamt), 0), 1) as pct from setl_d where med_type = '21' group by hosp_lv`,
  ],
  [
    '个人负担',
    `select insutype, hosp_lv, avg(psn_pay) as own, avg(acct_pay) as account from setl_d group by insutype, hosp_lv order by insutype, hosp_lv`,
  ],
  [
    '费用总额的合计行',
    `select insutype, med_type, sum(medfee_sumamt) as total from setl_d group by rollup (insutype, med_type)`,
  ],
  [
    '合计行标注',
    `select case when grouping(insutype) = 1 then '合计' else insutype end as 险种, sum(fund_pay_sumamt) as fund from setl_d group by rollup (insutype)`,
  ],
  [
    '费用离散',
    `select med_type, stddev(medfee_sumamt) as sd, variance(medfee_sumamt) as v from setl_d group by med_type`,
  ],
  [
    '变异系数',
    `select med_type, stddev_samp(medfee_sumamt) / avg(medfee_sumamt) as cv from setl_d group by med_type having avg(medfee_sumamt) > 0`,
  ],
  ['中位数', `select med_type, median(medfee_sumamt) as med from setl_d group by med_type`],
  ['九成分位', `select hosp_lv, quantile_cont(medfee_sumamt, 0.9) as p90 from setl_d group by hosp_lv`],
  [
    '四分位',
    `select quantile_disc(medfee_sumamt, 0.25) as q1, quantile_disc(medfee_sumamt, 0.75) as q3 from setl_d where med_type = '11'`,
  ],
  ['逐年', `select year, sum(medfee_sumamt) as total, count(*) as n from setl_d group by year order by year`],
  [
    '同比',
    `select year, total, total / lag(total) over (order by year) - 1 as growth from (select year, sum(medfee_sumamt) as total from setl_d group by year) t order by year`,
  ],
  [
    '分险种同比',
    `with y as (select insutype, year, sum(fund_pay_sumamt) as fund from setl_d group by insutype, year) select insutype, year, fund, fund - lag(fund) over (partition by insutype order by year) as more from y order by 1, 2`,
  ],
  [
    '逐月',
    `select date_trunc('month', setl_time) as m, sum(medfee_sumamt) as total from setl_d group by 1 order by 1`,
  ],
  [
    '逐月累计',
    `select m, total, sum(total) over (order by m rows between unbounded preceding and current row) as running from (select date_trunc('month', setl_time) as m, sum(medfee_sumamt) as total from setl_d group by 1) t order by m`,
  ],
  [
    '三月移动平均',
    `select m, avg(total) over (order by m rows between 2 preceding and current row) as moving from (select date_trunc('month', setl_time) as m, sum(medfee_sumamt) as total from setl_d group by 1) t order by m`,
  ],
  [
    '季度',
    `select year, quarter(setl_time) as q, count(*) as n, sum(fund_pay_sumamt) as fund from setl_d group by 1, 2 order by 1, 2`,
  ],
  ['星期几', `select dayofweek(setl_time) as dow, count(*) as n from setl_d group by 1 order by 1`],
  [
    '元换算为万元',
    `select insutype, round(sum(medfee_sumamt) / 10000, 2) as wan from setl_d group by insutype`,
  ],
  ['线性组合', `select hosp_lv, sum(medfee_sumamt - fund_pay_sumamt) as own from setl_d group by hosp_lv`],
  [
    '条件求和',
    `select year, sum(case when med_type = '21' then fund_pay_sumamt else 0 end) as inpatient, sum(case when med_type <> '21' then fund_pay_sumamt else 0 end) as other from setl_d group by year`,
  ],
  [
    '费用与基金的相关',
    `select insutype, corr(medfee_sumamt, fund_pay_sumamt) as r from setl_d group by insutype`,
  ],
  [
    '回归',
    `select regr_slope(fund_pay_sumamt, medfee_sumamt) as slope, regr_intercept(fund_pay_sumamt, medfee_sumamt) as base, regr_r2(fund_pay_sumamt, medfee_sumamt) as r2 from setl_d where med_type = '21'`,
  ],
  [
    '协方差',
    `select covar_samp(medfee_sumamt, psn_pay) as s, covar_pop(medfee_sumamt, psn_pay) as p from setl_d`,
  ],
  [
    '费用最高的十个区',
    `select insu_admdvs, sum(medfee_sumamt) as total from setl_d group by insu_admdvs order by total desc limit 10`,
  ],
  [
    '第二页',
    `select insu_admdvs, sum(medfee_sumamt) as total from setl_d group by insu_admdvs order by total desc limit 10 offset 10`,
  ],
  [
    '高于均值的区',
    `select insu_admdvs, cost from (select insu_admdvs, avg(medfee_sumamt) as cost from setl_d group by insu_admdvs) t where cost > 300`,
  ],
  [
    '与全市之比',
    `select insutype, total, total / sum(total) over () as share from (select insutype, sum(medfee_sumamt) as total from setl_d group by insutype) t`,
  ],
]
