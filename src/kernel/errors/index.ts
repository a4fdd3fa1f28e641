import type { Json } from '../canonical.ts'
import { airlockErrors } from './airlock.ts'
import { authorityErrors } from './authority.ts'
import { catalogErrors } from './catalog.ts'
import { connectErrors } from './connect.ts'
import { connectorErrors } from './connector.ts'
import { consentErrors } from './consent.ts'
import { contestSchemeErrors } from './contest-scheme.ts'
import { contestEntryErrors } from './contest-entry.ts'
import { contestWorkErrors } from './contest-work.ts'
import { contestPanelErrors } from './contest-panel.ts'
import { contestJudgingErrors } from './contest-judging.ts'
import { contestFinalErrors } from './contest-final.ts'
import { contestScoringErrors } from './contest-scoring.ts'
import { contestAfterErrors } from './contest-after.ts'
import { contestFrontErrors } from './contest-front.ts'
import { contractErrors } from './contract.ts'
import { cryptoErrors } from './crypto.ts'
import { decisionErrors } from './decision.ts'
import { deliverErrors } from './deliver.ts'
import { evidenceErrors } from './evidence.ts'
import { flowErrors } from './flow.ts'
import { historyErrors } from './history.ts'
import { identityErrors } from './identity.ts'
import { platformErrors } from './platform.ts'
import { policyErrors } from './policy.ts'
import { runErrors } from './run.ts'
import { seatErrors } from './seat.ts'
import { seatWorkErrors } from './seat-work.ts'
import { seatBoxErrors } from './seat-box.ts'
import { spaceErrors } from './space.ts'
import { supplyErrors } from './supply.ts'
import type { ErrorText } from './text.ts'
import { THINGS } from './things.ts'
import { treatErrors } from './treat.ts'
import { useErrors } from './use.ts'
import { watchErrors } from './watch.ts'

export type { ErrorText }

/** The one table: code → HTTP status and the sentence in Chinese and English. `{name}` is filled from params. */
export const ERRORS = {
  ...platformErrors,
  ...identityErrors,
  ...evidenceErrors,
  ...cryptoErrors,
  ...spaceErrors,
  ...supplyErrors,
  ...connectErrors,
  ...treatErrors,
  ...catalogErrors,
  ...flowErrors,
  ...policyErrors,
  ...consentErrors,
  ...authorityErrors,
  ...contractErrors,
  ...useErrors,
  ...runErrors,
  ...historyErrors,
  ...decisionErrors,
  ...deliverErrors,
  ...connectorErrors,
  ...seatBoxErrors,
  ...seatErrors,
  ...seatWorkErrors,
  ...watchErrors,
  ...airlockErrors,
  ...contestSchemeErrors,
  ...contestEntryErrors,
  ...contestWorkErrors,
  ...contestPanelErrors,
  ...contestJudgingErrors,
  ...contestFinalErrors,
  ...contestScoringErrors,
  ...contestAfterErrors,
  ...contestFrontErrors,
} as const

export type ErrorCode = keyof typeof ERRORS
export type ErrorParams = Record<string, string | number>

/** Every failure that a user may see. `detail` is plain JSON for the portal (place in a text, allowed instead, …). */
export class XinyuError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly detail: Json | undefined

  constructor(code: ErrorCode, params: ErrorParams = {}, options: { detail?: Json; cause?: unknown } = {}) {
    super(errorText(code, params).en, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'XinyuError'
    this.code = code
    this.params = params
    this.detail = options.detail
  }
}

/** The sentences of a code with its params filled in. */
export function errorText(code: ErrorCode, params: ErrorParams = {}): ErrorText {
  const row: ErrorText = ERRORS[code]
  const fill = (text: string, word = (value: string) => value) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => word(String(params[name] ?? whole)))
  const zh = code === 'NOT_FOUND' ? fill(row.zh, (what) => THINGS[what] ?? what) : fill(row.zh)
  return { status: row.status, zh, en: fill(row.en) }
}

export const isXinyuError = (error: unknown): error is XinyuError => error instanceof XinyuError
