import { describe, expect, test } from 'vitest'
import { SHIPPED_RULES } from '../rules/shipped.ts'
import { type ReadEntry, signalsOf } from '../signals/entries.ts'
import { ofCanary, ofOpinion } from '../signals/events.ts'
import type { Signal } from '../signals/model.ts'
import { timeZone } from './night.ts'
import { createWatcher, type LiveRule } from './watcher.ts'
import { id, MONDAY, normalWeek } from './week.fixture.ts'

const RULES: LiveRule[] = SHIPPED_RULES.map((rule) => ({ ...rule, enabled: true, version: 1 }))
const MINUTE = 60_000
const HOUR = 3_600_000
const NOON = MONDAY + 2 * 24 * HOUR + 12 * HOUR

const watcher = (rules = RULES) => createWatcher(rules, timeZone('Asia/Shanghai'))
const who = { seatId: id('s', 1), userId: id('u', 1), projectId: id('p', 1), consumerId: id('b', 1) }
const fired = (signals: readonly Signal[], rules = RULES) => {
  const watching = watcher(rules)
  return signals.flatMap((signal) => watching.feed(signal))
}
/** A small week, made once. */
const WEEK = normalWeek(11, 20).signals
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))

const cell = (at: number, payload: ReadEntry['payload'], over: Partial<typeof who> = {}): Signal[] => {
  const { userId, seatId: seat } = { ...who, ...over }
  const subject = { seat, consumer: who.consumerId }
  return signalsOf({
    leaf: leaf++,
    at,
    kind: 'seat.cell_ended',
    userId,
    participantId: who.consumerId,
    subject,
    payload,
  })
}
let leaf = 0
const entry = (kind: string, at: number, payload: ReadEntry['payload'], subject = {}): Signal[] =>
  signalsOf({
    leaf: leaf++,
    at,
    kind,
    userId: who.userId,
    participantId: who.consumerId,
    subject: { project: who.projectId, consumer: who.consumerId, ...subject },
    payload,
  })
const limit = (rule: string, name: string) => RULES.find(({ id }) => id === rule)!.threshold[name]!

/** For each rule the behaviour that it is for, just enough to reach it. */
const PLANTED: Readonly<Record<string, () => Signal[]>> = {
  views: () =>
    times(15, (i) => cell(NOON + i * 30_000, { state: 'ok', rows: limit('views', 'rows') / 15 })).flat(),
  releases: () =>
    times(5, (i) =>
      entry('run.released', NOON + i * HOUR, { result: { rows: limit('releases', 'rows') / 5, bytes: 10 } }),
    ).flat(),
  downloads: () =>
    times(limit('downloads', 'downloads'), (i) =>
      entry('run.downloaded', NOON + i * MINUTE, { bytes: 9 }),
    ).flat(),
  'odd-hours': () =>
    times(limit('odd-hours', 'steps'), (i) =>
      cell(MONDAY + 26.5 * HOUR + i * MINUTE, { state: 'ok', rows: 0 }),
    ).flat(),
  refusals: () =>
    times(limit('refusals', 'refusals'), (i) =>
      entry(i % 2 ? 'run.refused' : 'run.denied', NOON + i * 20_000, {}),
    ).flat(),
  differencing: () =>
    times(limit('differencing', 'runs'), (i) =>
      entry('run.checked', NOON + i * 4 * MINUTE, { check: [{ rule: 'history', result: { near: 2 } }] }),
    ).flat(),
  escape: () => entry('seat.escape_tried', NOON, { what: 'syscall:ptrace' }, { seat: who.seatId }),
  canary: () => [ofCanary(NOON, who)],
  privileges: () =>
    entry(
      'user.roles_changed',
      NOON,
      { before: ['developer'], after: ['security_officer'] },
      { user: id('u', 7) },
    ),
  'two-places': () => entry('session.opened', NOON, { elsewhereMs: MINUTE }),
  'view-cap': () =>
    times(
      limit('view-cap', 'times'),
      (i) => cell(NOON + i * MINUTE, { state: 'ok', rows: 0, capped: true }).at(-1)!,
    ),
  imports: () =>
    times(limit('imports', 'times'), (i) => entry('import.refused', NOON + i * HOUR, null)).flat(),
  spinning: () =>
    times(limit('spinning', 'cells'), (i) => cell(NOON + i * 10 * MINUTE, { state: 'time', rows: 0 })).flat(),
  unwitnessed: () => entry('evidence.quorum_lost', NOON, {}),
  'hasty-checker': () =>
    times(limit('hasty-checker', 'opinions'), (i) =>
      ofOpinion(NOON + i * MINUTE, { checkerId: who.userId, lookedMs: i === 0 ? null : 3_000 }),
    ),
}

test('every rule has a behaviour planted for it, and no other', () => {
  expect(Object.keys(PLANTED).sort()).toEqual(RULES.map(({ id }) => id).sort())
})

describe.each(Object.keys(PLANTED))('%s', (rule) => {
  test('fires on its planted behaviour, once, and nothing else does', () => {
    const hits = fired(PLANTED[rule]!())
    expect(hits.map((hit) => hit.rule.id)).toEqual([rule])
    expect(hits[0]!.amount).toBeGreaterThanOrEqual(1)
  })

  test('one signal less does not reach it', () => {
    const signals = PLANTED[rule]!()
    expect(fired(signals.slice(0, -1)).map((hit) => hit.rule.id)).toEqual([])
  })

  test('does not fire while it is switched off', () => {
    expect(
      fired(
        PLANTED[rule]!(),
        RULES.map((one) => ({ ...one, enabled: one.id !== rule })),
      ),
    ).toEqual([])
  })

  test('fires amid a normal week too', () => {
    const all = [...WEEK, ...PLANTED[rule]!()].toSorted((a, b) => a.at - b.at)
    expect(fired(all).map((hit) => hit.rule.id)).toEqual([rule])
  })
})

describe('a normal week of 200 teams', () => {
  test.each([1, 42])('sets off nothing (seed %i)', { timeout: 120_000 }, (seed) => {
    const { signals, counts } = normalWeek(seed)
    // The week must be one: else silence would prove nothing.
    expect(signals.length).toBeGreaterThan(150_000)
    expect(counts['seat.cell_ended']).toBeGreaterThan(80_000)
    expect(counts['run.refused']).toBeGreaterThan(5_000)
    const atNight = signals.filter(({ at }) => (at - MONDAY) % (24 * HOUR) < 3 * HOUR)
    expect(atNight.length).toBeGreaterThan(1_000)
    expect(fired(signals).map(({ rule, about, amount }) => ({ rule: rule.id, about, amount }))).toEqual([])
  })
})

test('a night in which many work is not odd, and one who works alone is', () => {
  const night = (users: number) =>
    times(80, (i) =>
      times(users, (user) =>
        cell(MONDAY + 26.5 * HOUR + i * MINUTE, { state: 'ok', rows: 0 }, { userId: id('u', user) }),
      ),
    ).flat(2)
  expect(fired(night(40))).toEqual([])
  expect(fired(night(2)).map((hit) => hit.about.userId)).toEqual([id('u', 0), id('u', 1)])
})

test('the sum slides: the same spread over more time does not reach the limit', () => {
  const slow = times(25, (i) => entry('run.refused', NOON + i * 2 * MINUTE, {})).flat()
  expect(fired(slow)).toEqual([])
})

test('one cause makes one hit; going on makes the next one', () => {
  const hits = fired(times(60, (i) => entry('run.refused', NOON + i * 1000, {})).flat())
  expect(hits).toHaveLength(2)
  expect(hits[0]!.leaves.length).toBeLessThanOrEqual(20)
})

test('windows that nothing counts in any more are forgotten', () => {
  const watching = watcher()
  for (let i = 0; i < 10_000; i++)
    watching.feed(
      cell(MONDAY + i * MINUTE, { state: 'time', rows: 1 }, { seatId: id('s', i), userId: id('u', i) })[1]!,
    )
  expect(watching.size).toBeLessThan(7_000)
})
