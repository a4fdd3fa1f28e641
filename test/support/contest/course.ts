import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Scheme } from '../../../src/contest/scheme/index.ts'
import { type Client, createClient, demoClient } from '../client.ts'
import type { ContestClock } from './clock.ts'
import { atTheDoor, type EnteredTeam, inTurns } from './entrants.ts'
import { assignAll, type ExpertUser, jobDone, judgeAll, signedIn } from './experts.ts'
import { defendAll } from './final.ts'
import { handIn } from './works.ts'

const MINUTE = 60_000

/** A whole contest under way, as its organiser and its experts take it from step to step through the API. */
export interface Course {
  readonly origin: string
  readonly clock: ContestClock
  readonly scheme: Scheme
  readonly contestId: string
  readonly teams: readonly EnteredTeam[]
  readonly experts: readonly ExpertUser[]
}

export const officeOf = ({ origin }: Pick<Course, 'origin'>, login = 'organiser'): Promise<Client> =>
  demoClient(origin, login)

/** How good a work is, known to nobody: what experts see leads them to it, each by an own measure. */
const worth = (text: string): number => 40 + (createHash('sha256').update(text).digest()[0]! / 255) * 50
export const pointsOf = (text: string, expert: number, criterion: number): number =>
  Math.round(Math.min(100, Math.max(0, worth(text) + ((expert * 7 + criterion * 3) % 9) - 4)) * 100) / 100

const roundOf = ({ scheme }: Course, round: string) => scheme.rounds.find(({ code }) => code === round)!

export async function worksOf(course: Course, round: string, some: readonly EnteredTeam[]): Promise<void> {
  await inTurns(some, 6, async ({ plan }) => {
    const captain = await atTheDoor(course.origin, plan.people[0]!.phone)
    await handIn(captain, course.contestId, round, plan.at)
  })
}

/** Experts into the pool and onto the panel of a round; each declares that nothing stands in the way. */
export async function poolAndPanel(
  course: Course,
  round: string,
  most = course.experts.length,
): Promise<void> {
  const { origin, contestId, scheme, experts } = course
  const office = await officeOf(course)
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
export async function judged(course: Course, round: string, works: number): Promise<void> {
  const { origin, clock, contestId, experts } = course
  const { review } = roundOf(course, round)
  const reviews = works * review.scoring.reviewsPerWork
  const office = await officeOf(course)
  const copies = await office.post<{ jobId: string }>(`/contests/${contestId}/panel/${round}/copies`)
  await jobDone(office, copies.jobId)
  await lookedAt(office, contestId, round, works)
  const load = Math.ceil(reviews / experts.length)
  const { lacking, loads } = await assignAll(office, contestId, round, {
    minLoad: Math.max(0, Math.floor(reviews / experts.length) - 1),
    maxLoad: load + 1,
  })
  expect(lacking).toBe(0)
  expect(loads.reduce((sum, one) => sum + one.load, 0)).toBe(reviews)
  clock.to(review.opensAt + MINUTE)
  const sheets = await inTurns(experts, 4, async (expert) =>
    judgeAll(await signedIn(origin, expert), contestId, round, (text, criterion) =>
      pointsOf(text, expert.at, criterion),
    ),
  )
  expect(sheets.reduce((sum, one) => sum + one, 0)).toBe(reviews)
}

interface Copy {
  readonly edition: number
  readonly flags: readonly { readonly key: string; readonly kind: string; readonly kept: string | null }[]
}

/** The organiser looks at what is flagged in blind copies: digits of made-up works can look like a telephone number. */
async function lookedAt(office: Client, contestId: string, round: string, works: number): Promise<void> {
  const { items } = await office.get<{ items: { workId: string }[] }>(
    `/contests/${contestId}/panel/${round}/copies?state=flagged&limit=200`,
  )
  expect(items.length).toBeLessThan(Math.max(2, works / 20))
  for (const { workId } of items) {
    const at = `/contests/${contestId}/copies/${workId}`
    const { edition, flags } = await office.get<Copy>(at)
    const open = flags.filter(({ kept }) => kept === null)
    expect(open.map(({ kind }) => kind)).toEqual(open.map(() => 'phone'))
    const keys = open.map(({ key }) => key)
    await office.post(`${at}/keep`, { edition, keys, reason: '看过：是随机字符里的数字，不是电话。' })
  }
}

/** Ranking, short list by quota and publication of a round: the teams that go on. */
export async function shortList(course: Course, round: string, quota: number): Promise<Set<string>> {
  course.clock.to(roundOf(course, round).review.closesAt + MINUTE)
  const office = await officeOf(course)
  const url = `/contests/${course.contestId}/rounds/${round}`
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

/** The finalists into the final, their order by lot, every defence before `judges` experts. Returns how many were heard. */
export async function finalOf(
  course: Course,
  scope: 'contest' | 'division',
  judges: number,
): Promise<number> {
  const { origin, clock, contestId, scheme, experts } = course
  const office = await officeOf(course)
  const url = `/contests/${contestId}/final`
  const me = await office.get<{ user: { id: string } }>('/session')
  await office.put(url, { offers: [], presidingId: me.user.id })
  await office.post(`${url}/take`)
  await poolAndPanel(course, 'final', judges)
  await office.post(`${url}/draw`, { scope })
  await office.post(`${url}/draw/make`, { words: [] })
  const shown = await createClient(origin).get<{ draws: { verified: unknown }[] }>(
    `/contest-front/hall/${contestId}/draw`,
  )
  expect(shown.draws[0]!.verified).toMatchObject({ commitment: true })
  clock.to(scheme.final!.opensAt + MINUTE)
  const sitting = await inTurns(experts.slice(0, judges), 4, (expert) => signedIn(origin, expert))
  const heard = await defendAll(await officeOf(course), sitting, contestId, pointsOf)
  await (await officeOf(course)).post(`/contests/${contestId}/stage/release`)
  return heard
}

export interface Awarded {
  readonly award: string
  readonly teamId: string
  readonly number: string
}

/** Awards proposed by one officer and checked by another, certificates made. */
export async function awardAll(course: Course): Promise<readonly Awarded[]> {
  const [office, second] = [await officeOf(course), await officeOf(course, 'organiser2')]
  const lists = `/contests/${course.contestId}/award-lists`
  const { id } = await office.post<{ id: string }>(lists, {})
  await second.post(`${lists}/${id}/check`, {})
  const { items } = await office.get<{ items: Awarded[] }>(`/contests/${course.contestId}/awards?limit=200`)
  const made = await office.post<{ jobId: string }>(`/contests/${course.contestId}/certificates`)
  await jobDone(office, made.jobId)
  return items
}

/** A captain's certificate and its receipt, which names the digest of the paper. */
export async function certificateOf(
  { origin, contestId }: Course,
  { plan }: EnteredTeam,
): Promise<{ paper: Buffer; receipt: Buffer }> {
  const captain = await atTheDoor(origin, plan.people[0]!.phone)
  const paper = await captain.raw(`/contest/${contestId}/certificate`)
  expect(paper.headers.get('content-type')).toContain('application/pdf')
  const receipt = await captain.raw(`/contest/${contestId}/certificate/receipt`)
  return { paper: Buffer.from(await paper.arrayBuffer()), receipt: Buffer.from(await receipt.arrayBuffer()) }
}
