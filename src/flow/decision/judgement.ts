import type { Constraint } from '../policy/index.ts'
import type { Draw, RowRule } from './model.ts'
import type { UseRequest, UseState } from './request.ts'

export interface Context {
  /** Path of the constraint in the policy. */
  readonly at: string
  readonly request: UseRequest
  readonly state: UseState
}

/** What a constraint came to. `holds` is null where the fact it asks for is not known. */
export interface Judged {
  readonly holds: boolean | null
  readonly asked: string
  readonly limit: string
  readonly draw?: Draw
  readonly rows?: RowRule
  /** payAmount only: what is missing can still be done. */
  readonly payable?: boolean
}

/** A value or an operator that cannot be read: nothing is allowed on the strength of it. */
export interface Unreadable {
  readonly unreadable: string
}

export type Judgement = Judged | Unreadable
export type Evaluator = (constraint: Constraint, context: Context) => Judgement

export const isUnreadable = (judgement: Judgement): judgement is Unreadable => 'unreadable' in judgement
export const unreadable = (what: string): Unreadable => ({ unreadable: what })

/** The one text of a value; null for a list of several. */
export function oneOf(value: Constraint['value']): string | null {
  if (typeof value === 'string') return value
  return value.length === 1 ? value[0]! : null
}

export const listOf = (value: Constraint['value']): readonly string[] =>
  typeof value === 'string' ? [value] : value

export const limitText = ({ operator, value }: Constraint): string =>
  `${operator} ${listOf(value).join(', ')}`
