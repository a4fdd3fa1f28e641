import { LIST_OPERATORS, parseInstant } from '../constraint/index.ts'
import type { Constraint } from '../model.ts'
import type { Operand, Operator } from '../vocabulary.ts'
import {
  DELIVERY_WORDS,
  ENCRYPTION_WORDS,
  ENVIRONMENT_WORDS,
  OPERAND_WORDS,
  OPERATOR_WORDS,
  TIME_OPERATOR_WORDS,
  type Words,
} from '../words.ts'
import { joined, type Lang, moment, money, quoted, span } from './text.ts'

/** 使用次数不超过 100 / number of uses is at most 100. A constraint with a problem reads as it is written. */
export function sayConstraint(lang: Lang, constraint: Constraint): string {
  const { operand, operator } = constraint
  const values = [constraint.value].flat().map((value) => sayValue(lang, operand, operator, value))
  const verb = verbOf(operand, operator, values.length)[lang]
  const said = joined(lang, values)
  if (lang === 'en') return `${subjectOf(operand, operator).en} ${verb} ${said}`
  // A space stands between Chinese and Latin letters or digits.
  return `${subjectOf(operand, operator).zh}${verb}${/^\w/.test(said) ? ' ' : ''}${said}`
}

/** Constraints that hold together, as the conditions of one sentence. */
export const sayConditions = (lang: Lang, constraints: readonly Constraint[]): string =>
  constraints.map((one) => sayConstraint(lang, one)).join(lang === 'zh' ? '，且' : ' and ')

const SINCE: Words = { zh: '自合约生效起的时间', en: 'the time since the contract came into force' }
const HOURS: Words = { zh: '每天的使用时段', en: 'the hours of use in a day' }

function subjectOf(operand: Operand, operator: Operator): Words {
  if (operand === 'timeWindow') return operator === 'lt' || operator === 'lteq' ? SINCE : HOURS
  const { zh, en } = OPERAND_WORDS[operand]
  return { zh, en: `the ${en}` }
}

function verbOf(operand: Operand, operator: Operator, values: number): Words {
  const time = operand === 'time' ? TIME_OPERATOR_WORDS[operator] : undefined
  if (time) return time
  if (operand === 'valueExpression' && operator === 'eq') return { zh: '满足', en: 'satisfy' }
  if (operand === 'valueExpression' && operator === 'isAnyOf')
    return { zh: '满足以下之一：', en: 'satisfy one of' }
  if (operand === 'valueExpression') return { zh: '同时满足', en: 'satisfy all of' }
  const words = OPERATOR_WORDS[operator]
  return LIST_OPERATORS.has(operator) && values > 0 ? { zh: `${words.zh}：`, en: words.en } : words
}

const CODES: Readonly<Partial<Record<Operand, Readonly<Record<string, Words>>>>> = {
  executionEnv: ENVIRONMENT_WORDS,
  encryptMode: ENCRYPTION_WORDS,
  deliveryMethod: DELIVERY_WORDS,
}

function sayValue(lang: Lang, operand: Operand, operator: Operator, value: string): string {
  const code = CODES[operand]?.[value]
  if (code) return code[lang]
  switch (operand) {
    case 'time': {
      const at = parseInstant(value)
      return at === null ? quoted(lang, value) : moment(lang, at)
    }
    case 'timeWindow':
      return operator === 'lt' || operator === 'lteq' ? span(lang, value) : hours(lang, value)
    case 'frequency': {
      const [times, per] = value.split('/') as [string, string]
      return lang === 'zh' ? `每 ${span(lang, per)} ${times} 次` : `${times} per ${span(lang, per)}`
    }
    case 'region':
      return lang === 'zh' ? `行政区划 ${value}` : `administrative division ${value}`
    case 'payAmount':
      return money(lang, value)
    case 'count':
      return lang === 'zh' ? `${value} 次` : value
    case 'dataRecord':
      return lang === 'zh' ? `${value} 条` : value
    case 'dataSize':
      return lang === 'zh' ? `${value} 字节` : `${value} bytes`
    case 'networkAddress':
    case 'dataField':
      return value
    default:
      return quoted(lang, value)
  }
}

function hours(lang: Lang, value: string): string {
  const [from, to] = value.replaceAll('T', '').split('/')
  return lang === 'zh' ? `${from} 至 ${to}` : `${from} to ${to}`
}
