import type { Useful } from '../model.ts'

/** Contest teams and researchers: statistics of persons, unions, code tables, and what a workbench is used for. */
export const PERSONS: readonly Useful[] = [
  [
    '人均就诊次数',
    `select avg(n) as visits from (select psn_no, count(*) as n from setl_d group by psn_no) t`,
  ],
  [
    '人均费用',
    `select avg(total) as per_person from (select psn_no, sum(medfee_sumamt) as total from setl_d group by psn_no) t`,
  ],
  [
    '人均费用的中位数',
    `select median(total) as mid from (select psn_no, sum(medfee_sumamt) as total from setl_d group by psn_no) t`,
  ],
  [
    '就诊次数分布',
    `select case when n >= 10 then '10+' when n >= 5 then '5-9' else '1-4' end as band, count(*) as persons from (select psn_no, count(*) as n from setl_d group by psn_no) t group by 1`,
  ],
  [
    '高频就诊',
    `select count(*) as persons from (select psn_no, count(*) as n from setl_d group by psn_no having count(*) >= 8) t`,
  ],
  [
    '再入院',
    `select case when n > 1 then '再入院' else '一次' end as kind, count(*) as persons from (select psn_no, count(*) as n from mdtrt_d where med_type = '21' group by psn_no) t group by 1`,
  ],
  [
    '各险种再入院率',
    `select insutype, 100.0 * count(*) filter (where n > 1) / count(*) as pct from (select psn_no, insutype, count(*) as n from mdtrt_d where med_type = '21' group by psn_no, insutype) t group by insutype`,
  ],
  [
    '人均就诊机构数',
    `select gend, avg(h) as hospitals from (select psn_no, gend, count(distinct fixmedins_code) as h from setl_d group by psn_no, gend) t group by gend`,
  ],
  [
    '年度人均',
    `select year, avg(total) as per_person from (select psn_no, year, sum(fund_pay_sumamt) as total from setl_d group by psn_no, year) t group by year order by year`,
  ],
  [
    '多病共存',
    `select least(k, 3) as diagnoses, count(*) as persons from (select psn_no, count(distinct diag_code) as k from setl_list_diag_d group by psn_no) t group by 1 order by 1`,
  ],
  [
    '人均药费',
    `select avg(drug) as mean from (select psn_no, sum(det_item_fee_sumamt) as drug from fee_list_d where list_type = '101' group by psn_no) t`,
  ],
  [
    '两表合并的人次',
    `select kind, count(*) as n from (select 'a' as kind, psn_no from setl_d union all select 'b' as kind, psn_no from mdtrt_d) t group by kind`,
  ],
  [
    '门诊与住院的人数',
    `with o as (select psn_no, gend from setl_d where med_type = '11'), i as (select psn_no, gend from setl_d where med_type = '21') select x.kind, x.gend, x.persons from (select '门诊' as kind, gend, count(distinct psn_no) as persons from o group by gend union all select '住院' as kind, gend, count(distinct psn_no) as persons from i group by gend) x order by 1, 2`,
  ],
  [
    '已发布表的连接',
    `select a.insutype, a.n, b.persons from (select insutype, count(*) as n from setl_d group by insutype) a join (select insutype, count(distinct psn_no) as persons from psn_insu_d group by insutype) b on a.insutype = b.insutype`,
  ],
  [
    '结果左连接',
    `select a.year, a.n, b.n as inpatient from (select year, count(*) as n from setl_d group by year) a left join (select year, count(*) as n from setl_d where med_type = '21' group by year) b on a.year = b.year order by 1`,
  ],
  ['去重的组合', `select distinct insutype, gend from setl_d`],
  ['去重的就诊类别', `select distinct med_type from setl_d order by med_type`],
  ['代码表：区划', `select admdvs, admdvs_name, province from admdvs_b order by admdvs limit 20`],
  ['代码表：星号', `select * from diag_list_b`],
  [
    '代码表：药品限价',
    `select hilist_name, pric_uplmt_amt from hilist_b where list_type = '101' order by pric_uplmt_amt desc limit 10`,
  ],
  [
    '代码表：三级医院',
    `select fixmedins_name, hosp_lv from medins_info_b where hosp_lv = '02' order by fixmedins_name`,
  ],
  ['代码表：计数', `select hosp_lv, count(*) as n from medins_info_b group by hosp_lv`],
  [
    '累计分布',
    `select age_band, n, cume_dist() over (order by age_band) as c from (select floor(age / 20) as age_band, count(*) as n from setl_d group by 1) t order by 1`,
  ],
  [
    '百分位次',
    `select insu_admdvs, percent_rank() over (order by cost) as place from (select insu_admdvs, avg(medfee_sumamt) as cost from setl_d group by insu_admdvs) t`,
  ],
  [
    '四组',
    `select insu_admdvs, ntile(4) over (order by cost) as quarter from (select insu_admdvs, avg(medfee_sumamt) as cost from setl_d group by insu_admdvs) t`,
  ],
  [
    '首末月',
    `select m, n, first_value(n) over (order by m) as first, last_value(n) over (order by m rows between unbounded preceding and unbounded following) as last from (select month(setl_time) as m, count(*) as n from setl_d group by 1) t order by m`,
  ],
  [
    '多条件筛选',
    `select count(*) as n from setl_d where (gend = '1' or age >= 60) and insutype in ('310', '390') and med_type not in ('41') and not (hosp_lv = '11') and dise_no is null`,
  ],
  [
    '时间段',
    `select count(*) as n, sum(fund_pay_sumamt) as fund from setl_d where setl_time between timestamp '2024-03-01' and timestamp '2024-06-30 23:59:59'`,
  ],
  [
    '嵌套的派生表',
    `with base as (select psn_no, gend, case when age >= 60 then '老年' else '其他' end as band, medfee_sumamt as cost from setl_d where med_type = '21'), cells as (select gend, band, count(*) as n, avg(cost) as mean from base group by gend, band) select gend, band, n, mean, rank() over (order by mean desc) as place from cells order by place`,
  ],
  [
    '三表连接',
    `select a.province, d.diag_name, count(distinct s.psn_no) as persons from setl_d s join setl_list_diag_d d on s.setl_id = d.setl_id join admdvs_b a on s.insu_admdvs = a.admdvs group by a.province, d.diag_name having count(distinct s.psn_no) >= 15 order by persons desc limit 20`,
  ],
  [
    '本人两张表',
    `select m.adm_dept_name, avg(s.psn_pay) as own from setl_d s join mdtrt_d m using (mdtrt_id) where m.med_type = '21' group by m.adm_dept_name`,
  ],
]
