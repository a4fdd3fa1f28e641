import { dateFormat } from '../../../kernel/date-format.ts'
import { type Constraint, inDayWindow, parseDayWindow, parseDuration } from '../../policy/index.ts'
import {
  type Context,
  type Evaluator,
  type Judgement,
  limitText,
  listOf,
  oneOf,
  unreadable,
} from '../judgement.ts'

/** timeWindow: a duration since the contract came into force, or hours of the day in the space's time zone. */
export const judgeWindow: Evaluator = (constraint, context) => {
  const { operator } = constraint
  if (operator === 'lt' || operator === 'lteq') return since(constraint, context)
  if (operator === 'isPartOf' || operator === 'isAnyOf') return hours(constraint, context)
  return unreadable(operator)
}

function since(constraint: Constraint, { state }: Context): Judgement {
  const duration = parseDuration(oneOf(constraint.value) ?? '')
  if (duration === null) return unreadable('duration')
  const { now, contract } = state
  const end = contract.startedAt + duration
  const begun = now >= contract.startedAt
  return {
    holds: begun && (constraint.operator === 'lt' ? now < end : now <= end),
    asked: new Date(now).toISOString(),
    limit: `${limitText(constraint)}: ${new Date(end).toISOString()}`,
  }
}

function hours(constraint: Constraint, { state }: Context): Judgement {
  const windows = listOf(constraint.value).map(parseDayWindow)
  const known = windows.flatMap((window) => (window ? [window] : []))
  if (known.length < windows.length || known.length === 0) return unreadable('hours')
  const minute = minuteOfDay(state.now, state.timeZone)
  const clock = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
  const holds = known.some((window) => inDayWindow(window, minute))
  return { holds, asked: `T${clock}`, limit: limitText(constraint) }
}

/** Minutes since midnight on the clocks of a zone. */
function minuteOfDay(at: number, timeZone: string): number {
  const parts = dateFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return of('hour') * 60 + of('minute')
}
