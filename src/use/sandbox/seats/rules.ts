import type { SeatState } from '../model.ts'

/** What happens to a seat. */
export const SEAT_EVENTS = ['admit', 'wait', 'open', 'sleep', 'fall', 'block', 'unblock', 'close'] as const
export type SeatEvent = (typeof SEAT_EVENTS)[number]

/**
 * Every change that there is; whatever is not named does not exist. `fall` is what nobody asked for: a start that
 * failed, processes that died, a server that was killed. From `closed` nothing leads on: its files are destroyed.
 */
const NEXT: Readonly<Record<SeatState, Partial<Record<SeatEvent, SeatState>>>> = {
  waiting: { admit: 'starting', fall: 'asleep', block: 'blocked', close: 'closed' },
  starting: { wait: 'waiting', open: 'live', fall: 'asleep', block: 'blocked', close: 'closed' },
  live: { sleep: 'asleep', fall: 'asleep', block: 'blocked', close: 'closed' },
  asleep: { admit: 'starting', wait: 'waiting', block: 'blocked', close: 'closed' },
  blocked: { unblock: 'asleep', close: 'closed' },
  closed: {},
}

/** The state after an event, or null where the event is not allowed. */
export const nextState = (state: SeatState, event: SeatEvent): SeatState | null => NEXT[state][event] ?? null

/** `seat.<word>`: the kind of evidence of each event. */
export const EVENT_WORDS: Readonly<Record<SeatEvent, string>> = {
  admit: 'admitted',
  wait: 'queued',
  open: 'opened',
  sleep: 'slept',
  fall: 'fell',
  block: 'blocked',
  unblock: 'unblocked',
  close: 'closed',
}

/** What may be lowered for a seat: the strictest of the settings and of every contract that it works under. */
export interface Quota {
  readonly memoryMib: number | null
  readonly diskMib: number | null
  readonly cpuSecondsPerDay: number | null
  readonly viewRowsPerDay: number | null
}

/** A contract may lower what the settings give, never raise it; 0 seconds of CPU in the settings are no quota. */
export function limitsFrom(settings: SandboxLimits, quotas: readonly Quota[]) {
  const least = (most: number, pick: (quota: Quota) => number | null) =>
    quotas.reduce((lowest, quota) => Math.min(lowest, pick(quota) ?? lowest), most)
  const cpu = least(settings.cpuSecondsPerDay || Infinity, (quota) => quota.cpuSecondsPerDay)
  return {
    memoryBytes: least(settings.memoryMib, (quota) => quota.memoryMib) * MIB,
    diskBytes: least(settings.diskMib, (quota) => quota.diskMib) * MIB,
    inodes: settings.inodes,
    processes: settings.processes,
    cpuSecondsPerDay: Number.isFinite(cpu) ? cpu : null,
    viewRowsPerDay: least(settings.viewRowsPerDay, (quota) => quota.viewRowsPerDay),
  }
}
const MIB = 1_048_576

export interface SandboxLimits {
  readonly memoryMib: number
  readonly diskMib: number
  readonly inodes: number
  readonly processes: number
  readonly cpuSecondsPerDay: number
  readonly viewRowsPerDay: number
}
