import type { Useful } from '../model.ts'

/** Bureau officers: how many, where, which share. */
export const RATES: readonly Useful[] = [
  ['全市结算人次与人数', `select count(*) as 人次, count(distinct psn_no) as 人数 from setl_d`],
  ['各险种人数', `select insutype, count(distinct psn_no) as persons from setl_d group by insutype`],
  [
    '性别构成',
    `select gend, count(distinct psn_no) as persons from setl_d group by gend order by persons desc`,
  ],
  [
    '各区结算人次',
    `select insu_admdvs, count(*) as n from setl_d group by insu_admdvs order by n desc limit 20`,
  ],
  [
    '区划名称与人数',
    `select a.admdvs_name, count(distinct s.psn_no) as persons from setl_d s join admdvs_b a on s.insu_admdvs = a.admdvs group by a.admdvs_name order by persons desc`,
  ],
  [
    '各省人数',
    `select a.province, count(distinct s.psn_no) as persons from setl_d s join admdvs_b a on s.insu_admdvs = a.admdvs group by a.province`,
  ],
  [
    '年龄段人数',
    `select case when age < 18 then '0-17' when age < 45 then '18-44' when age < 60 then '45-59' when age < 75 then '60-74' else '75+' end as band, count(distinct psn_no) as persons from setl_d group by band order by band`,
  ],
  [
    '十岁一档',
    `select floor(age / 10) * 10 as decade, count(distinct psn_no) as persons from setl_d group by 1 order by 1`,
  ],
  [
    '各区与年龄段',
    `select insu_admdvs, case when age >= 60 then '老年' else '其他' end as band, count(distinct psn_no) as persons from setl_d group by 1, 2 having count(distinct psn_no) >= 20`,
  ],
  [
    '就诊类别占比',
    `select med_type, n, n * 100.0 / sum(n) over () as share from (select med_type, count(*) as n from setl_d group by med_type) t order by share desc`,
  ],
  [
    '险种内就诊类别占比',
    `select insutype, med_type, n, n * 1.0 / sum(n) over (partition by insutype) as share from (select insutype, med_type, count(*) as n from setl_d group by insutype, med_type) t`,
  ],
  ['女性占比', `select 100.0 * count(*) filter (where gend = '2') / count(*) as pct from setl_d`],
  [
    '各级医院女性占比',
    `select hosp_lv, avg(case when gend = '2' then 1 else 0 end) as share from setl_d group by hosp_lv`,
  ],
  [
    '住院率',
    `select count(distinct case when med_type = '21' then psn_no end) * 100.0 / count(distinct psn_no) as pct from setl_d`,
  ],
  ['退费笔数', `select refd_setl_flag, count(*) as n from setl_d group by refd_setl_flag`],
  [
    '公务员结算',
    `select cvlserv_flag, count(*) as n, count(distinct psn_no) as persons from setl_d group by cvlserv_flag`,
  ],
  [
    '参保状态',
    `select psn_insu_stas, count(distinct psn_no) as persons from psn_insu_d group by psn_insu_stas`,
  ],
  [
    '险种与人员类别',
    `select insutype, psn_type, count(distinct psn_no) as persons from psn_insu_d group by rollup (insutype, psn_type)`,
  ],
  ['缴费方式', `select clct_way, count(*) as n from psn_insu_d group by clct_way`],
  [
    '首次参保年份',
    `select floor(fst_insu_ym / 100) as y, count(distinct psn_no) as persons from psn_insu_d group by 1 order by 1`,
  ],
  ['户籍类型', `select hsreg_type, count(distinct psn_no) as persons from psn_info_b group by hsreg_type`],
  [
    '居住地',
    `select a.city, count(distinct p.psn_no) as persons from psn_info_b p join admdvs_b a on p.live_admdvs = a.admdvs group by a.city order by 2 desc`,
  ],
  [
    '就诊率（含未就诊的人）',
    `select p.hsreg_type, count(distinct p.psn_no) as persons, count(distinct s.psn_no) as treated from psn_info_b p left join setl_d s on p.psn_no = s.psn_no group by p.hsreg_type`,
  ],
  [
    '未就诊的人',
    `select p.gend, count(distinct p.psn_no) as persons from psn_info_b p left join setl_d s on p.psn_no = s.psn_no where s.med_type is null group by p.gend`,
  ],
  [
    '1970年前后出生',
    `select case when brdy < date '1970-01-01' then '以前' else '以后' end as born, count(distinct psn_no) as persons from setl_d group by 1`,
  ],
  [
    '账户余额两千以上的人',
    `select insutype, count(distinct psn_no) as persons from setl_d where balc >= 2000 group by insutype`,
  ],
]
