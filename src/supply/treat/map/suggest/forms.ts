import type { ElementType } from '../../standard/index.ts'

/** Forms of values that tell what a column holds; the pattern is of the engine (RE2), on trimmed text. */
export interface ValueForm {
  readonly code: string
  readonly pattern: string
  readonly zh: string
  readonly en: string
  /** Elements and types that have this form. */
  readonly elements: readonly string[]
  readonly types: readonly ElementType[]
}

const DATE = String.raw`(1[89]|20)\d{2}[-/.年]?(0?[1-9]|1[0-2])[-/.月]?(0?[1-9]|[12]\d|3[01])日?`

export const VALUE_FORMS: readonly ValueForm[] = [
  {
    code: 'identity',
    pattern: String.raw`[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]`,
    zh: '居民身份证号',
    en: 'identity numbers',
    elements: ['certno'],
    types: [],
  },
  {
    code: 'uscc',
    pattern: '[159Y][1239][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}',
    zh: '统一社会信用代码',
    en: 'unified social credit codes',
    elements: ['uscc'],
    types: [],
  },
  {
    code: 'mobile',
    pattern: String.raw`1[3-9]\d{9}`,
    zh: '手机号码',
    en: 'mobile numbers',
    elements: ['mob', 'tel'],
    types: [],
  },
  {
    code: 'institution',
    pattern: String.raw`[HP]\d{11}`,
    zh: '定点机构编码',
    en: 'institution codes',
    elements: ['fixmedins_code'],
    types: [],
  },
  {
    code: 'diagnosis',
    pattern: String.raw`[A-Z]\d{2}(\.[\dx]{1,3}(x\d{3})?)?([+*].*)?`,
    zh: '疾病诊断代码（ICD-10）',
    en: 'diagnosis codes (ICD-10)',
    elements: ['diag_code'],
    types: [],
  },
  {
    code: 'operation',
    pattern: String.raw`\d{2}\.[\dx]{2,}[0-9A-Z]*(x\d{3})?`,
    zh: '手术操作代码',
    en: 'operation codes',
    elements: ['oprn_oprt_code'],
    types: [],
  },
  {
    code: 'drug',
    pattern: 'X[0-9A-Z]{22}|Z[0-9A-Z]{19}|C[0-9]{19}|C[0-9]{26}|0[0-9]{14}',
    zh: '医保药品、耗材或项目编码',
    en: 'codes of drugs, consumables or services',
    elements: ['hilist_code'],
    types: [],
  },
  {
    code: 'division',
    pattern: String.raw`[1-8][1-9]\d{4}`,
    zh: '六位区划',
    en: 'divisions of six digits',
    elements: ['insu_admdvs', 'resd_loc_admdvs', 'fix_blng_admdvs'],
    types: [],
  },
  { code: 'date', pattern: DATE, zh: '日期', en: 'dates', elements: [], types: ['date'] },
  {
    code: 'datetime',
    pattern: `${DATE}[ T]\\d{1,2}:\\d{2}(:\\d{2})?.*|(19|20)\\d{12}`,
    zh: '时间',
    en: 'times',
    elements: [],
    types: ['datetime'],
  },
  {
    code: 'month',
    pattern: String.raw`(19|20)\d{2}-?(0[1-9]|1[0-2])`,
    zh: '年月',
    en: 'months',
    elements: [],
    types: ['month'],
  },
  {
    code: 'amount',
    pattern: String.raw`[-+(]?[¥￥$]?[-+]?\d[\d,]*\.\d{1,2}\)?元?`,
    zh: '两位小数金额',
    en: 'amounts of two places',
    elements: [],
    types: ['amount'],
  },
  {
    code: 'number',
    pattern: String.raw`[-+]?\d+(\.\d+)?`,
    zh: '数值',
    en: 'numbers',
    elements: [],
    types: ['quantity', 'integer', 'ratio'],
  },
]
