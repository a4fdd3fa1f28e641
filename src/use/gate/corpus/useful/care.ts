import type { Useful } from '../model.ts'

/** Hospitals and bureaus: stays, departments, diagnoses, drugs. */
export const CARE: readonly Useful[] = [
  ['平均住院日', `select avg(ipt_days) as days from mdtrt_d where med_type = '21'`],
  [
    '各级医院平均住院日',
    `select hosp_lv, avg(ipt_days) as days, count(*) as stays from mdtrt_d where med_type = '21' group by hosp_lv`,
  ],
  [
    '科室住院人次',
    `select adm_dept_name, count(*) as stays from mdtrt_d where adm_dept_name is not null group by adm_dept_name order by stays desc`,
  ],
  [
    '主要诊断前十',
    `select dscg_maindiag_name, count(*) as n from mdtrt_d group by dscg_maindiag_name order by n desc limit 10`,
  ],
  [
    '诊断排名',
    `select dscg_maindiag_name, n, rank() over (order by n desc) as place from (select dscg_maindiag_name, count(*) as n from mdtrt_d group by dscg_maindiag_name) t order by place limit 10`,
  ],
  [
    '各险种诊断前三',
    `select * from (select insutype, dscg_maindiag_name, n, row_number() over (partition by insutype order by n desc) as place from (select insutype, dscg_maindiag_name, count(*) as n from mdtrt_d group by insutype, dscg_maindiag_name) t) u where place <= 3 order by insutype, place`,
  ],
  [
    '慢病人数',
    `select diag_name, count(distinct psn_no) as persons from setl_list_diag_d where diag_code like 'I10%' or diag_code like 'E11%' group by diag_name`,
  ],
  [
    '诊断大类',
    `select left(diag_code, 1) as chapter, count(*) as n from setl_list_diag_d group by 1 order by n desc`,
  ],
  [
    '三位诊断类目',
    `select left(diag_code, 3) as category, count(distinct psn_no) as persons from setl_list_diag_d group by 1 having count(distinct psn_no) > 30 order by 2 desc`,
  ],
  [
    '诊断费用',
    `select d.diag_name, avg(s.medfee_sumamt) as cost, count(*) as n from setl_d s join setl_list_diag_d d on s.setl_id = d.setl_id where d.maindiag_flag = '1' group by d.diag_name order by n desc limit 15`,
  ],
  [
    '糖尿病人群费用',
    `select s.insutype, count(distinct s.psn_no) as persons, sum(s.medfee_sumamt) as total from setl_d s join setl_list_diag_d d on s.setl_id = d.setl_id where d.diag_code like 'E1%' group by s.insutype`,
  ],
  [
    '住院费用按科室',
    `select m.dscg_dept_name, avg(s.medfee_sumamt) as cost from setl_d s join mdtrt_d m on s.mdtrt_id = m.mdtrt_id where m.med_type = '21' group by m.dscg_dept_name`,
  ],
  [
    '每住院日费用',
    `select m.hosp_lv, sum(s.medfee_sumamt) / sum(m.ipt_days) as per_day from setl_d s join mdtrt_d m on s.mdtrt_id = m.mdtrt_id where m.med_type = '21' group by m.hosp_lv`,
  ],
  [
    '药占比',
    `select 100 * sum(case when list_type = '101' or list_type = '102' then det_item_fee_sumamt else 0 end) / sum(det_item_fee_sumamt) as pct from fee_list_d`,
  ],
  [
    '各科室药占比',
    `select bilg_dept_name, 100 * sum(det_item_fee_sumamt) filter (where list_type in ('101', '102')) / sum(det_item_fee_sumamt) as pct from fee_list_d group by bilg_dept_name`,
  ],
  [
    '费用类别构成',
    `select list_type, total, total / sum(total) over () as share from (select list_type, sum(det_item_fee_sumamt) as total from fee_list_d group by list_type) t order by share desc`,
  ],
  [
    '用量前十的药',
    `select hilist_name, sum(cnt) as units, sum(det_item_fee_sumamt) as total from fee_list_d where list_type = '101' group by hilist_name order by total desc limit 10`,
  ],
  [
    '目录名称',
    `select h.hilist_name, count(distinct f.psn_no) as persons from fee_list_d f join hilist_b h on f.hilist_code = h.hilist_code where h.chrgitm_lv = '01' group by h.hilist_name order by persons desc limit 10`,
  ],
  [
    '甲乙类',
    `select chrgitm_lv, sum(det_item_fee_sumamt) as total, sum(inscp_amt) as covered from fee_list_d group by chrgitm_lv`,
  ],
  [
    '基本药物',
    `select bas_medn_flag, count(*) as n, avg(pric) as price from fee_list_d where list_type = '101' group by bas_medn_flag`,
  ],
  [
    '剂型',
    `select coalesce(dosform_name, '（非药品）') as form, count(*) as n from fee_list_d group by 1 order by n desc`,
  ],
  [
    '用药天数',
    `select hilist_name, avg(prd_days) as days from fee_list_d where list_type = '101' group by hilist_name order by days desc limit 10`,
  ],
  [
    '手术',
    `select oprn_oprt_name, count(*) as n from mdtrt_d where oprn_oprt_name is not null group by oprn_oprt_name`,
  ],
  [
    '夜间就诊',
    `select case when hour(begntime) >= 20 or hour(begntime) < 6 then '夜间' else '白天' end as shift, count(*) as n from mdtrt_d group by 1`,
  ],
  [
    '住院天数分档',
    `select case when date_diff('day', begntime, endtime) >= 14 then '两周以上' when date_diff('day', begntime, endtime) >= 7 then '一到两周' else '一周以内' end as band, count(*) as n from mdtrt_d where med_type = '21' group by 1`,
  ],
  [
    '医院名称与人次',
    `select h.fixmedins_name, count(*) as n from setl_d s join medins_info_b h on s.fixmedins_code = h.fixmedins_code group by h.fixmedins_name order by n desc limit 10`,
  ],
  [
    '机构类型',
    `select h.fixmedins_type, count(*) as n, sum(s.fund_pay_sumamt) as fund from setl_d s join medins_info_b h on s.fixmedins_code = h.fixmedins_code group by h.fixmedins_type`,
  ],
]
