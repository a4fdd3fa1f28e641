import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AfterSpace, afterSpace } from '../after.fixture.ts'
import { checkList, proposeList } from '../awards/actions.ts'
import { revokeAward } from '../awards/publish.ts'
import { publicResults } from '../public.ts'
import { resultOf } from '../result.ts'
import type { Contest } from '../../scheme/index.ts'
import type { Team } from '../../entry/index.ts'
import { askGreenChannel, declineGreenChannel, withdrawGreenChannel } from './green.ts'
import {
  answerInterest,
  endIncubation,
  expressInterest,
  openIncubation,
  withdrawInterest,
} from './incubation.ts'
import { hideSummary, showSummary } from './showcase.ts'
import { greenChannels, incubations, interests } from './store.ts'

let space: AfterSpace
let contest: Contest
let winner: Team
let other: Team
const page = { offset: 0, limit: 50 }

beforeAll(async () => {
  space = await afterSpace()
  contest = await space.contest({
    change: (scheme) => ({ ...scheme, awards: [{ ...scheme.awards[0]!, count: 1, per: 'contest' }] }),
  })
  const made = await space.ranked(contest, [{ members: 2 }, {}])
  winner = made[0]!
  other = made[1]!
  const listId = await proposeList(space.after, space.first, contest.id, { exclusions: [], decisions: [] })
  await checkList(space.after, space.second, contest.id, listId, {
    publishAt: null,
    origin: 'https://x.example',
  })
}, 120_000)
afterAll(() => space?.stop())

describe('what a team sees and does with its result', () => {
  test('its own award, and what it lets the public read', async () => {
    const { core } = space
    expect(await resultOf(core, contest.id, winner.captainId)).toMatchObject({
      captain: true,
      award: { place: 1, certificate: false },
      showcase: null,
      greenChannel: null,
    })
    expect((await resultOf(core, contest.id, other.captainId)).award).toBeNull()
    await expect(resultOf(core, contest.id, crypto.randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await showSummary(core, contest.id, winner.captainId, '我们预测了费用')
    expect((await publicResults(core, contest.id))!.awards[0]!.winners[0]!.summary).toBe('我们预测了费用')
    await expect(showSummary(core, contest.id, other.captainId, 'x')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await hideSummary(core, contest.id, winner.captainId)
    expect((await publicResults(core, contest.id))!.awards[0]!.winners[0]!.summary).toBeNull()
  })

  test('a green channel is for winners, one at a time, and asked by the captain', async () => {
    const { core, first, stranger, uscc } = space
    const wish = { purpose: '在真实数据上验证', wanted: '结算数据', days: 30, uscc }
    await expect(askGreenChannel(core, contest.id, other.captainId, wish)).rejects.toMatchObject({
      code: 'GREEN_NOT_WINNER',
    })
    await expect(
      askGreenChannel(core, contest.id, winner.captainId, {
        ...wish,
        uscc: `${uscc.slice(0, 17)}${uscc.endsWith('0') ? '1' : '0'}`,
      }),
    ).rejects.toMatchObject({ code: 'GREEN_BODY' })
    const asked = await Promise.allSettled(
      [1, 2].map(() => askGreenChannel(core, contest.id, winner.captainId, wish)),
    )
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [channel] = (await greenChannels(core, { contestId: contest.id }, page)).items
    expect(channel).toMatchObject({ state: 'asked', teamName: winner.name, purpose: wish.purpose })
    // Nothing is shown to the body before the organiser prepared it.
    expect((await greenChannels(core, { participantId: first.participantId }, page)).total).toBe(0)
    await expect(declineGreenChannel(core, stranger, contest.id, channel!.id, 'no')).rejects.toMatchObject({
      code: 'CONTEST_NOT_ORGANISER',
    })
    await declineGreenChannel(core, first, contest.id, channel!.id, '请先补充说明')
    await askGreenChannel(core, contest.id, winner.captainId, { ...wish, days: 60 })
    expect((await resultOf(core, contest.id, winner.captainId)).greenChannel).toMatchObject({
      state: 'asked',
      days: 60,
      answer: null,
    })
    await withdrawGreenChannel(core, contest.id, winner.captainId)
    await expect(withdrawGreenChannel(core, contest.id, winner.captainId)).rejects.toMatchObject({
      code: 'GREEN_STATE',
    })
  })

  test('bodies and teams meet by the organiser, and see each other only then', async () => {
    const { core, first, stranger } = space
    const wanted = await openIncubation(core, stranger, contest.id, { title: '费用预测', text: '找合作' })
    await expressInterest(core, contest.id, other.captainId, wanted, {
      message: '有兴趣',
      contact: '199xxxx',
    })
    const [seen] = (await interests(core, { contestId: contest.id }, page)).items
    expect(seen).toMatchObject({ teamName: other.name, contact: null, state: 'expressed' })
    expect((await interests(core, { participantId: stranger.participantId }, page)).total).toBe(0)
    expect((await interests(core, { contestId: contest.id, teamId: winner.id }, page)).total).toBe(0)
    await answerInterest(core, first, contest.id, seen!.id, { introduce: true, answer: '请联系' })
    const [met] = (await interests(core, { participantId: stranger.participantId }, page)).items
    expect(met).toMatchObject({ contact: '199xxxx', state: 'introduced' })
    await expect(
      expressInterest(core, contest.id, other.captainId, wanted, { message: 'x', contact: 'y' }),
    ).rejects.toMatchObject({ code: 'INTEREST_STATE' })
    await expect(withdrawInterest(core, contest.id, other.captainId, seen!.id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(endIncubation(core, first, wanted)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await endIncubation(core, stranger, wanted)
    expect((await incubations(core, { contestId: contest.id, open: true }, page)).total).toBe(0)
  })

  test('a body publishes twenty at most, also when it asks for many at once', async () => {
    const { core, stranger } = space
    const all = await Promise.allSettled(
      Array.from({ length: 22 }, (_, at) =>
        openIncubation(core, stranger, contest.id, { title: `T${at}`, text: 'x' }),
      ),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
  })

  test('a revoked award takes the green channel with it', async () => {
    const { after, core, first, uscc } = space
    const { id } = await core.db
      .selectFrom('contest_award')
      .select('id')
      .where('team_id', '=', winner.id)
      .executeTakeFirstOrThrow()
    await revokeAward(after, first, contest.id, id, 'test')
    await expect(
      askGreenChannel(core, contest.id, winner.captainId, { purpose: 'x', wanted: 'y', days: 1, uscc }),
    ).rejects.toMatchObject({ code: 'GREEN_NOT_WINNER' })
  })
})
