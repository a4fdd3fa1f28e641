import type { NationalColumn, NationalTable } from '../../standard/index.ts'
import type { Value } from '../model.ts'
import { VALUE_FORMS } from './forms.ts'
import type { ColumnLook } from './look.ts'

export interface SourceColumnFacts {
  readonly name: string
  readonly type: string
  readonly titleZh: string
  readonly titleEn: string
}

export interface Suggestion {
  readonly target: string
  readonly source: string
  /** 0 to 1: how sure. */
  readonly score: number
  readonly value: Value
  readonly zh: string
  readonly en: string
}

/** Names that sources use, by data element or column. Compared without case, blanks and signs. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  psn_no: [
    'patientid',
    'patient',
    'personid',
    'memberid',
    'beneid',
    'desynpufid',
    '个人编号',
    '人员编码',
    '参保人编号',
    'grbh',
  ],
  psn_name: ['name', 'xm', '姓名', 'patientname', 'fullname', '参保人姓名', '患者姓名'],
  certno: [
    'sfzh',
    'sfzhm',
    'idcard',
    'idno',
    'ssn',
    '身份证',
    '身份证号',
    '身份证号码',
    '公民身份号码',
    '证件号',
  ],
  gend: ['sex', 'gender', 'xb', '性别'],
  brdy: ['birthdate', 'birth', 'dob', 'birthday', 'benebirthdt', 'csrq', '出生年月日', '生日'],
  naty: ['nation', 'ethnicity', 'mz', '民族'],
  die_date: ['deathdate', 'benedeathdt', 'dateofdeath', '死亡时间'],
  mob: ['mobile', 'phone', 'cellphone', 'sjh', '手机', '手机号'],
  tel: ['telephone', 'phone', 'lxdh', '电话'],
  emp_name: ['employer', 'company', 'dwmc', '单位', '工作单位'],
  insutype: ['xzlx', '险种', '险种名称', '参保险种'],
  psn_type: ['rylb', '人员类型'],
  setl_id: ['claimid', 'clmid', 'settlementid', 'jsid', '结算号', '结算流水号'],
  mdtrt_id: ['encounterid', 'encounter', 'visitid', 'jzid', '就诊号', '就诊流水号', '住院号'],
  med_type: ['encounterclass', 'yllb', '就医类别', '就诊类型'],
  medfee_sumamt: ['totalclaimcost', 'totalcost', 'totalcharge', 'zfy', '总费用', '费用总额', '医疗总费用'],
  fund_pay_sumamt: ['payercoverage', 'clmpmtamt', 'paidamount', 'jjzf', '基金支付', '医保支付', '报销金额'],
  psn_pay: ['patientpay', 'ptntpayamt', 'outofpocket', 'grzf', '个人自付', '个人支付', '自付金额'],
  acct_pay: ['grzhzf', '账户支付', '个人账户支付'],
  cash_payamt: ['cash', 'xjzf', '现金支付'],
  begndate: ['start', 'startdate', 'clmfromdt', 'admissiondate', 'ryrq', '入院日期', '就诊日期'],
  enddate: ['stop', 'enddate', 'clmthrudt', 'dischargedate', 'cyrq', '出院日期'],
  begntime: ['start', 'starttime', 'admissiontime', '入院时间', '就诊时间'],
  endtime: ['stop', 'endtime', 'dischargetime', '出院时间'],
  setl_time: ['settlementdate', 'settlementtime', 'jssj', '结算日期'],
  diag_code: ['icd10', 'icdcode', 'diagnosiscode', 'dxcode', 'zddm', '诊断编码', '疾病编码'],
  diag_name: ['diagnosis', 'diagnosisname', 'zdmc', '诊断', '疾病名称'],
  fixmedins_code: ['hospitalcode', 'prvdrnum', 'yljgdm', '机构编码', '医院编码', '医疗机构代码'],
  fixmedins_name: ['hospital', 'hospitalname', 'organization', 'yljgmc', '医院', '医院名称', '机构名称'],
  cnt: ['quantity', 'qty', 'qtydspnsdnum', 'dispenses', 'sl', '数目'],
  pric: ['unitprice', 'price', 'dj', '单位价格'],
  det_item_fee_sumamt: ['amount', 'lineamount', 'totrxcstamt', 'je', '金额', '费用'],
  fee_ocur_time: ['servicedate', 'srvcdt', 'fysj', '费用日期', '收费时间'],
  clct_sumamt: ['jfze', '缴费总额', '缴费合计'],
  psn_clct_amt: ['grjf', '个人缴费'],
  emp_clct_amt: ['dwjf', '单位缴费'],
}

/** Letters, digits and characters alone: `BENE_BIRTH_DT` and `bene birth dt` are one name. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

interface Ground {
  readonly score: number
  readonly zh: string
  readonly en: string
}

function byName(source: SourceColumnFacts, target: NationalColumn): Ground | null {
  const names = [source.name, source.titleZh, source.titleEn].map(plainName).filter((name) => name !== '')
  if (names.includes(plainName(target.name))) return { score: 0.9, zh: '列名相同', en: 'same name' }
  const titles = [target.titleZh, target.titleEn].map(plainName)
  if (names.some((name) => titles.includes(name))) return { score: 0.85, zh: '标题相同', en: 'same title' }
  const known = [...(SYNONYMS[target.name] ?? []), ...(SYNONYMS[target.element ?? ''] ?? [])].map(plainName)
  if (names.some((name) => known.includes(name)))
    return { score: 0.75, zh: '常见同义列名', en: 'known synonym' }
  const part = known
    .concat(titles)
    .find((one) => one.length >= 4 && names.some((name) => name.endsWith(one) || name.startsWith(one)))
  return part === undefined ? null : { score: 0.5, zh: '列名含同义词', en: 'name holds a synonym' }
}

function byValues(target: NationalColumn, look: ColumnLook | undefined): Ground | null {
  if (!look || look.values === 0) return null
  const percent = (share: number) => `${Math.floor(share * 100)}%`
  const list = target.codeList === undefined ? 0 : (look.lists[target.codeList] ?? 0)
  // One or two codes occur in many lists: they tell little.
  if (list >= 0.8) {
    const score = look.values >= 3 ? 0.5 : 0.2
    return {
      score,
      zh: `${percent(list)} 的取值在字典 ${target.codeList} 中`,
      en: `${percent(list)} of the values are in dictionary ${target.codeList}`,
    }
  }
  for (const form of VALUE_FORMS) {
    const share = look.forms[form.code] ?? 0
    if (share < 0.8) continue
    const zh = `${percent(share)} 的取值像${form.zh}`
    const en = `${percent(share)} of the values look like ${form.en}`
    if (target.element !== undefined && form.elements.includes(target.element)) return { score: 0.55, zh, en }
    if (form.types.includes(target.type)) return { score: 0.15, zh, en }
  }
  return null
}

const typeOf = (type: string): 'number' | 'date' | 'datetime' | 'text' =>
  /INT|DECIMAL/.test(type)
    ? 'number'
    : type === 'DATE'
      ? 'date'
      : type.startsWith('TIMESTAMP')
        ? 'datetime'
        : 'text'

/** False where the stored type could never be this. */
function typesMeet(type: string, target: NationalColumn): boolean {
  const kind = typeOf(type)
  if (kind === 'text') return true
  const dated = ['date', 'datetime', 'month', 'year'].includes(target.type)
  if (kind === 'date' || kind === 'datetime') return dated
  return target.type !== 'datetime' && target.type !== 'text'
}

/** The transform that a column of this type needs to fit the target. */
export function valueFor(source: SourceColumnFacts, target: NationalColumn, look?: ColumnLook): Value {
  const copy: Value = { fn: 'copy', column: source.name }
  const numeric = typeOf(source.type) === 'number'
  switch (target.type) {
    case 'amount':
      return { fn: 'fen', of: copy }
    case 'date':
    case 'datetime':
      return {
        fn: target.type,
        of: copy,
        format: numeric && (look?.forms['date'] ?? 0) < 0.5 ? 'days1970' : 'auto',
      }
    case 'month':
    case 'year':
      return { fn: target.type, of: copy }
    case 'quantity':
    case 'ratio':
    case 'integer':
      return { fn: 'number', of: copy }
    default:
      return target.codeList === undefined ? copy : { fn: 'dictionary', of: copy, list: target.codeList }
  }
}

/** At most this many proposals for a target column. */
const MOST = 3
const LEAST = 0.3

/** Proposals for each column of a table, the surest first. Name, type and values each give a part of the score. */
export function suggest(
  sources: readonly SourceColumnFacts[],
  target: NationalTable,
  looks: Readonly<Record<string, ColumnLook>>,
): Suggestion[] {
  return target.columns.flatMap((column) =>
    sources
      .flatMap((source): Suggestion[] => {
        if (!typesMeet(source.type, column)) return []
        const grounds = [byName(source, column), byValues(column, looks[source.name])].filter(
          (one) => one !== null,
        )
        const score = Math.min(
          0.99,
          grounds.reduce((sum, one) => sum + one.score, 0),
        )
        if (score < LEAST) return []
        return [
          {
            target: column.name,
            source: source.name,
            score: Math.round(score * 100) / 100,
            value: valueFor(source, column, looks[source.name]),
            zh: grounds.map((one) => one.zh).join('；'),
            en: grounds.map((one) => one.en).join('; '),
          },
        ]
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST),
  )
}
