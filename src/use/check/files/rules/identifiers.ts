import { isBankCard, isIdNumber, isPersonName } from '../../../../kernel/index.ts'

export interface Hit {
  readonly rule: 'identity-number' | 'phone-number' | 'bank-card' | 'e-mail' | 'person-name' | 'pseudonym'
  readonly at: number
}

/** Full-width digits and letters as half-width ones: one character stands for one, so that places stay. */
export const halfWidth = (text: string): string =>
  /[\uff01-\uff5e]/.test(text)
    ? text.replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    : text

/** 17 digits and a check character, perhaps parted by blanks or dashes as in print. */
const ID = /(?<!\d)\d(?:[ \u00a0\u3000_.-]?\d){16}[ \u00a0\u3000_.-]?[\dXx](?![0-9])/g
const PHONE = /(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d|\.\d)/g
const CARD = /(?<![\d.])62\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)/g
/** Around an @: looked for from there, so that a long word without one costs nothing. */
const BEFORE = /[\w.+-]{1,64}$/
const BEHIND = /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/
/** Words after which a person's name stands. */
const NAMED =
  /(?:患者|参保人|姓名|联系人|收件人|家属|户主|父亲|母亲|配偶|病人|投保人|patient|name)["']?(?:[ \t]*[:：=为是][ \t]*|[ \t]+)["']?([\u4e00-\u9fa5]{2,4})/gi
const ADDRESSED = /(?:患者|参保人|病人|投保人)([\u4e00-\u9fa5]{2,3})(?=[，。,.;；、（(\s于因在就的男女])/g
/** 26 characters of base32: the form of a project's pseudonyms. */
const PSEUDONYM = /(?<![A-Za-z0-9])(?:[A-Z2-7]{26}|[a-z2-7]{26})(?![A-Za-z0-9])/g

const plainDigits = (text: string): string => text.replaceAll(/[^\dXx]/g, '')

/** Everything in a text that has the form of a person's identifier. Linear in the length of the text. */
export function identifiersIn(raw: string): Hit[] {
  const text = halfWidth(raw)
  const hits: Hit[] = []
  const add = (rule: Hit['rule'], at: number) => hits.push({ rule, at })
  for (const match of text.matchAll(ID))
    if (isIdNumber(plainDigits(match[0]))) add('identity-number', match.index)
  for (const match of text.matchAll(PHONE)) add('phone-number', match.index)
  for (const match of text.matchAll(CARD))
    if (isBankCard(plainDigits(match[0]))) add('bank-card', match.index)
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (BEFORE.test(text.slice(Math.max(0, at - 64), at)) && BEHIND.test(text.slice(at + 1, at + 320)))
      add('e-mail', at)
  }
  for (const match of text.matchAll(NAMED)) if (startsWithName(match[1]!)) add('person-name', match.index)
  for (const match of text.matchAll(ADDRESSED)) if (isName(match[1]!)) add('person-name', match.index)
  for (const match of text.matchAll(PSEUDONYM)) if (isPseudonymLike(match[0])) add('pseudonym', match.index)
  return hits
}

/** Words that begin with a surname and are none: what stands after `name` in forms is often a title. */
const NO_NAMES = new Set([
  '高血压',
  '金额',
  '江苏',
  '江西',
  '方案',
  '程度',
  '时间',
  '项目',
  '常见',
  '任务',
  '类型',
  '类别',
  '年龄',
  '石家庄',
  '余额',
  '金华',
  '向量',
  '常州',
  '万元',
  '于是',
  '和',
  '平均',
])

function startsWithName(text: string): boolean {
  if (NO_NAMES.has(text) || NO_NAMES.has(text.slice(0, 2)) || NO_NAMES.has(text.slice(0, 3))) return false
  return isPersonName(text) || isPersonName(text.slice(0, 3))
}

/** A name alone in a cell. */
export const isName = (text: string): boolean => isPersonName(text) && !NO_NAMES.has(text)

/** 128 random bits in base32 use many different characters and nearly always some digits; words do not. */
export function isPseudonymLike(text: string): boolean {
  const digits = text.replaceAll(/[^2-7]/g, '').length
  return digits >= 1 && digits <= 16 && new Set(text).size >= 10
}

export const hasIdentifier = (text: string): boolean => identifiersIn(text).length > 0 || isName(text.trim())
