import type { ColumnRole, GradeReason } from './model.ts'

type Kind = GradeReason['kind']

/** What a column name tells, most telling first; the first that fits decides. Data: a wrong guess is seen and corrected. */
export const NAME_RULES: readonly { names: RegExp; kind: Kind; role: ColumnRole; level: string }[] = [
  {
    names:
      /^(certno|mdtrt_cert_no|id_?card|idcard|cert_no|id_number|ssn|passport|drivers|身份证号码?|公民身份号码|证件号码)$/i,
    kind: 'id_number',
    role: 'direct',
    level: 'L4',
  },
  {
    names:
      /^(name|alis|first|last|middle|maiden|姓名)$|(^|_)(psn|patn|coner|crter|opter|dr|legrep|chfpdr|oper|anst|resp|person|patient|insured)_name$|(^|_)legal_representative$/i,
    kind: 'person_name',
    role: 'direct',
    level: 'L4',
  },
  { names: /(^|_)(tel|mob|phone|mobile|手机|电话)($|_)/i, kind: 'phone', role: 'direct', level: 'L4' },
  { names: /e_?mail/i, kind: 'email', role: 'direct', level: 'L4' },
  {
    names: /(^|_)(addr|address|birthplace|lat|lon)($|_)|_addr_|(地址|住址)$/i,
    kind: 'address',
    role: 'direct',
    level: 'L4',
  },
  { names: /(^|_)(poscode|postcode|zip)($|_)/i, kind: 'region', role: 'quasi', level: 'L3' },
  { names: /^(account_no|bank_?card|bankacct|card_no)$/i, kind: 'bank_card', role: 'direct', level: 'L4' },
  {
    // Numbers of persons and records: who has the source finds the person by one of them (GB/T 42460 Annex A).
    names:
      /^(psn_no|psn_mgtcode|rid|invono|bkkp_sn|medrcdno|ipt_otp_no|policy_no|comb_no|rx_drord_no|chrg_bchno|pt|elec_taxrpt_no|fpsc_no|desynpuf_id|bene_id|patient|encounter|id)$|^(psn|setl|mdtrt|medins_setl|init_setl|refl_old_mdtrt|setl_list|init_feedetl|crter|opter|trt_dcla_detl|member|person|insured|clm|claim)[a-z_]*_(id|sn)$/i,
    kind: 'record_number',
    role: 'direct',
    level: 'L4',
  },
  {
    names: /(^|_)(memo|notes?|remark|dscr|otp_diag_info|manl_reim_rea|备注)($|_)/i,
    kind: 'free_text',
    role: 'direct',
    level: 'L4',
  },
  { names: /^(brdy|birth|birth_?date|bene_birth_dt|出生日期)$/i, kind: 'birth', role: 'quasi', level: 'L3' },
  {
    names:
      /^(gend|gender|sex|age|naty|ethnic_code|race|ethnicity|marital|mrg_stas|educ|polstas|psn_type|insutype|sp_psn_type|性别|年龄|民族)$/i,
    kind: 'demographic',
    role: 'quasi',
    level: 'L3',
  },
  {
    names: /(^|_)(admdvs|admvs|region|city|county|poolarea_no|区划)($|_)/i,
    kind: 'region',
    role: 'quasi',
    level: 'L3',
  },
  {
    names: /diag_(code|name)|diagnosis|icd9|dise_(no|name|codg)|诊断/i,
    kind: 'diagnosis',
    role: 'sensitive',
    level: 'L3',
  },
  // When a record was written tells of the office, not of the person.
  { names: /^(updt|crte|opt|intsury)_time$/i, kind: 'date', role: 'plain', level: 'L2' },
  { names: /(date|time|_ym)$|^(begn|end)date$|日期$/i, kind: 'date', role: 'quasi', level: 'L3' },
  {
    names: /(_amt|_sumamt|_pay|payamt|_selfpay|^wag|^balc|^premium|^pric|金额)$/i,
    kind: 'amount',
    role: 'sensitive',
    level: 'L3',
  },
]

/** Diagnoses of special sensitivity, as ranges of ICD-10 categories; `L5` where GB/T 39725 names them for very few people. */
export const SENSITIVE_DIAGNOSES: readonly {
  from: string
  to: string
  level: 'L4' | 'L5'
  zh: string
  en: string
}[] = [
  { from: 'A50', to: 'A64', level: 'L5', zh: '性传播疾病', en: 'sexually transmitted diseases' },
  { from: 'B20', to: 'B24', level: 'L5', zh: '人类免疫缺陷病毒病', en: 'HIV disease' },
  { from: 'R75', to: 'R75', level: 'L5', zh: '人类免疫缺陷病毒实验室证据', en: 'laboratory evidence of HIV' },
  { from: 'Z21', to: 'Z21', level: 'L5', zh: '无症状HIV感染状态', en: 'asymptomatic HIV status' },
  { from: 'F10', to: 'F99', level: 'L4', zh: '精神和行为障碍', en: 'mental and behavioural disorders' },
  { from: 'O04', to: 'O07', level: 'L4', zh: '人工流产', en: 'induced abortion' },
  { from: 'T74', to: 'T74', level: 'L4', zh: '虐待综合征', en: 'maltreatment' },
  { from: 'X60', to: 'X84', level: 'L4', zh: '故意自害', en: 'intentional self-harm' },
  { from: 'Z32', to: 'Z33', level: 'L4', zh: '妊娠状态', en: 'pregnancy' },
]
