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
 * The contest of 2024 from announcement to certificates, through the API alone: 593 entries of 716 bodies and 2,212
 * people, 455 admitted, 60 experts, 70 finalists, 10, 24 and 36 prizes. The numbers are those of the real event (People's
 * Daily Online, 2024-10-12); each run of the tests goes the same way with a fourteenth of the teams.
 */
const FULL = process.env.XINYU_LONG_TESTS === '1'
const SIZE = FULL
  ? {
      teams: 593,
      people: 2212,
      bodies: 716,
      admitted: 455,
      semi: 180,
      finalists: 70,
      experts: 60,
      prizes: [10, 24, 36],
    }
  : {
      teams: 42,
      people: 158,
      bodies: 51,
      admitted: 33,
      semi: 13,
      finalists: 5,
      experts: 10,
      prizes: [1, 2, 2],
    }
const MINUTE = 60_000
const DAY = 1440 * MINUTE

let demo: SmallDemo
let clock: ContestClock
let origin: string
let scheme: Scheme
let contestId: string
let teams: EnteredTeam[]
let experts: ExpertUser[]
const course = (): Course => ({ origin, clock, scheme, contestId, teams, experts })
const as = (login: string) => officeOf({ origin }, login)
const organiser = () => as('organiser')

beforeAll(async () => {
  clock = contestClock()
  demo = await smallDemo(undefined, clock)
  origin = await demo.serve()
  scheme = sized(exampleScheme('national-2024', clock.now()))
}, 600_000)
afterAll(() => demo?.end())

/** The example with the quotas and prizes of this run. */
function sized(example: Scheme): Scheme {
  const [preliminary, semi] = example.rounds
  return {
    ...example,
    rounds: [
      { ...preliminary!, quota: { ...preliminary!.quota, total: SIZE.semi } },
      { ...semi!, quota: { ...semi!.quota, total: SIZE.finalists } },
    ],
    awards: example.awards.map((award, at) => ({ ...award, count: SIZE.prizes[at]! })),
  }
}

describe('a national contest', () => {
  test('is announced and read by everybody', async () => {
    const office = await organiser()
    const made = await office.post<{ id: string }>('/contests', { code: 'national-2024', scheme })
    contestId = made.id
    expect((await fetch(`${origin}/contest/national-2024`)).status).toBe(404)
    await office.post(`/contests/${contestId}/publish`)
    const page = await fetch(`${origin}/contest/national-2024`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain(scheme.titleZh)
  })

  test(`${SIZE.teams} teams with ${SIZE.people} people of ${SIZE.bodies} bodies enter`, {
    timeout: 1_800_000,
  }, async () => {
    clock.to(scheme.entry.opensAt + MINUTE)
    const plans = planTeams({ ...SIZE, divisions: scheme.divisions.map(({ code }) => code) })
    teams = await inTurns(plans, 8, (plan) => enterTeam(origin, contestId, plan))
    const { total, counts } = await (await organiser()).get<{
      total: number
      counts: { states: Record<string, number> }
    }>(`/contests/${contestId}/entries?limit=1`)
    expect([total, counts.states.submitted]).toEqual([SIZE.teams, SIZE.teams])
    expect(new Set(teams.map(({ number }) => number)).size).toBe(SIZE.teams)
  })

  test(`${SIZE.admitted} are admitted, the others told why not`, { timeout: 600_000 }, async () => {
    const office = await organiser()
    const ids = teams.map(({ id }) => id)
    const decide = (decision: string, some: readonly string[], reason = '') =>
      office.post<{ done: string[]; refused: unknown[] }>(`/contests/${contestId}/entries/decide`, {
        teams: some,
        decision,
        reason,
      })
    const yes = await decide('admit', ids.slice(0, SIZE.admitted))
    const no = await decide('reject', ids.slice(SIZE.admitted), '材料不全，且超过补正期限。')
    expect([yes.done.length, yes.refused, no.done.length]).toEqual([
      SIZE.admitted,
      [],
      SIZE.teams - SIZE.admitted,
    ])
  })

  test('the teams hand their works in, and nothing after the deadline', { timeout: 1_200_000 }, async () => {
    const { submission } = scheme.rounds[0]!
    clock.to(submission.opensAt + DAY)
    await worksOf(course(), 'preliminary', teams.slice(0, SIZE.admitted - 1))
    clock.to(submission.closesAt + submission.graceMs + MINUTE)
    const late = teams[SIZE.admitted - 1]!
    await expect(worksOf(course(), 'preliminary', [late])).rejects.toMatchObject({ status: 409 })
    const { items } = await (await organiser()).get<{ items: { submittedAt: number | null }[] }>(
      `/contests/${contestId}/works?round=preliminary&limit=200`,
    )
    expect(items.length).toBeGreaterThan(0)
  })

  test(`${SIZE.experts} experts judge them blind`, { timeout: 3_600_000 }, async () => {
    const operator = (await (await organiser()).get<{ participant: { id: string } }>('/session')).participant
    experts = await inviteExperts(origin, await as('sysadmin'), operator.id, SIZE.experts)
    await poolAndPanel(course(), 'preliminary')
    await judged(course(), 'preliminary', SIZE.admitted - 1)
  })

  test(`${SIZE.semi} go on, hand in again and are judged again; ${SIZE.finalists} are left`, {
    timeout: 3_600_000,
  }, async () => {
    const going = await shortList(course(), 'preliminary', SIZE.semi)
    const { submission } = scheme.rounds[1]!
    clock.to(submission.opensAt + DAY)
    await worksOf(
      course(),
      'semi_final',
      teams.filter(({ id }) => going.has(id)),
    )
    const out = teams.find(({ id }, at) => at < SIZE.admitted && !going.has(id))!
    await expect(worksOf(course(), 'semi_final', [out])).rejects.toMatchObject({ status: 403 })
    clock.to(submission.closesAt + submission.graceMs + MINUTE)
    await poolAndPanel(course(), 'semi_final')
    await judged(course(), 'semi_final', SIZE.semi)
    expect((await shortList(course(), 'semi_final', SIZE.finalists)).size).toBe(SIZE.finalists)
  })

  test('the finalists draw their order by lot and defend their works', { timeout: 1_800_000 }, async () => {
    const heard = await finalOf(course(), 'contest', 7)
    expect(heard).toBe(SIZE.finalists)
  })

  test(`${SIZE.prizes.join(', ')} prizes are awarded, and each certificate verifies offline`, {
    timeout: 1_200_000,
  }, async () => {
    const items = await awardAll(course())
    expect(
      ['first', 'second', 'third'].map((code) => items.filter(({ award }) => award === code).length),
    ).toEqual(SIZE.prizes)
    const winner = teams.find(({ id: team }) => team === items[0]!.teamId)!
    const { paper, receipt } = await certificateOf(course(), winner)
    const verdict = verifyReceipt(receipt)
    if (!verdict.ok) throw new Error(`${verdict.where}: ${verdict.why}`)
    expect(verifyResult(verdict, paper)).toEqual({ ok: true })
    expect(verifyResult(verdict, Buffer.concat([paper, Buffer.from(' ')]))).toMatchObject({ ok: false })
    const front = await fetch(`${origin}/contest/national-2024/results`)
    expect(await front.text()).toContain(`示例队${winner.plan.at + 1}`)
  })

  test('the ranking is counted again from the evidence by an auditor', { timeout: 600_000 }, async () => {
    const auditor = await as('auditor')
    for (const round of ['preliminary', 'semi_final']) {
      const again = await auditor.get<{ ok: boolean }>(`/contests/${contestId}/rounds/${round}/recompute`)
      expect([round, again.ok]).toEqual([round, true])
    }
  })
})
