import { BUREAUS } from './data/regions.ts'
import { BUREAU_TABLES, type BureauTable, OTHER_COLUMNS, type OtherTable, TABLE_COLUMNS } from './tables.ts'

/** What a project may do with a column of a first product. */
export type ColumnLevel = 'open' | 'group' | 'measure' | 'join' | 'compare' | 'identity' | 'hidden'

export interface DemoDataset {
  /** `310000/setl_d`: folder and table, which is also the path of its file without `.csv`. */
  readonly path: string
  readonly owner: string
  readonly table: BureauTable | OtherTable
  readonly titleZh: string
  readonly titleEn: string
  readonly descriptionZh: string
  readonly descriptionEn: string
  readonly columns: readonly string[]
  /** The column that identifies the insured person; null for tables that are about no person. */
  readonly insuredColumn: string | null
  /** Columns that identify a person by themselves: they never reach a project. */
  readonly directIdentifiers: readonly string[]
  /** Suggested levels of a first product; a column that is not named is hidden. */
  readonly levels: Readonly<Record<string, ColumnLevel>>
}

type Words = readonly [zh: string, en: string, descriptionZh: string, descriptionEn: string]

const BUREAU_WORDS: Record<BureauTable, Words> = {
  psn_info_b: [
    '人员基本信息',
    'Persons',
    '参保人员基本信息登记，一人一行。',
    'Register of insured persons, one row a person.',
  ],
  psn_insu_d: [
    '人员参保信息',
    'Enrolments',
    '参保关系：险种、状态、起止与参保单位。',
    'Enrolments: kind of insurance, state, period and employer.',
  ],
  staf_psn_clct_detl_d: [
    '职工人员缴费明细',
    'Contributions of employees',
    '职工医保按季缴费明细，单位与个人分列。',
    'Quarterly contributions of employees, employer and person apart.',
  ],
  rsdt_psn_clct_detl_d: [
    '居民人员缴费明细',
    'Contributions of residents',
    '城乡居民按年缴费与财政补助明细。',
    'Yearly contributions of residents with subsidies.',
  ],
  insu_emp_info_b: ['参保单位信息', 'Employers', '参保单位登记信息。', 'Register of employers.'],
  medins_info_b: [
    '定点医药机构信息',
    'Institutions',
    '定点医疗机构与零售药店名录（虚构）。',
    'Hospitals and pharmacies (invented).',
  ],
  setl_d: [
    '医保结算信息',
    'Settlements',
    '每次结算一行，含费用构成与各基金支付；退费为负行。',
    'One row a settlement with the parts of the cost and what each fund paid; refunds are negative rows.',
  ],
  mdtrt_d: ['就诊信息', 'Visits', '门诊、住院与购药就诊登记。', 'Outpatient, inpatient and pharmacy visits.'],
  fee_list_d: [
    '费用明细',
    'Fee lines',
    '每次就诊的药品、项目与耗材明细。',
    'Drugs, services and consumables of each visit.',
  ],
  setl_list_diag_d: [
    '结算清单诊断',
    'Diagnoses',
    '结算清单的主、次诊断。',
    'Main and other diagnoses of the settlement list.',
  ],
}

const OTHER_WORDS: Record<
  OtherTable,
  readonly [owner: string, folder: string, person: string | null, ...Words]
> = {
  natural_person: [
    'public-data',
    'public',
    'certno',
    '自然人基础信息',
    'Natural persons',
    '户籍自然人基础信息，姓名与证件号的权威来源。',
    'Civil register of Shanghai; authority for names and identity numbers.',
  ],
  legal_entity: [
    'public-data',
    'public',
    null,
    '法人基础信息',
    'Legal entities',
    '法人登记信息，单位名称与信用代码的权威来源。',
    'Register of entities; authority for names and credit codes.',
  ],
  licence: [
    'public-data',
    'public',
    null,
    '证照基础信息',
    'Licences',
    '营业执照与医疗机构执业许可。',
    'Business and medical licences.',
  ],
  policies: [
    'insurer',
    'insurer',
    'certno',
    '商业健康险保单',
    'Health policies',
    '在保与历史保单。',
    'Present and past policies.',
  ],
  accounts: [
    'bank',
    'bank',
    'certno',
    '银行账户标志',
    'Account flags',
    '社保卡金融账户与代发工资标志，不含余额与流水。',
    'Flags of social-security and wage accounts; no balances.',
  ],
  drugs: [
    'drug-maker',
    'drug_maker',
    null,
    '企业药品清单',
    'Drugs of the maker',
    '企业在售药品与医保编码。',
    'Drugs on sale with their insurance codes.',
  ],
  diag_list_b: [
    'operator',
    'dictionary',
    null,
    '疾病诊断目录',
    'Diagnosis list',
    '演示所用诊断代码。',
    'Diagnosis codes used in the demo.',
  ],
  hilist_b: [
    'operator',
    'dictionary',
    null,
    '医保目录',
    'Drug and service list',
    '演示所用药品、项目与耗材目录。',
    'Drugs, services and consumables of the demo.',
  ],
  admdvs_b: [
    'operator',
    'dictionary',
    null,
    '医保区划',
    'Regions',
    '演示所用区划代码。',
    'Region codes of the demo.',
  ],
}

const IDENTIFIERS = [
  'certno',
  'psn_name',
  'alis',
  'tel',
  'mob',
  'email',
  'addr',
  'resd_addr',
  'live_addr',
  'coner_name',
  'mdtrt_cert_no',
  'name',
  'domicile_address',
  'legrep_name',
  'legal_representative',
  'account_no',
  'policy_no',
  'medrcdno',
  'ipt_otp_no',
]

const level = (kind: ColumnLevel, names: string): [string, ColumnLevel][] =>
  names.split(' ').map((name) => [name, kind])

/**
 * Levels of the first product of each bureau (settlements with visits and diagnoses): the person is the unit
 * that is counted and never shown, ids join the three tables, amounts are measured, codes and dates group.
 */
const PRODUCT_LEVELS: Readonly<Record<string, ColumnLevel>> = Object.fromEntries([
  ...level('identity', 'psn_no'),
  ...level('join', 'setl_id mdtrt_id'),
  ...level(
    'group',
    'gend age insutype psn_type cvlserv_flag insu_admdvs fixmedins_code hosp_lv fix_blng_admdvs begndate enddate begntime endtime setl_time med_type setl_type clr_type clr_way dise_no dise_name refd_setl_flag vali_flag year adm_dept_codg adm_dept_name dscg_dept_codg dscg_dept_name dscg_maindiag_code dscg_maindiag_name dscg_way oprn_oprt_code oprn_oprt_name diag_type maindiag_flag diag_code diag_name adm_cond_type fee_ocur_time chrgitm_lv hilist_code hilist_name med_chrgitm_type list_type',
  ),
  ...level(
    'measure',
    'medfee_sumamt fulamt_ownpay_amt overlmt_selfpay preselfpay_amt inscp_amt dedc_std crt_dedc act_pay_dedc hifp_pay pool_prop_selfpay hi_agre_sumfee cvlserv_pay hifes_pay hifmi_pay hifob_pay hifdm_pay maf_pay othfund_pay fund_pay_sumamt psn_pay acct_pay cash_payamt ownpay_hosp_part acct_mulaid_pay cal_ipt_cnt ipt_days cnt pric det_item_fee_sumamt prd_days',
  ),
])

/** Suggested level of every column of a table; what nobody needs is hidden. */
export function suggestedLevels(columns: readonly string[]): Record<string, ColumnLevel> {
  return Object.fromEntries(columns.map((column) => [column, PRODUCT_LEVELS[column] ?? 'hidden']))
}

/** Every dataset that `generateDemo` writes, with its words and its suggested first treatment. */
export function demoDatasets(): DemoDataset[] {
  const bureaus = BUREAUS.flatMap((bureau) =>
    BUREAU_TABLES.map((table): DemoDataset => {
      const [zh, en, descriptionZh, descriptionEn] = BUREAU_WORDS[table]
      return dataset(`${bureau.code}/${table}`, `nhsa-${bureau.code}`, table, TABLE_COLUMNS[table], {
        titleZh: `${bureau.province.replace('市', '').replace('省', '')}${zh}（合成）`,
        titleEn: `${bureau.nameEn.split(' ')[0]}: ${en} (synthetic)`,
        descriptionZh: `${descriptionZh}合成数据，与真实个人无关。`,
        descriptionEn: `${descriptionEn} Synthetic data.`,
      })
    }),
  )
  const others = (Object.keys(OTHER_COLUMNS) as OtherTable[]).map((table): DemoDataset => {
    const [owner, folder, , zh, en, descriptionZh, descriptionEn] = OTHER_WORDS[table]
    return dataset(`${folder}/${table}`, owner, table, OTHER_COLUMNS[table], {
      titleZh: `${zh}（合成）`,
      titleEn: `${en} (synthetic)`,
      descriptionZh: `${descriptionZh}合成数据，与真实个人无关。`,
      descriptionEn: `${descriptionEn} Synthetic data.`,
    })
  })
  return [...bureaus, ...others]
}

function dataset(
  path: string,
  owner: string,
  table: BureauTable | OtherTable,
  columns: readonly string[],
  words: Pick<DemoDataset, 'titleZh' | 'titleEn' | 'descriptionZh' | 'descriptionEn'>,
): DemoDataset {
  return {
    path,
    owner,
    table,
    ...words,
    columns,
    insuredColumn:
      table in OTHER_WORDS
        ? OTHER_WORDS[table as OtherTable][2]
        : columns.includes('psn_no')
          ? 'psn_no'
          : null,
    directIdentifiers: columns.filter((column) => IDENTIFIERS.includes(column)),
    levels: suggestedLevels(columns),
  }
}
