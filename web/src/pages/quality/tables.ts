/** National tables that rules speak of, in the order of the picture. */
export const TABLES = [
  'psn_info_b',
  'psn_insu_d',
  'staf_psn_clct_detl_d',
  'rsdt_psn_clct_detl_d',
  'insu_emp_info_b',
  'medins_info_b',
  'setl_d',
  'mdtrt_d',
  'fee_list_d',
  'setl_list_diag_d',
  'setl_list_oprn_d',
] as const
