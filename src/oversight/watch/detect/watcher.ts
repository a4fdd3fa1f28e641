import type { WatchRuleView } from '../model.ts'
import type { About, Signal } from '../signals/model.ts'
import { MEASURES } from './measures.ts'
import { type Night, NO_NIGHT, type TimeZone, watchNight } from './night.ts'
import { createWindow, type Window } from './window.ts'

export type LiveRule = Pick<
  WatchRuleView,
  'id' | 'severity' | 'reaction' | 'threshold' | 'enabled' | 'version'
>

/** A rule that was reached. */
export interface Hit {
  readonly rule: LiveRule
  readonly about: About
  /** Users whose signals made it, the last one among them. */
  readonly users: readonly string[]
  readonly amount: number
  readonly leaves: readonly number[]
  /** When the act happened that reached it. */
  readonly at: number
}

/** The rules over a stream of signals: signal in, hits out, with small windows of its own. No clock, no database. */
export interface Watcher {
  feed(signal: Signal): readonly Hit[]
  setRules(rules: readonly LiveRule[]): void
  /** Windows held now. */
  readonly size: number
}

/** After so many signals, windows in which nothing counts any more are forgotten. */
const SWEEP_EVERY = 5_000
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

export function createWatcher(first: readonly LiveRule[], zone: TimeZone): Watcher {
  let rules = first
  let fed = 0
  let night: Night = NO_NIGHT
  const windows = new Map<string, Window>()

  const windowOf = (rule: LiveRule, key: string): Window => {
    const name = `${rule.id} ${rule.version} ${key}`
    const known = windows.get(name)
    if (known) return known
    const made = createWindow((rule.threshold.minutes ?? 60) * MINUTE_MS)
    windows.set(name, made)
    return made
  }

  const sweep = (now: number) => {
    for (const [name, window] of windows) if (window.last < now - DAY_MS) windows.delete(name)
  }

  const measured = (rule: LiveRule, signal: Signal): Hit | null => {
    const measure = MEASURES[rule.id]
    const key = measure?.per === 'space' ? 'space' : measure && signal.about[measure.per]
    if (!measure || key === undefined) return null
    const amount = measure.amount(signal, rule.threshold)
    if (amount <= 0) return null
    const window = windowOf(rule, key)
    window.add(signal.at, amount, signal.leaf, signal.about.userId)
    const sum = window.sum(signal.at)
    if (sum < (measure.limit === 'percent' ? 100 : (rule.threshold[measure.limit] ?? Infinity))) return null
    const { leaves, users } = window
    // Counted anew from here: one cause, one alert.
    window.clear()
    return { rule, about: signal.about, users, amount: Math.round(sum), leaves, at: signal.at }
  }

  const atNight = (rule: LiveRule, signal: Signal): Hit | null => {
    const seen = watchNight(night, signal, rule.threshold, zone)
    night = seen.night
    if (!seen.odd) return null
    const { about, at } = signal
    return { rule, about, users: [about.userId!], ...seen.odd, at }
  }

  return {
    feed(signal) {
      if (++fed % SWEEP_EVERY === 0) sweep(signal.at)
      return rules.flatMap((rule) => {
        if (!rule.enabled) return []
        const hit = rule.id === 'odd-hours' ? atNight(rule, signal) : measured(rule, signal)
        return hit ? [hit] : []
      })
    },
    setRules(changed) {
      rules = changed
    },
    get size() {
      return windows.size
    },
  }
}
