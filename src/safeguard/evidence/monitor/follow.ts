import { setTimeout as sleep } from 'node:timers/promises'
import { writeAtomic } from '../log/files.ts'
import { type Alert, GRAVE, look, type LookOptions } from './look.ts'
import { readState, writeState } from './state.ts'

export interface FollowOptions extends Omit<LookOptions, 'now'> {
  /** What was seen last; proofs are laid beside it. */
  readonly stateFile: string
  /** Only one look. */
  readonly once: boolean
  readonly everyMs: number
  /** Told each alert as JSON by POST; null: nobody. */
  readonly webhook: string | null
  readonly now: () => number
  readonly signal: AbortSignal
  /** One line of JSON for each alert and each new checkpoint. */
  readonly say: (line: object) => void
}

/** 0 all in order, 1 the log was away or something is owed, 2 the log contradicts itself or what it signed. */
export type FollowResult = 0 | 1 | 2

/** Follows a log until it is told to stop or finds the log contradicting itself. */
export async function follow(options: FollowOptions): Promise<FollowResult> {
  let told = ''
  for (;;) {
    const result = await once(options, (alerts) => {
      const key = alerts.map(({ kind, why }) => `${kind} ${why}`).join('\n')
      const isNew = key !== told
      told = key
      return isNew
    })
    if (options.once || result === 2) return result
    try {
      await sleep(options.everyMs, null, { signal: options.signal })
    } catch {
      return result
    }
  }
}

async function once(
  options: FollowOptions,
  isNew: (alerts: readonly Alert[]) => boolean,
): Promise<FollowResult> {
  const { stateFile, remote, say } = options
  const before = await readState(stateFile)
  const now = options.now()
  const { alerts, state } = await look(before, { ...options, now })
  if (state && state.note !== before?.note) {
    await writeState(stateFile, state)
    say({ seen: remote.url, size: state.size, at: new Date(now).toISOString() })
  } else if (state) await writeState(stateFile, state)
  if (isNew(alerts)) for (const alert of alerts) await tell(alert, options, now)
  if (alerts.some(({ kind }) => GRAVE.includes(kind))) return 2
  return alerts.length > 0 ? 1 : 0
}

/** One line, the proof as a file, and the webhook; a webhook that is away does not hold up the watch. */
async function tell(
  alert: Alert,
  { stateFile, webhook, remote, say }: FollowOptions,
  now: number,
): Promise<void> {
  const at = new Date(now).toISOString()
  const { kind, why, proof } = alert
  const file = proof === undefined ? undefined : `${stateFile}.${kind}-${at.replaceAll(/[:.]/g, '')}`
  if (file !== undefined) await writeAtomic(file, proof!, { sync: true })
  const line = { alert: kind, log: remote.url, at, why, ...(file === undefined ? {} : { file }) }
  say(line)
  if (webhook === null) return
  const problem = await post(webhook, JSON.stringify({ ...line, proof }))
  if (problem !== null) say({ webhook, problem })
}

/** Why it was not taken; null where it was. */
async function post(webhook: string, body: string): Promise<string | null> {
  try {
    const response = await fetch(webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(10_000),
      // The proof goes to the address that was given, and nowhere else.
      redirect: 'error',
    })
    await response.body?.cancel()
    return response.ok ? null : `HTTP ${response.status}`
  } catch (error) {
    return (error as Error).message
  }
}
