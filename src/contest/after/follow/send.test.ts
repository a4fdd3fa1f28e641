import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ContractSpace, contractSpace } from '../../../../test/support/contracts.ts'
import { requestById } from '../../../flow/contract/index.ts'
import { makeTeam } from '../../entry/entry.fixture.ts'
import { contestMigrations } from '../../index.ts'
import { makeContest } from '../../scheme/contest.fixture.ts'
import { askGreenChannel, prepareGreenChannel, withdrawGreenChannel } from './green.ts'
import { sendGreenChannel } from './send.ts'
import { greenChannels } from './store.ts'

let space: ContractSpace
beforeAll(async () => {
  space = await contractSpace({}, contestMigrations)
}, 120_000)
afterAll(() => space?.stop())

test('a green channel becomes a request for a contract, sent once, by the body that will hold it', async () => {
  const { core, officer, clock, offerId } = space
  const organiser = officer('operator')
  const insurer = officer('insurer')
  const contest = await makeContest(core, { actor: organiser })
  const { team, captain } = await makeTeam(core, contest)
  await core.db
    .insertInto('contest_award')
    .values({
      id: crypto.randomUUID(),
      contest_id: contest.id,
      award: contest.scheme.awards[0]!.code,
      team_id: team.id,
      division: team.division,
      place: 1,
      rank: 1,
      prize_fen: 0,
      recommend: false,
      number: 'TEST-0000000000',
      published_at: clock.now(),
      revoked_at: null,
      revoke_reason: null,
    })
    .execute()
  const { uscc } = await core.db
    .selectFrom('participant')
    .select('uscc')
    .where('id', '=', insurer.participantId)
    .executeTakeFirstOrThrow()
  const wish = { purpose: '在真实数据上验证费用预测', wanted: '结算', days: 30, uscc }
  const id = await askGreenChannel(core, contest.id, captain, wish)

  // Not before it is prepared, and by nobody else.
  await expect(sendGreenChannel(core, insurer, id, 'actuarial_pricing')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await expect(
    prepareGreenChannel(core, organiser, contest.id, id, { offerId: crypto.randomUUID(), answer: 'x' }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await prepareGreenChannel(core, organiser, contest.id, id, { offerId, answer: '请贵单位发起' })
  await expect(sendGreenChannel(core, officer('other'), id, 'actuarial_pricing')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  // A purpose that the offer does not have is refused, and nothing is changed by it.
  await expect(sendGreenChannel(core, insurer, id, 'research')).rejects.toThrow()

  const sent = await Promise.allSettled(
    [1, 2].map(() => sendGreenChannel(core, insurer, id, 'actuarial_pricing')),
  )
  const made = sent.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(made).toHaveLength(1)
  const request = await requestById(core, insurer, made[0]!)
  expect(request).toMatchObject({ offerId, consumerId: insurer.participantId, state: 'waiting' })
  expect(request.reason).toContain(wish.purpose)
  const all = await core.db.selectFrom('access_request').select('id').execute()
  expect(all).toHaveLength(1)
  const [shown] = (
    await greenChannels(core, { participantId: insurer.participantId }, { offset: 0, limit: 9 })
  ).items
  expect(shown).toMatchObject({ state: 'requested', requestId: made[0]! })
  await expect(withdrawGreenChannel(core, contest.id, captain)).rejects.toMatchObject({ code: 'GREEN_STATE' })
})

test('cut off between the request and its note, it finds the one that it made', async () => {
  const { core, officer } = space
  const row = await core.db.selectFrom('contest_green_channel').selectAll().executeTakeFirstOrThrow()
  await core.db
    .updateTable('contest_green_channel')
    .set({ state: 'prepared', request_id: null, requested_at: null })
    .where('id', '=', row.id)
    .execute()
  expect(await sendGreenChannel(core, officer('insurer'), row.id, 'actuarial_pricing')).toBe(row.request_id)
  expect(await core.db.selectFrom('access_request').select('id').execute()).toHaveLength(1)
})
