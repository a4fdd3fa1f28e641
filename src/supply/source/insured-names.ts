/**
 * Column names by which an insured person is known, in order of trust; patterns without regard to case. National tables
 * first, then what other public claim data uses. Data, not a rule: a wrong guess is seen, since the import states it.
 */
export const INSURED_NAMES: readonly string[] = [
  '^psn_no$',
  '^(?:desynpuf_id|bene_id|bene_mbi_id)$',
  '^(?:patient|person|member|insured|subject|enrolee|beneficiary)_?(?:id|no|num|number|key)?$',
  '^(?:参保人|人员|个人|患者)(?:编号|编码|标识|ID|id)$',
  '^certno$',
  '^(?:id_card|idcard|cert_no|id_number|身份证号码?|公民身份号码|证件号码)$',
]
