import type { Sheet } from './contract.ts'

/** The demo's tables as a contract opens them: every level there is. Types are those that landing gives them. */
export const CLAIMS: Sheet = {
  'setl_d*': `
    join VARCHAR: setl_id mdtrt_id;
    identity VARCHAR: psn_no;
    hidden VARCHAR: psn_name certno emp_name;
    compare DATE: brdy;
    compare DECIMAL(18,2): balc;
    group VARCHAR: gend insutype psn_type cvlserv_flag insu_admdvs fixmedins_code hosp_lv med_type clr_type refd_setl_flag dise_no dise_name vali_flag;
    group DECIMAL(18,1): age;
    group BIGINT: year;
    group DATE: begndate enddate;
    group TIMESTAMP: setl_time;
    measure DECIMAL(18,2): medfee_sumamt fulamt_ownpay_amt preselfpay_amt inscp_amt act_pay_dedc hifp_pay fund_pay_sumamt psn_pay acct_pay cvlserv_pay;
    measure BIGINT: cal_ipt_cnt`,
  'mdtrt_d*': `
    join VARCHAR: mdtrt_id;
    identity VARCHAR: psn_no;
    hidden VARCHAR: psn_name certno chfpdr_code;
    group VARCHAR: gend insutype insu_admdvs fixmedins_code hosp_lv med_type adm_dept_name dscg_maindiag_code dscg_maindiag_name dscg_dept_name oprn_oprt_name;
    group DECIMAL(18,1): age;
    group BIGINT: year;
    group TIMESTAMP: begntime endtime;
    measure BIGINT: ipt_days`,
  'fee_list_d*': `
    join VARCHAR: mdtrt_id setl_id;
    identity VARCHAR: psn_no;
    hidden VARCHAR: bkkp_sn bilg_dr_code;
    group VARCHAR: hilist_code hilist_name list_type chrgitm_lv med_chrgitm_type bas_medn_flag dosform_name bilg_dept_name fixmedins_code insu_admdvs;
    group TIMESTAMP: fee_ocur_time;
    measure BIGINT: cnt prd_days;
    measure DECIMAL(18,2): pric det_item_fee_sumamt inscp_amt`,
  'setl_list_diag_d*': `
    join VARCHAR: setl_id mdtrt_id;
    identity VARCHAR: psn_no;
    group VARCHAR: diag_code diag_name maindiag_flag`,
  'psn_info_b*': `
    identity VARCHAR: psn_no;
    hidden VARCHAR: psn_name certno mob resd_addr;
    group VARCHAR: gend hsreg_type live_admdvs surv_stas;
    compare DATE: fst_patc_job_date`,
  'psn_insu_d*': `
    identity VARCHAR: psn_no;
    group VARCHAR: insutype psn_type psn_insu_stas clct_way insu_admdvs;
    group BIGINT: fst_insu_ym`,
  medins_info_b: `
    open VARCHAR: fixmedins_code fixmedins_name fixmedins_type hosp_lv medins_admdvs`,
  hilist_b: `
    open VARCHAR: hilist_code hilist_name list_type med_chrgitm_type chrgitm_lv;
    open DECIMAL(18,2): pric_uplmt_amt;
    open DECIMAL(18,4): selfpay_prop`,
  diag_list_b: `
    open VARCHAR: diag_code diag_name sex_limit`,
  admdvs_b: `
    open VARCHAR: admdvs admdvs_name city province`,
}

export const CLAIMS_JOINS = [
  'setl_d.psn_no = mdtrt_d.psn_no',
  'setl_d.psn_no = psn_info_b.psn_no',
  'setl_d.psn_no = psn_insu_d.psn_no',
  'mdtrt_d.psn_no = psn_info_b.psn_no',
  'psn_info_b.psn_no = psn_insu_d.psn_no',
  'setl_d.mdtrt_id = mdtrt_d.mdtrt_id',
  'setl_d.setl_id = setl_list_diag_d.setl_id',
  'setl_d.setl_id = fee_list_d.setl_id',
  'mdtrt_d.mdtrt_id = setl_list_diag_d.mdtrt_id',
  'mdtrt_d.mdtrt_id = fee_list_d.mdtrt_id',
  'setl_d.fixmedins_code = medins_info_b.fixmedins_code',
  'mdtrt_d.fixmedins_code = medins_info_b.fixmedins_code',
  'fee_list_d.hilist_code = hilist_b.hilist_code',
  'setl_list_diag_d.diag_code = diag_list_b.diag_code',
  'setl_d.insu_admdvs = admdvs_b.admdvs',
  'mdtrt_d.insu_admdvs = admdvs_b.admdvs',
  'psn_info_b.live_admdvs = admdvs_b.admdvs',
  'psn_insu_d.insu_admdvs = admdvs_b.admdvs',
  'medins_info_b.medins_admdvs = admdvs_b.admdvs',
] as const
