import { XinyuError } from '../../kernel/errors/index.ts'
import { type Purpose, purposeWithin } from '../policy/index.ts'
import type { SinglePersonUse } from './live.ts'
import type { Answer } from './model.ts'
import { fieldsOfScopes } from './scopes.ts'

/** The part of a consent that decides what it covers. */
export interface Covering {
  readonly purpose: string
  readonly contract_id: string | null
  readonly scope_version: number
  readonly scopes: readonly string[]
  readonly period_from: string | null
  readonly period_until: string | null
  readonly until_at: number
}

/** Why a consent does not cover a use, or null when it does. Pure; every rule is a near miss of its own in the tests. */
export function whyNot(consent: Covering, use: Omit<SinglePersonUse, 'insured' | 'askerId'>): string | null {
  if (use.now > consent.until_at) return 'expired'
  if (consent.contract_id !== null && consent.contract_id !== use.contractId) return 'contract'
  if (!purposeWithin(use.purpose as Purpose, [consent.purpose as Purpose])) return 'purpose'
  const given = fieldsOfScopes(consent.scope_version, consent.scopes)
  if (use.fields.length === 0 || use.fields.some((field) => !given.has(field))) return 'scope'
  const { period_from: from, period_until: until } = consent
  if (from === null || until === null || !use.fields.some((field) => given.get(field))) return null
  const { period } = use
  const within = period !== undefined && period.from >= from && period.until <= until
  return within ? null : 'period'
}

/** The bounds of an ask, or of a consent that is to become smaller. */
export interface Bounds {
  readonly scopes: readonly string[]
  readonly period_from: string | null
  readonly period_until: string | null
}

/**
 * An answer within its bounds, as columns to set. A person gives less than was asked, never more.
 * @throws XinyuError CONSENT_BEYOND_ASK, CONSENT_TERM
 */
export function limitsOf(bounds: Bounds, answer: Answer, latest: number, now: number) {
  const extra = answer.scopes.find((code) => !bounds.scopes.includes(code))
  if (extra !== undefined) throw new XinyuError('CONSENT_BEYOND_ASK', { what: extra })
  if (answer.until > latest) throw new XinyuError('CONSENT_BEYOND_ASK', { what: 'until' })
  if (answer.until <= now) throw new XinyuError('CONSENT_TERM')
  const { period } = answer
  const before = period && bounds.period_from !== null && period.from < bounds.period_from
  const after = period && bounds.period_until !== null && period.until > bounds.period_until
  if (before || after || (period && period.from > period.until))
    throw new XinyuError('CONSENT_BEYOND_ASK', { what: 'period' })
  // In the order of the ask, each once.
  const scopes = bounds.scopes.filter((code) => answer.scopes.includes(code))
  const period_from = period?.from ?? bounds.period_from
  const period_until = period?.until ?? bounds.period_until
  const limited =
    scopes.length < bounds.scopes.length ||
    answer.until < latest ||
    period_from !== bounds.period_from ||
    period_until !== bounds.period_until
  return {
    limited,
    set: { scopes, period_from, period_until, until_at: answer.until },
    payload: { scopes, until: answer.until, periodFrom: period_from, periodUntil: period_until },
  }
}
