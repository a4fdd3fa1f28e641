import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserActor } from '../../kernel/actor.ts'
import type { UserRole } from '../../kernel/roles.ts'
import { NO_ORIGIN } from '../run/index.ts'
import { claim, declareInterest } from './actions/claim.ts'
import { expireRequests } from './actions/end.ts'
import { releaseRequest } from './actions/release.ts'
import { type AirlockSpace, airlockSpace, stateOf } from './airlock.fixture.ts'
import { tidyAirlock } from './index.ts'
import { filesOf } from './store.ts'
import { queueFor } from './list.ts'
import { sweepVault } from './vault.ts'
import { requestView } from './view.ts'

let space: AirlockSpace
beforeAll(async () => {
  space = await airlockSpace({}, { airlock: { claimsEach: 100 } })
}, 120_000)
afterAll(() => space?.stop())

const tries = async (by: UserActor, id: string) =>
  space.opinion(by, id, 'approve').then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

const setRoles = ({ userId }: UserActor, roles: UserRole[]) =>
  space.core.db.updateTable('app_user').set({ roles }).where('id', '=', userId).execute()

describe('who may look', { timeout: 60_000 }, () => {
  test('the provider at its own data, a supervisor, a service provider; not a competitor, not the consuming body', async () => {
    const bureau = space.officer('bureau').participantId
    const id = await space.submitted()
    const who: [string, UserActor, string][] = [
      [
        'a checker of the consuming body',
        await space.colleague('insurer', ['output_checker']),
        'AIRLOCK_SEPARATED',
      ],
      ['a developer', await space.person(['operator'], ['developer']), 'AIRLOCK_SEPARATED'],
      [
        'an expert of a body that only consumes',
        await space.person(['consumer'], ['expert']),
        'AIRLOCK_SEPARATED',
      ],
      [
        'an expert of a provider of other data',
        await space.person(['provider'], ['expert']),
        'AIRLOCK_SEPARATED',
      ],
      ['the author, made a checker', { ...space.author, roles: ['output_checker'] }, 'AIRLOCK_SEPARATED'],
      ['a checker of the provider', await space.person([], ['output_checker'], bureau), 'done'],
    ]
    for (const [name, by, outcome] of who) expect([name, await tries(by, id)]).toEqual([name, outcome])
    const other = await space.submitted()
    expect(await tries(await space.person(['supervisor'], ['expert']), other)).toBe('done')
    expect(await tries(await space.person(['service_provider'], ['output_checker']), other)).toBe('done')
    expect(await stateOf(space, other)).toBe('approved')
  })

  test('a body that uses the same data itself is a competitor, whatever else it is', async () => {
    const rival = await space.person(['supervisor', 'consumer'], ['expert'])
    const { contract } = space
    const id = await space.submitted()
    // Another contract over the same product, of that body.
    const twin = await space.active()
    expect(twin.terms.productId).toBe(contract.terms.productId)
    await space.core.db
      .updateTable('contract')
      .set({ consumer_id: rival.participantId })
      .where('id', '=', twin.id)
      .execute()
    expect(await tries(rival, id)).toBe('AIRLOCK_SEPARATED')
    await space.core.db
      .updateTable('contract')
      .set({ consumer_id: space.author.participantId })
      .where('id', '=', twin.id)
      .execute()
    expect(await tries(rival, id)).toBe('done')
  })

  test('nobody who was in the seat, and nobody who declared an interest: for every request of the project', async () => {
    const [one, two, three] = space.checkers
    const [id, other] = [await space.submitted(), await space.submitted()]
    space.inSeat.push(one.userId)
    expect(await tries(one, id)).toBe('AIRLOCK_SEPARATED')
    await declareInterest(space.airlock, two, id, 'my student is in the team')
    expect(await tries(two, other)).toBe('AIRLOCK_SEPARATED')
    expect(await tries(three, other)).toBe('done')
    space.inSeat.length = 0
    await space.core.db.deleteFrom('airlock_interest').execute()
  })

  test('who lost the role meanwhile is out: the opinion is void, and another one is needed', async () => {
    const [one, two, three] = space.checkers
    const id = await space.submitted()
    await space.opinion(one, id, 'approve')
    await setRoles(one, ['steward'])
    await space.opinion(two, id, 'approve')
    expect(await stateOf(space, id)).toBe('review')
    await setRoles(one, ['output_checker'])
    // Given back, the role does not bring the opinion back.
    space.clock.advance(241 * 60_000)
    await space.opinion(three, id, 'approve')
    expect(await stateOf(space, id)).toBe('approved')
    const view = await requestView(space.core, space.author, id)
    expect(view.opinions.map(({ checkerId }) => checkerId).sort()).toEqual([two.userId, three.userId].sort())
  })

  test('two opinions at one moment: both count, and the request is decided once', async () => {
    const [one, two] = space.checkers
    const ids = await Promise.all([1, 2, 3, 4].map(() => space.submitted()))
    await Promise.all(
      ids.flatMap((id) => [space.opinion(one, id, 'approve'), space.opinion(two, id, 'approve')]),
    )
    for (const id of ids) {
      expect(await stateOf(space, id)).toBe('approved')
      const kinds = (await space.core.evidence.leavesAbout([id])).map(({ kind }) => kind)
      expect(kinds.filter((kind) => kind === 'airlock.approved')).toHaveLength(1)
      expect(kinds.filter((kind) => kind === 'airlock.opinion')).toHaveLength(2)
    }
  })
})

describe('the queue', { timeout: 90_000 }, () => {
  test('each body’s first before every other’s second, then the oldest; no checker keeps it to himself', async () => {
    const few = await airlockSpace({}, { airlock: { claimsEach: 1 } })
    try {
      const later = async () => {
        few.clock.advance(1000)
        return few.submitted()
      }
      const [one, two, other] = [await later(), await later(), await later()]
      // The newest is another body's.
      await few.core.db
        .updateTable('airlock_request')
        .set({ consumer_id: few.officer('partner').participantId })
        .where('id', '=', other)
        .execute()
      const queue = async () =>
        (await queueFor(few.core, few.checkers[0], { offset: 0, limit: 10 })).items.map(({ id }) => id)
      expect(await queue()).toEqual([one, other, two])
      await claim(few.airlock, few.checkers[0], one, true)
      await expect(claim(few.airlock, few.checkers[0], two, true)).rejects.toMatchObject({
        code: 'AIRLOCK_MOST_CLAIMS',
      })
      await few.opinion(few.checkers[0], one, 'approve')
      await claim(few.airlock, few.checkers[0], two, true)
      expect(await queue()).not.toContain(one)
    } finally {
      await few.stop()
    }
  })
})

describe('what a contract may say', { timeout: 90_000 }, () => {
  test('safe kinds leave by the machine alone where it finds nothing; a finding brings people', async () => {
    const safe = await airlockSpace({ automatic: ['statistics'] })
    try {
      const id = await safe.submitted()
      const view = await requestView(safe.core, safe.author, id)
      expect(view).toMatchObject({
        state: 'released',
        checkers: 0,
        rounds: [{ byMachine: true, outcome: 'approved' }],
      })
      expect(view.files[0]!.runId).not.toBeNull()
      safe.findings.set('计数.csv', [
        { rule: 'for-people', verdict: 'review', place: 'file', zh: '', en: '' },
      ])
      const other = await safe.submitted()
      expect(await requestView(safe.core, safe.author, other)).toMatchObject({ state: 'review', checkers: 2 })
    } finally {
      await safe.stop()
    }
  })

  test('three people where it asks for three; where they differ a fourth, and three approvals all the same', async () => {
    const three = await airlockSpace({ checkers: 3 })
    try {
      const id = await three.submitted()
      const fourth = await three.colleague('operator', ['expert'])
      await three.opinion(three.checkers[0], id, 'approve')
      await three.opinion(three.checkers[1], id, 'approve')
      await three.opinion(three.checkers[2], id, 'return')
      expect(await stateOf(three, id)).toBe('review')
      await expect(releaseRequest(three.airlock, three.releaser, id, NO_ORIGIN)).rejects.toMatchObject({
        code: 'AIRLOCK_STATE',
      })
      await three.opinion(fourth, id, 'approve')
      expect(await stateOf(three, id)).toBe('approved')
    } finally {
      await three.stop()
    }
  })

  test('what rests on an ended contract can never leave: it expires at once, and its bytes are destroyed', async () => {
    const ended = await airlockSpace()
    try {
      const id = await ended.submitted()
      await ended.core.db
        .updateTable('contract')
        .set({ state: 'ended', end_reason: 'agreement', ended_at: ended.clock.now() } as never)
        .where('id', '=', ended.contract.id)
        .execute()
      await tidyAirlock(ended.airlock)
      expect(await stateOf(ended, id)).toBe('expired')
      expect((await filesOf(ended.core.db, [id]))[0]!.key).toBeNull()
      expect(await expireRequests(ended.airlock)).toBe(0)
      expect(await sweepVault(ended.core)).toBe(0)
    } finally {
      await ended.stop()
    }
  })
})
