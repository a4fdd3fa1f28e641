import type { Purpose } from '../../policy/index.ts'
import type { Deciding, ScriptRule } from './model.ts'

export interface Asking {
  readonly consumerId: string
  readonly purpose: Purpose
  /** 0 to 100, or null without an assessment. */
  readonly score: number | null
  readonly level: 'low' | 'medium' | 'high' | null
  /** Paths in which the asked policy differs from the offered one. */
  readonly differences: readonly string[]
}

export interface Answer {
  readonly answer: 'accept' | 'reject' | 'wait'
  /** Which rule, from 0; null: none fitted or the mode has none. */
  readonly rule: number | null
  readonly comment: string | null
}

const WAIT: Answer = { answer: 'wait', rule: null, comment: null }

/** The answer of an offer's way of deciding. High risk always waits for people, whatever a rule says. */
export function answerOf(deciding: Deciding, asking: Asking): Answer {
  const answer = written(deciding, asking)
  return answer.answer === 'accept' && asking.level === 'high' ? WAIT : answer
}

function written(deciding: Deciding, asking: Asking): Answer {
  if (deciding.mode === 'manual') return WAIT
  if (deciding.mode === 'automatic')
    return asking.differences.length === 0 ? { answer: 'accept', rule: null, comment: null } : WAIT
  const rule = deciding.script.findIndex((one) => fits(one, asking))
  const found = deciding.script[rule]
  return found ? { answer: found.then, rule, comment: found.comment } : WAIT
}

function fits(rule: ScriptRule, asking: Asking): boolean {
  const { consumers, purposes, maxScore, differencesWithin } = rule
  if (consumers && !consumers.includes(asking.consumerId)) return false
  if (purposes && !purposes.includes(asking.purpose)) return false
  if (maxScore !== undefined && (asking.score === null || asking.score > maxScore)) return false
  return (
    !differencesWithin ||
    asking.differences.every((path) => differencesWithin.some((top) => below(path, top)))
  )
}

/** `columns.setl_d.sex` lies below `columns`, `columns.setl_d` and itself; not below `col`. */
const below = (path: string, top: string): boolean =>
  path === top || path.startsWith(`${top}.`) || path.startsWith(`${top}[`)
