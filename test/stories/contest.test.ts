import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Scheme, exampleScheme } from '../../src/contest/scheme/index.ts'
import { verifyReceipt } from '../../src/safeguard/evidence/verifier/index.ts'
import { type Client, createClient, demoClient } from '../support/client.ts'
import { type ContestClock, contestClock } from '../support/contest/clock.ts'
import { atTheDoor, type EnteredTeam, enterTeam, inTurns, planTeams } from '../support/contest/entrants.ts'
import {
  assignAll,
  type ExpertUser,
  inviteExperts,
  jobDone,
  judgeAll,
  signedIn,
} from '../support/contest/experts.ts'
import { defendAll } from '../support/contest/final.ts'
import { handIn } from '../support/contest/works.ts'
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
const as = (login: string): Promise<Client> => demoClient(origin, login)
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

/** How good a work is, known to nobody: what experts see leads them to it, each by an own measure. */
const worth = (text: string): number => 40 + (createHash('sha256').update(text).digest()[0]! / 255) * 50
const pointsOf = (text: string, expert: number, criterion: number): number =>
  Math.round(Math.min(100, Math.max(0, worth(text) + ((expert * 7 + criterion * 3) % 9) - 4)) * 100) / 100

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
    await worksOf('preliminary', teams.slice(0, SIZE.admitted - 1))
    clock.to(submission.closesAt + submission.graceMs + MINUTE)
    const late = teams[SIZE.admitted - 1]!
    await expect(worksOf('preliminary', [late])).rejects.toMatchObject({ status: 409 })
    const { items } = await (await organiser()).get<{ items: { submittedAt: number | null }[] }>(
      `/contests/${contestId}/works?round=preliminary&limit=200`,
    )
    expect(items.length).toBeGreaterThan(0)
  })

  test(`${SIZE.experts} experts judge them blind`, { timeout: 3_600_000 }, async () => {
    const operator = (await (await organiser()).get<{ participant: { id: string } }>('/session')).participant
    experts = await inviteExperts(origin, await as('sysadmin'), operator.id, SIZE.experts)
    await poolAndPanel('preliminary')
    await judged('preliminary', SIZE.admitted - 1)
  })

  test(`${SIZE.semi} go on, hand in again and are judged again; ${SIZE.finalists} are left`, {
    timeout: 3_600_000,
  }, async () => {
    const going = await shortList('preliminary', SIZE.semi)
    const { submission } = scheme.rounds[1]!
    clock.to(submission.opensAt + DAY)
    await worksOf(
      'semi_final',
      teams.filter(({ id }) => going.has(id)),
    )
    const out = teams.find(({ id }, at) => at < SIZE.admitted && !going.has(id))!
    await expect(worksOf('semi_final', [out])).rejects.toMatchObject({ status: 403 })
    clock.to(submission.closesAt + submission.graceMs + MINUTE)
    await poolAndPanel('semi_final')
    await judged('semi_final', SIZE.semi)
    expect((await shortList('semi_final', SIZE.finalists)).size).toBe(SIZE.finalists)
  })

  test('the finalists draw their order by lot and defend their works', { timeout: 1_800_000 }, async () => {
    const office = await organiser()
    const url = `/contests/${contestId}/final`
    const me = await office.get<{ user: { id: string } }>('/session')
    await office.put(url, { offers: [], presidingId: me.user.id })
    await office.post(`${url}/take`)
    await poolAndPanel('final', 7)
    await office.post(`${url}/draw`, { scope: 'contest' })
    await office.post(`${url}/draw/make`, { words: [] })
    const shown = await createClient(origin).get<{ draws: { verified: unknown }[] }>(
      `/contest-front/hall/${contestId}/draw`,
    )
    expect(shown.draws[0]!.verified).toMatchObject({ commitment: true })
    clock.to(scheme.final!.opensAt + MINUTE)
    const judges = await inTurns(experts.slice(0, 7), 4, (expert) => signedIn(origin, expert))
    const heard = await defendAll(await organiser(), judges, contestId, pointsOf)
    expect(heard).toBe(SIZE.finalists)
    await (await organiser()).post(`/contests/${contestId}/stage/release`)
  })

  test(`${SIZE.prizes.join(', ')} prizes are awarded, and each certificate verifies offline`, {
    timeout: 1_200_000,
  }, async () => {
    const [office, second] = [await organiser(), await as('organiser2')]
    const lists = `/contests/${contestId}/award-lists`
    const { id } = await office.post<{ id: string }>(lists, {})
    await second.post(`${lists}/${id}/check`, {})
    const { items } = await office.get<{ items: { award: string; teamId: string; number: string }[] }>(
      `/contests/${contestId}/awards?limit=200`,
    )
    expect(
      ['first', 'second', 'third'].map((code) => items.filter(({ award }) => award === code).length),
    ).toEqual(SIZE.prizes)
    const made = await office.post<{ jobId: string }>(`/contests/${contestId}/certificates`)
    await jobDone(office, made.jobId)
    const winner = teams.find(({ id: team }) => team === items[0]!.teamId)!
    const captain = await atTheDoor(origin, winner.plan.people[0]!.phone)
    const paper = await captain.raw(`/contest/${contestId}/certificate`)
    expect(paper.headers.get('content-type')).toContain('application/pdf')
    const receipt = await captain.get<unknown>(`/contest/${contestId}/certificate/receipt`)
    expect(JSON.stringify(receipt)).toContain(
      createHash('sha256')
        .update(Buffer.from(await paper.arrayBuffer()))
        .digest('hex'),
    )
    expect(verifyReceipt).toBeTypeOf('function')
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

async function worksOf(round: string, some: readonly EnteredTeam[]): Promise<void> {
  await inTurns(some, 6, async ({ plan }) => {
    const captain = await atTheDoor(origin, plan.people[0]!.phone)
    await handIn(captain, contestId, round, plan.at)
  })
}

/** Experts into the pool and onto the panel of a round; each declares that nothing stands in the way. */
async function poolAndPanel(round: string, most = experts.length): Promise<void> {
  const office = await organiser()
  const fields = scheme.divisions.map(({ code }) => code)
  for (const { userId, at } of experts)
    await office.put(`/contests/${contestId}/experts/${userId}`, {
      name: `评委${at + 1}`,
      fields: [fields[at % fields.length]!],
      maxLoad: 500,
      bodies: [{ name: `评委单位${at + 1}` }],
    })
  const { items } = await office.get<{ items: { id: string; userId: string }[] }>(
    `/contests/${contestId}/panel/${round}/experts?limit=200`,
  )
  const order = new Map(experts.map(({ userId, at }) => [userId, at]))
  const chosen = items.filter(({ userId }) => (order.get(userId) ?? most) < most).map(({ id }) => id)
  await office.put(`/contests/${contestId}/panel/${round}`, { expertIds: chosen })
  await inTurns(experts.slice(0, most), 4, async (expert) => {
    const client = await signedIn(origin, expert)
    await client.post(`/desk/panels/${contestId}/${round}`, { conflicts: [] })
  })
}

/** Blind copies, assignment, and every sheet of a round. */
async function judged(round: string, works: number): Promise<void> {
  const reviews = works * 5
  const office = await organiser()
  const copies = await office.post<{ jobId: string }>(`/contests/${contestId}/panel/${round}/copies`)
  await jobDone(office, copies.jobId)
  const load = Math.ceil(reviews / experts.length)
  const { lacking, loads } = await assignAll(office, contestId, round, {
    minLoad: Math.max(0, Math.floor(reviews / experts.length) - 1),
    maxLoad: load + 1,
  })
  expect(lacking).toBe(0)
  expect(loads.reduce((sum, one) => sum + one.load, 0)).toBe(reviews)
  clock.to(scheme.rounds.find(({ code }) => code === round)!.review.opensAt + MINUTE)
  const sheets = await inTurns(experts, 4, async (expert) =>
    judgeAll(await signedIn(origin, expert), contestId, round, (text, criterion) =>
      pointsOf(text, expert.at, criterion),
    ),
  )
  expect(sheets.reduce((sum, one) => sum + one, 0)).toBe(reviews)
}

/** Ranking, short list by quota and publication of a round: the teams that go on. */
async function shortList(round: string, quota: number): Promise<Set<string>> {
  clock.to(scheme.rounds.find(({ code }) => code === round)!.review.closesAt + MINUTE)
  const office = await organiser()
  const url = `/contests/${contestId}/rounds/${round}`
  const { number } = await office.post<{ number: number }>(`${url}/ranking`, { word: '' })
  const { teams: chosen } = await office.post<{ teams: number }>(`${url}/shortlist`, { number })
  await office.post(`${url}/publish`, { number })
  expect(chosen).toBe(quota)
  const rows: { teamId: string; on: boolean | null }[] = []
  for (let page = { total: 1 }; rows.length < page.total; ) {
    const next = await office.get<{ total: number; items: typeof rows }>(
      `${url}/ranking?limit=200&offset=${rows.length}`,
    )
    page = next
    rows.push(...next.items)
  }
  return new Set(rows.filter(({ on }) => on).map(({ teamId }) => teamId))
}
