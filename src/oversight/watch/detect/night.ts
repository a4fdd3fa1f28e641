import type { Signal } from '../signals/model.ts'
import type { Threshold } from './measures.ts'

/** What is known of the night that is passing: who did how many steps in its dead hours. */
export interface Night {
  readonly day: number
  readonly steps: ReadonlyMap<string, { readonly count: number; readonly leaves: readonly number[] }>
}

export const NO_NIGHT: Night = { day: -1, steps: new Map() }

const HOUR_MS = 3_600_000
const MOST_LEAVES = 20

/** Work in dead hours: odd where one does much and few others are awake. A night that many work through is not odd. */
export function watchNight(
  night: Night,
  signal: Signal,
  threshold: Threshold,
  zone: TimeZone,
): {
  readonly night: Night
  readonly odd: { readonly amount: number; readonly leaves: readonly number[] } | null
} {
  const { userId } = signal.about
  if (signal.kind !== 'worked' || userId === undefined) return { night, odd: null }
  const { from = 0, until = 0, steps: most = 1, crowd = 0 } = threshold
  const local = signal.at + zone(signal.at)
  const hour = Math.floor(local / HOUR_MS) % 24
  if (!within(hour, from, until)) return { night, odd: null }
  // A night that begins before midnight belongs to the day that it ends in.
  const day = Math.floor((local - (from > until && hour >= from ? from - 24 : 0) * HOUR_MS) / (24 * HOUR_MS))
  const steps = new Map(night.day === day ? night.steps : [])
  const before = steps.get(userId)
  const count = (before?.count ?? 0) + 1
  const leaves = [...(before?.leaves ?? []), ...(signal.leaf === null ? [] : [signal.leaf])].slice(
    -MOST_LEAVES,
  )
  steps.set(userId, { count, leaves })
  const odd = count === most && steps.size <= crowd ? { amount: count, leaves } : null
  return { night: { day, steps }, odd }
}

const within = (hour: number, from: number, until: number): boolean =>
  from <= until ? hour >= from && hour < until : hour >= from || hour < until

/** ms that a zone is ahead of UTC at a moment. */
export type TimeZone = (at: number) => number

/** Looked up once for each quarter of an hour: zones change at no other moments, and signals come by the thousand. */
export function timeZone(name: string): TimeZone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const QUARTER_MS = 900_000
  let known = { quarter: -1, ahead: 0 }
  return (at) => {
    const quarter = Math.floor(at / QUARTER_MS)
    if (quarter !== known.quarter) {
      const part = Object.fromEntries(
        format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
      )
      const local = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second)
      known = { quarter, ahead: local - Math.floor(at / 1000) * 1000 }
    }
    return known.ahead
  }
}
