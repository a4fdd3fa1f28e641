import type { HiddenTask } from '../scheme/index.ts'
import type { QuotaView, RunKind, RunState } from './model.ts'

/** Sample runs cost little and help most; the bound keeps a loop from filling the disk with logs and artefacts. */
export const SAMPLES_PER_DAY = 30

export interface Spent {
  readonly kind: RunKind
  readonly state: RunState
  readonly counted: boolean
  readonly createdAt: number
}

/** A run that counts, or may come to count: what is under way is taken already, so that none is asked for too many. */
const takes = ({ state, counted }: Spent): boolean => state === 'queued' || state === 'running' || counted

export function quotaOf(
  task: Pick<HiddenTask, 'runsPerDay' | 'runsInAll'>,
  runs: readonly Spent[],
  dayBegan: number,
): QuotaView {
  const hidden = runs.filter((run) => run.kind === 'hidden' && takes(run))
  const today = (run: Spent) => run.createdAt >= dayBegan
  const leftInAll = Math.max(0, task.runsInAll - hidden.length)
  const leftToday = Math.max(0, task.runsPerDay - hidden.filter(today).length)
  const samples = runs.filter((run) => run.kind === 'sample' && today(run)).length
  return {
    perDay: task.runsPerDay,
    inAll: task.runsInAll,
    leftToday: Math.min(leftToday, leftInAll),
    leftInAll,
    samplesLeftToday: Math.max(0, SAMPLES_PER_DAY - samples),
  }
}

/** Midnight before a moment, as the clocks of a time zone show it. */
export function dayBegan(now: number, timeZone: string): number {
  const offset = (at: number): number => {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(at)
    const of = (type: string) => Number(parts.find((part) => part.type === type)!.value)
    const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
    return shown - Math.floor(at / 1000) * 1000
  }
  const local = now + offset(now)
  const midnight = local - (((local % DAY_MS) + DAY_MS) % DAY_MS)
  // The clocks may have been changed since midnight.
  return midnight - offset(midnight - offset(now))
}

const DAY_MS = 86_400_000
