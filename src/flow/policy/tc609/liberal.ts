import { XinyuError } from '../../../kernel/errors/index.ts'
import { LIST_OPERATORS, parseDuration } from '../constraint/index.ts'
import {
  ACTIONS,
  type Action,
  OPERAND_NAMES,
  OPERATOR_CODES,
  OPERATORS,
  type Operand,
  type Operator,
} from '../vocabulary.ts'

/** Spellings that stand in the text itself beside the dictionary (facts/dataspace §5.3, "Traps"). */
const ACTION_SPELLINGS: Readonly<Record<string, Action>> = {
  plicytransmit: 'policyTransmit',
  export: 'download',
}
const OPERAND_SPELLINGS: Readonly<Record<string, Operand>> = { daterecord: 'dataRecord' }

/** @throws XinyuError POLICY_UNKNOWN_TERM */
export function readAction(text: string, path: string): Action {
  const small = text.trim().toLowerCase()
  const action = ACTION_SPELLINGS[small] ?? ACTIONS.find((one) => one.toLowerCase() === small)
  if (!action) throw unknown(path, text, ACTIONS)
  return action
}

/** @throws XinyuError POLICY_UNKNOWN_TERM */
export function readOperand(text: string, path: string): Operand {
  const small = text.trim().toLowerCase()
  const operand = OPERAND_SPELLINGS[small] ?? OPERAND_NAMES.find((one) => one.toLowerCase() === small)
  if (!operand) throw unknown(path, text, OPERAND_NAMES)
  return operand
}

/** A name, or the code with one digit or two. @throws XinyuError POLICY_UNKNOWN_TERM */
export function readOperator(text: string, path: string): Operator {
  const small = text.trim().toLowerCase()
  const operator = OPERATORS.find(
    (one) => one.toLowerCase() === small || OPERATOR_CODES[one] === small.padStart(2, '0'),
  )
  if (!operator) throw unknown(path, text, OPERATORS)
  return operator
}

/** Does the name stand among the constraints though it is an action (the example table of the text)? */
export const actionAmongConstraints = (name: string): Action | null => {
  const small = name.trim().toLowerCase()
  return small === 'logrecordsend' ? 'logRecordSend' : small === 'compensate' ? 'compensate' : null
}

export interface ReadConstraint {
  readonly operand: Operand
  readonly operator: Operator
  readonly value: string | string[]
}

/** `10000 次/天` as a count is a frequency; numbers are texts; a list is JSON or separated by commas. */
export function readConstraint(
  operand: Operand,
  operator: Operator,
  raw: string | number | string[],
): ReadConstraint {
  if (Array.isArray(raw)) return { operand, operator, value: raw }
  const text = String(raw).trim()
  if (LIST_OPERATORS.has(operator)) return { operand, operator, value: listOf(text) }
  if (operand === 'time') return { operand, operator, value: instant(text) }
  if (operand === 'count' || operand === 'frequency' || operand === 'dataSize' || operand === 'dataRecord')
    return counted(operand, operator, text)
  return { operand, operator, value: text }
}

function listOf(text: string): string[] {
  if (text.startsWith('[')) {
    try {
      const parsed = JSON.parse(text) as unknown
      if (Array.isArray(parsed) && parsed.every((one) => typeof one === 'string')) return parsed
    } catch {
      // Not JSON after all: one text that begins with a bracket.
    }
    return [text]
  }
  return text.split(/[,，;；、]/).map((one) => one.trim())
}

const UNIT_SPANS: Readonly<Record<string, string>> = {
  秒: 'PT1S',
  分: 'PT1M',
  分钟: 'PT1M',
  时: 'PT1H',
  小时: 'PT1H',
  天: 'P1D',
  日: 'P1D',
  周: 'P1W',
}

function counted(operand: Operand, operator: Operator, text: string): ReadConstraint {
  const found = /^(\d+)\s*(?:次|条|字节|B)?(?:\s*\/\s*(\S+))?$/.exec(text)
  if (!found) return { operand, operator, value: text }
  const [, number, per] = found
  if (per === undefined) return { operand, operator, value: number! }
  const span = UNIT_SPANS[per] ?? per
  if (parseDuration(span) === null) return { operand, operator, value: text }
  return { operand: operand === 'count' ? 'frequency' : operand, operator, value: `${number}/${span}` }
}

/** `2026-12-31 23:59:59` and `2026-12-31` are China's civil time. */
function instant(text: string): string {
  const found = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ]?(\d{2}):?(\d{2}):?(\d{2}))?$/.exec(text)
  if (!found) return text
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = found
  return `${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`
}

const unknown = (path: string, term: string, known: readonly string[]): XinyuError =>
  new XinyuError('POLICY_UNKNOWN_TERM', { path, term: term.slice(0, 80), known: known.join(', ') })
