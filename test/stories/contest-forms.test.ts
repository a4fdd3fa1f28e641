import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Scheme, exampleScheme } from '../../src/contest/scheme/index.ts'
import { verifyReceipt, verifyResult } from '../../src/safeguard/evidence/verifier/index.ts'
import { type ContestClock, contestClock } from '../support/contest/clock.ts'
import {
  awardAll,
  certificateOf,
  type Course,
  finalOf,
  judged,
  officeOf,
  poolAndPanel,
  shortList,
  worksOf,
} from '../support/contest/course.ts'
import { type EnteredTeam, enterTeam, inTurns, planTeams } from '../support/contest/entrants.ts'
import { type ExpertUser, inviteExperts } from '../support/contest/experts.ts'
import { type SmallDemo, smallDemo } from '../support/small-demo.ts'

/**
 * The two other forms, small, from the announcement to the certificates: that of 2025 (thirteen fields, one short list
 * over all) and that of Hainan (six tracks of five and one, and a session of students; lists, lots and prizes for each).
 * The form of 2024 has a story of its own, which each run of the tests goes.
 */
const LONG = process.env.XINYU_LONG_TESTS === '1'
const MINUTE = 60_000
const DAY = 1440 * MINUTE

interface Form {
  readonly code: 'national-2025' | 'hainan'
  readonly from: number
  readonly teams: number
  readonly experts: number
  readonly finalists: number
  readonly judges: number
  readonly draws: 'contest' | 'division'
  readonly prizes: readonly number[]
  readonly sized: (example: Scheme) => Scheme
}

const FORMS: readonly Form[] = [
  {
    code: 'national-2025',
    from: 0,
    teams: 16,
    experts: 13,
    finalists: 6,
    judges: 7,
    draws: 'contest',
    prizes: [1, 2, 3],
    // The hidden test has a story of its own (src/contest/scoring); here the defence and the reviews decide.
    sized: (example) => ({
      ...example,
      rounds: [{ ...example.rounds[0]!, quota: { ...example.rounds[0]!.quota, total: 6 } }],
      final: { ...example.final!, tasks: [], weights: { defence: 0.7, hiddenTest: 0, review: 0.3 } },
      awards: example.awards.map((award, at) => ({ ...award, count: [1, 2, 3][at]! })),
    }),
  },
  {
    code: 'hainan',
    from: 1000,
    teams: 14,
    experts: 7,
    finalists: 14,
    judges: 5,
    draws: 'division',
    prizes: [7, 7, 0],
    sized: (example) => example,
  },
]

describe.skipIf(!LONG)('the other forms (skipped: part of npm run test:long)', () => {
  let demo: SmallDemo
  let clock: ContestClock
  let origin: string

  beforeAll(async () => {
    clock = contestClock()
    demo = await smallDemo(undefined, clock)
    origin = await demo.serve()
  }, 600_000)
  afterAll(() => demo?.end())

  test.each(FORMS)(
    '$code: from the announcement to the certificates',
    { timeout: 1_800_000 },
    async (form) => {
      const scheme = form.sized(exampleScheme(form.code, clock.now()))
      const office = await officeOf({ origin })
      const { id: contestId } = await office.post<{ id: string }>('/contests', { code: form.code, scheme })
      await office.post(`/contests/${contestId}/publish`)
      clock.to(scheme.entry.opensAt + MINUTE)
      const divisions = scheme.divisions.map(({ code }) => code)
      const size = {
        teams: form.teams,
        people: form.teams * 2,
        bodies: form.teams,
        divisions,
        studentDivisions: scheme.divisions.filter(({ studentsOnly }) => studentsOnly).map(({ code }) => code),
        from: form.from,
      }
      const teams: EnteredTeam[] = await inTurns(planTeams(size), 8, (plan) =>
        enterTeam(origin, contestId, plan),
      )
      const admitted = await office.post<{ done: string[] }>(`/contests/${contestId}/entries/decide`, {
        teams: teams.map(({ id }) => id),
        decision: 'admit',
        reason: '',
      })
      expect(admitted.done.length).toBe(form.teams)

      const { participant } = await office.get<{ participant: { id: string } }>('/session')
      const experts: ExpertUser[] = await inviteExperts(
        origin,
        await officeOf({ origin }, 'sysadmin'),
        participant.id,
        form.experts,
        form.code,
      )
      const course: Course = { origin, clock, scheme, contestId, teams, experts }
      const round = scheme.rounds[0]!
      clock.to(Math.max(round.submission.opensAt, scheme.entry.opensAt) + DAY)
      await worksOf(course, round.code, teams)
      clock.to(round.submission.closesAt + round.submission.graceMs + MINUTE)
      await poolAndPanel(course, round.code)
      await judged(course, round.code, form.teams)
      expect((await shortList(course, round.code, form.finalists)).size).toBe(form.finalists)
      expect(await finalOf(course, form.draws, form.judges)).toBe(form.finalists)

      const awards = await awardAll(course)
      const given = ['first', 'second', 'third'].map(
        (code) => awards.filter(({ award }) => award === code).length,
      )
      expect(given).toEqual(form.prizes)
      const winner = teams.find(({ id }) => id === awards[0]!.teamId)!
      const { paper, receipt } = await certificateOf(course, winner)
      const verdict = verifyReceipt(receipt)
      if (!verdict.ok) throw new Error(`${verdict.where}: ${verdict.why}`)
      expect(verifyResult(verdict, paper)).toEqual({ ok: true })
      const again = await (await officeOf({ origin }, 'auditor')).get<{ ok: boolean }>(
        `/contests/${contestId}/rounds/${round.code}/recompute`,
      )
      expect(again.ok).toBe(true)
    },
  )
})
