import { createRng, type Rng } from './rng.fixture.ts'
import { type ReadEntry, signalsOf } from '../signals/entries.ts'
import { ofOpinion } from '../signals/events.ts'
import type { Signal } from '../signals/model.ts'

/**
 * A week of a contest as it is meant to be: 200 teams of three, office hours with breaks, some who work late and, in the
 * last two nights, a third of all teams; queries with typing errors, cells that run too long now and then, files that go
 * out, downloads, staff who are given roles. Made of entries and events as the rooms write them, from a fixed seed.
 */
export interface Week {
  readonly signals: readonly Signal[]
  readonly counts: Readonly<Record<string, number>>
}

const DAY = 86_400_000
const HOUR = 3_600_000
const MINUTE = 60_000
/** Monday 2026-06-01, midnight in Shanghai. */
export const MONDAY = Date.UTC(2026, 4, 31, 16)

export const TEAMS = 200
const MEMBERS = 3

export const id = (kind: string, n: number): string =>
  `00000000-0000-7000-8${kind.charCodeAt(0).toString(16).padStart(3, '0')}-${String(n).padStart(12, '0')}`

export function normalWeek(seed: number, teams = TEAMS): Week {
  const rng = createRng(seed)
  const signals: Signal[] = []
  const counts: Record<string, number> = {}
  let leaf = 0
  const entry = (read: Omit<ReadEntry, 'leaf' | 'participantId'>, body: string) => {
    counts[read.kind] = (counts[read.kind] ?? 0) + 1
    signals.push(...signalsOf({ ...read, leaf: leaf++, participantId: body }))
  }
  const event = (kind: string, made: Signal) => {
    counts[kind] = (counts[kind] ?? 0) + 1
    signals.push(made)
  }
  for (let team = 0; team < teams; team++) {
    const late = rng.chance(0.05)
    const rushes = rng.chance(1 / 3)
    for (let day = 0; day < 7; day++) {
      if (day >= 5 && !rushes && rng.chance(0.5)) continue
      const staysUp = (late && rng.chance(0.4)) || (rushes && day >= 5)
      for (let member = 0; member < MEMBERS; member++) {
        if (!rng.chance(0.7)) continue
        workDay({ rng, team, member, midnight: MONDAY + day * DAY, staysUp, entry, event })
      }
    }
  }
  staff(rng, entry, event)
  return { signals: signals.toSorted((a, b) => a.at - b.at), counts }
}

interface Day {
  readonly rng: Rng
  readonly team: number
  readonly member: number
  readonly midnight: number
  readonly staysUp: boolean
  readonly entry: (read: Omit<ReadEntry, 'leaf' | 'participantId'>, body: string) => void
  readonly event: (kind: string, made: Signal) => void
}

function workDay({ rng, team, member, midnight, staysUp, entry }: Day): void {
  const [body, project, seat] = [id('b', team), id('p', team), id('s', team)]
  const userId = id('u', team * MEMBERS + member)
  const subject = { project, consumer: body, run: id('r', team) }
  let at = midnight + 8.5 * HOUR + rng.below(2 * HOUR)
  const end = midnight + (staysUp ? 24 * HOUR + rng.below(3 * HOUR) : 18 * HOUR + rng.below(4 * HOUR))
  // Who was still signed in at home in the morning comes from another place hours later.
  const elsewhereMs = rng.chance(0.2) ? (4 + rng.below(60)) * MINUTE : null
  entry({ kind: 'session.opened', at, userId, subject: { user: userId }, payload: { elsewhereMs } }, body)
  // A few who have looked at all that they may, and try some more before they let it be.
  let beyond = rng.chance(0.02) ? 1 + rng.below(6) : 0
  while (at < end) {
    const burst = 3 + rng.below(12)
    for (let n = 0; n < burst && at < end; n++) {
      at += 20_000 + rng.below(4 * MINUTE)
      if (rng.chance(0.7)) at = cell(at)
      else query(at)
    }
    at += 10 * MINUTE + rng.below(90 * MINUTE)
  }
  if (rng.chance(0.15)) for (let n = 1 + rng.below(8); n > 0; n--) download(end - rng.below(3 * HOUR))
  const brought = { project, consumer: body }
  if (rng.chance(0.03))
    entry({ kind: 'import.refused', at: end - HOUR, userId: null, subject: brought, payload: {} }, body)
  // A pool of processes that is too large, found out and mended.
  if (rng.chance(0.01)) {
    const payload = { what: 'processes' }
    entry(
      { kind: 'seat.escape_tried', at: end - 2 * HOUR, userId: null, subject: { ...brought, seat }, payload },
      body,
    )
  }

  /** When it is over: a cell that runs into the limit keeps its user waiting for as long. */
  function cell(at: number): number {
    const shows = rng.chance(0.5)
    // A head or a sample, a whole group table now and then.
    const rows = shows ? (rng.chance(0.1) ? 50 + rng.below(200) : 5 + rng.below(20)) : 0
    const state = rng.chance(0.004) ? 'time' : rng.chance(0.12) ? 'error' : 'ok'
    const payload = { state, rows, capped: beyond > 0 && rows > 0 }
    if (payload.capped) beyond--
    const cellOf = { seat, consumer: body }
    entry({ kind: 'seat.cell_ended', at, userId, subject: cellOf, payload }, body)
    return state === 'time' ? at + 10 * MINUTE : at
  }
  function query(at: number) {
    if (rng.chance(0.25)) {
      entry({ kind: 'run.refused', at, userId, subject, payload: { code: 'SQL' } }, body)
      return
    }
    if (rng.chance(0.03)) {
      entry({ kind: 'run.denied', at, userId, subject, payload: {} }, body)
      return
    }
    entry({ kind: 'run.granted', at, userId, subject, payload: {} }, body)
    const near = rng.chance(0.06) ? 1 + rng.below(3) : 0
    const check = [{ rule: 'history', result: { near } }]
    entry({ kind: 'run.checked', at: at + 900, userId, subject, payload: { check } }, body)
    const rows = 5 + rng.below(300)
    const result = { rows, bytes: rows * 60 }
    entry({ kind: 'run.released', at: at + 1000, userId, subject, payload: { result } }, body)
  }
  function download(at: number) {
    entry(
      { kind: 'run.downloaded', at, userId, subject, payload: { bytes: 20_000 + rng.below(400_000) } },
      body,
    )
  }
}

/** Checkers, officers and the roles that they give in a week. */
function staff(rng: Rng, entry: Day['entry'], event: Day['event']): void {
  for (let checker = 0; checker < 12; checker++) {
    for (let day = 0; day < 7; day++) {
      for (let n = 0; n < 15; n++) {
        const at = MONDAY + day * DAY + 9 * HOUR + rng.below(9 * HOUR)
        // Most take minutes; a picture is seen at a glance once in a while.
        const lookedMs = rng.chance(0.02) ? 4_000 + rng.below(6_000) : 30_000 + rng.below(40 * MINUTE)
        event('airlock.opinion', ofOpinion(at, { checkerId: id('c', checker), lookedMs }))
      }
    }
  }
  for (let n = 0; n < 60; n++) {
    const at = MONDAY + rng.below(7) * DAY + 10 * HOUR + rng.below(6 * HOUR)
    const role = rng.chance(0.2)
      ? ['data_officer']
      : rng.chance(0.3)
        ? ['output_checker', 'expert']
        : ['developer']
    const user = id('u', rng.below(TEAMS * MEMBERS))
    const payload = { before: [], after: role }
    entry({ kind: 'user.roles_changed', at, userId: id('o', 1), subject: { user }, payload }, id('b', 999))
  }
}
