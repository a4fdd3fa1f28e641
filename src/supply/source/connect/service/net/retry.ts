import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, type Random, XinyuError } from '../../../../../kernel/index.ts'
import { type Answer, WayFailed } from './ask.ts'

export interface RetryRules {
  /** How often it is asked again after the first time. */
  readonly retries: number
  readonly baseMs: number
}

export interface RetryTools {
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
}

const MAX_WAIT_MS = 60_000
/** A service that wants us to wait longer is told to the user instead. */
const MAX_RETRY_AFTER_MS = 15 * 60_000
const AGAIN = new Set([408, 425, 429, 500, 502, 503, 504])

/** The next wait: anything up to base × 2ⁿ ("full jitter"), so that many clients do not come back together. */
export function backOff(attempt: number, baseMs: number, random: Random): number {
  const most = Math.min(MAX_WAIT_MS, baseMs * 2 ** attempt)
  const share = Buffer.from(random.bytes(4)).readUInt32BE() / 0x1_0000_0000
  return Math.ceil(most * share)
}

/** Milliseconds of a Retry-After header (RFC 9110 §10.2.3: seconds or a date); null where it says nothing usable. */
export function retryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

/**
 * Asks until it goes well: again after network faults, 429 and 5xx, with growing waits, longer where the service says so.
 * Every other status is the caller's to judge.
 * @throws XinyuError SERVICE_STATUS, SOURCE_UNREACHABLE when asking again did not help
 */
export async function withRetry(
  where: string,
  rules: RetryRules,
  { clock, random, signal }: RetryTools,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted()
    const answer = await ask().catch((error: unknown) => {
      if (error instanceof WayFailed) return error
      throw error
    })
    if (!(answer instanceof WayFailed) && !AGAIN.has(answer.status)) return answer
    const asked = answer instanceof WayFailed ? null : retryAfter(answer.headers['retry-after'], clock.now())
    if (attempt >= rules.retries || (asked ?? 0) > MAX_RETRY_AFTER_MS)
      throw gaveUp(where, answer, attempt + 1)
    await sleep(Math.max(asked ?? 0, backOff(attempt, rules.baseMs, random)), undefined, { signal })
  }
}

const gaveUp = (where: string, answer: Answer | WayFailed, attempts: number): XinyuError =>
  answer instanceof WayFailed
    ? new XinyuError('SOURCE_UNREACHABLE', { where, why: answer.why })
    : new XinyuError('SERVICE_STATUS', { where, status: answer.status, attempts })
