/**
 * The tables of the demo and their columns. SETL_D, MDTRT_D, FEE_LIST_D and SETL_LIST_DIAG_D carry every column
 * of the national templates in their order. The full lists of the register tables are not public: theirs are
 * made of the enrolment and contribution fields of the interface (1101, EMP_CLCT_DETL_D) and the common tail.
 */
const TAIL =
  'vali_flag rid updt_time crter_id crter_name crte_time crte_optins_no opter_id opter_name opt_time optins_no poolarea_no'
const PERSON_TYPE =
  'insutype psn_type cvlserv_flag cvlserv_lv sp_psn_type sp_psn_type_lv clct_grde flxempe_flag nwb_flag insu_admdvs emp_no emp_name emp_type econ_type afil_indu afil_rlts emp_mgt_type pay_loc'
const PLACE = 'fixmedins_code fixmedins_name hosp_lv fix_blng_admdvs lmtpric_hosp_lv dedc_hosp_lv'
const VALI_MEMO_TAIL = `vali_flag memo ${TAIL.slice('vali_flag '.length)}`
const MEMO_VALI_TAIL = `memo ${TAIL}`

const columns = (text: string): readonly string[] => text.split(' ')

export const TABLE_COLUMNS = {
  psn_info_b: columns(
    `psn_no psn_mgtcode psn_name alis gend brdy psn_cert_type certno naty nat_regn_code tel mob email polstas hsreg_type resd_loc_admdvs resd_addr live_admdvs live_addr live_addr_poscode mrg_stas educ fst_patc_job_date surv_stas die_date mul_prov_mnt_flag memo ${TAIL}`,
  ),
  psn_insu_d: columns(
    `psn_insu_rlts_id psn_no emp_no insutype psn_type psn_insu_stas fst_insu_ym psn_insu_date paus_insu_date clct_way cvlserv_flag insutype_retr_flag retr_trt_begn_date insu_admdvs memo ${TAIL}`,
  ),
  staf_psn_clct_detl_d: columns(
    `psn_clct_detl_id emp_no psn_no psn_insu_rlts_id insutype psn_type cashym accrym_begn accrym_end clct_type clct_flag wag emp_clctstd_sumamt psn_clctstd_sumamt emp_clct_paraval psn_clct_paraval emp_clct_amt psn_clct_amt oth_clct_amt finsubs_amt clct_sumamt into_acct_amt inte latefee revs_flag arvl_date intsury_time elec_taxrpt_no taxdept_code insu_admdvs memo ${TAIL}`,
  ),
  rsdt_psn_clct_detl_d: columns(
    `psn_clct_detl_id psn_no psn_insu_rlts_id insutype psn_type clct_year cashym accrym_begn accrym_end clct_type clct_flag psn_clct_amt oth_clct_amt finsubs_amt clct_sumamt inte latefee revs_flag arvl_date intsury_time elec_taxrpt_no taxdept_code insu_admdvs memo ${TAIL}`,
  ),
  insu_emp_info_b: columns(
    `emp_no emp_entt_codg emp_name uscc orgcode emp_type econ_type afil_indu afil_rlts emp_mgt_type legrep_name coner_name tel emp_addr insu_admdvs estb_date psncnt memo ${TAIL}`,
  ),
  medins_info_b: columns(
    `fixmedins_code fixmedins_name uscc fixmedins_type hosp_lv medins_admdvs addr begndate enddate memo ${TAIL}`,
  ),
  setl_d: columns(
    `setl_id clr_optins medins_setl_id mdtrt_id init_setl_id psn_no psn_insu_rlts_id psn_name psn_cert_type certno gend naty brdy age ${PERSON_TYPE} ${PLACE} begndate enddate setl_time mdtrt_cert_type mdtrt_cert_no med_type setl_type clr_type clr_way psn_setlway medfee_sumamt fulamt_ownpay_amt overlmt_selfpay preselfpay_amt inscp_amt dedc_std crt_dedc act_pay_dedc hifp_pay pool_prop_selfpay hi_agre_sumfee cvlserv_pay hifes_pay hifmi_pay hifob_pay hifdm_pay maf_pay othfund_pay fund_pay_sumamt psn_pay acct_pay cash_payamt ownpay_hosp_part balc acct_mulaid_pay refd_setl_flag cal_ipt_cnt setl_cashpay_way year dise_no dise_name invono manl_reim_rea ${VALI_MEMO_TAIL} mid_setl_flag acct_used_flag quts_type bydise_setl_payamt exct_item_fund_payamt pt`,
  ),
  mdtrt_d: columns(
    `mdtrt_id medins_setl_id psn_no psn_insu_rlts_id psn_cert_type certno psn_name gend naty brdy age coner_name tel addr ${PERSON_TYPE} ${PLACE} begntime endtime mdtrt_cert_type mdtrt_cert_no med_type rloc_type ars_year_ipt_flag pre_pay_flag year refl_old_mdtrt_id ipt_otp_no medrcdno chfpdr_code adm_diag_dscr adm_dept_codg adm_dept_name adm_bed wardarea_bed traf_dept_flag dscg_maindiag_code dscg_dept_codg dscg_dept_name dscg_bed dscg_way main_cond_dscr dise_no dise_name oprn_oprt_code oprn_oprt_name otp_diag_info inhosp_stas die_date ipt_days geso_val birctrl_type fetts fetus_cnt matn_type prey_time latechb_flag pret_flag fpsc_no birctrl_matn_date cop_flag trt_dcla_detl_sn ${VALI_MEMO_TAIL} chfpdr_name dscg_maindiag_name adm_caty dscg_caty ttp_pay_flag ttp_pay_prop dise_type_code same_dise_adm_flag quts_type pt`,
  ),
  fee_list_d: columns(
    `bkkp_sn mdtrt_id fee_ocur_time setl_id rx_drord_no fixmedins_code fixmedins_name psn_no psn_insu_rlts_id insu_admdvs pay_loc med_type cnt pric det_item_fee_sumamt pric_uplmt_amt selfpay_prop fulamt_ownpay_amt overlmt_selfpay preselfpay_amt inscp_amt cvlserv_bedfee_amt medins_disc_amt chrgitm_lv hilist_code hilist_name list_type med_list_codg medins_list_codg medins_list_name med_chrgitm_type prodname spec dosform_name bilg_dept_codg bilg_dept_name bilg_dr_code bilg_dr_name acord_dept_codg acord_dept_name acord_dr_code acord_dr_name lmt_used_flag hosp_prep_flag hosp_appr_flag tcmdrug_used_way prodplac_type bas_medn_flag hi_nego_drug_flag prcu_drug_flag chld_medc_flag etip_flag etip_hosp_code dscg_tkdrug_flag list_sp_item_flag matn_fee_flag drt_reim_flag reim_prop oprn_oprt_code sin_dos_dscr used_frqu_dscr prd_days medc_way_dscr ${MEMO_VALI_TAIL} rx_circ_flag dise_codg chrg_bchno init_feedetl_sn comb_no pt`,
  ),
  setl_list_diag_d: columns(
    `setl_list_diag_id setl_id mdtrt_id psn_no diag_type maindiag_flag diag_code diag_name adm_cond_type ${TAIL} setl_list_sn pt`,
  ),
} as const

export type BureauTable = keyof typeof TABLE_COLUMNS
export const BUREAU_TABLES = Object.keys(TABLE_COLUMNS) as readonly BureauTable[]

/** Tables of the other bodies: folder, then table. */
export const OTHER_COLUMNS = {
  natural_person: columns(
    'certno name gender birth_date ethnic_code domicile_region domicile_address death_date status updt_time',
  ),
  legal_entity: columns(
    'uscc entity_name entity_type legal_representative established_date region industry_code status updt_time',
  ),
  licence: columns(
    'licence_no licence_type holder_uscc holder_name issue_date expiry_date issuer status updt_time',
  ),
  policies: columns(
    'policy_no certno product_code product_name premium sum_insured begin_date end_date channel status updt_time',
  ),
  accounts: columns(
    'account_no certno opened_date ss_card_flag wage_account_flag credit_grade status updt_time',
  ),
  drugs: columns(
    'drug_code generic_name product_name spec dosage_form list_price launch_date status updt_time',
  ),
  diag_list_b: columns('diag_code diag_name sex_limit begndate enddate vali_flag'),
  hilist_b: columns(
    'hilist_code hilist_name list_type med_chrgitm_type chrgitm_lv selfpay_prop pric_uplmt_amt spec dosform begndate enddate vali_flag',
  ),
  admdvs_b: columns('admdvs admdvs_name city province vali_flag'),
} as const

export type OtherTable = keyof typeof OTHER_COLUMNS
