import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserActor } from '../../kernel/actor.ts'
import { isXinyuError } from '../../kernel/errors/index.ts'
import { NO_ORIGIN } from '../run/index.ts'
import { claim } from './actions/claim.ts'
import { renameRequest } from './actions/draft.ts'
import { revokeRequest, withdrawRequest } from './actions/end.ts'
import { releaseRequest } from './actions/release.ts'
import { submitRequest } from './actions/submit.ts'
import { type AirlockSpace, airlockSpace, forceState } from './airlock.fixture.ts'
import { RequestState } from './model.ts'
import { mayMove, MOVERS } from './states.ts'

const STATES = RequestState.options
const ALLOWED = new Set([
  'author draft checking',
  'author draft withdrawn',
  'author checking withdrawn',
  'author review withdrawn',
  'author differ withdrawn',
  'author returned checking',
  'author returned withdrawn',
  'author approved withdrawn',
  'machine draft expired',
  'machine checking review',
  'machine checking returned',
  'machine checking approved',
  'machine review expired',
  'machine differ expired',
  'machine returned expired',
  'machine approved expired',
  'machine approved released',
  'checkers review differ',
  'checkers review approved',
  'checkers review returned',
  'checkers review rejected',
  'checkers differ approved',
  'checkers differ returned',
  'checkers differ rejected',
  'releaser approved released',
  'guardian released revoked',
])

test('every pair of states, for everyone who moves: what is not named is forbidden', () => {
  const found = STATES.flatMap((from) =>
    STATES.flatMap((to) =>
      MOVERS.filter((who) => mayMove(who, from, to)).map((who) => `${who} ${from} ${to}`),
    ),
  )
  expect(STATES.length ** 2 * MOVERS.length).toBe(605)
  expect(new Set(found)).toEqual(ALLOWED)
  expect(found).toHaveLength(ALLOWED.size)
})

let space: AirlockSpace
let people: Record<string, UserActor>
beforeAll(async () => {
  space = await airlockSpace({}, { airlock: { openRequests: 10_000, claimsEach: 100 } })
  const operator = space.officer('operator').participantId
  people = {
    author: space.author,
    mate: await space.colleague('insurer', ['developer']),
    ownChecker: await space.colleague('insurer', ['output_checker', 'expert']),
    checker: space.checkers[0],
    expert: space.checkers[2],
    officer: space.releaser,
    provider: space.officer('bureau'),
    duty: await space.person([], ['duty_officer'], operator),
    security: await space.person([], ['security_officer'], operator),
    auditor: await space.person([], ['auditor'], operator),
    stranger: await space.person(['consumer'], ['developer', 'output_checker']),
  }
}, 120_000)
afterAll(() => space?.stop())

const CHECKERS = ['checker', 'expert']
const RELEASERS = [...CHECKERS, 'officer']
const LIVE = ['draft', 'checking', 'review', 'differ', 'returned', 'approved']

/** What each may do in which states, and what the state is afterwards (null: the same). */
const DEEDS: Record<
  string,
  {
    readonly who: readonly string[]
    readonly from: readonly string[]
    readonly to: RequestState | null
    readonly act: (by: UserActor, id: string) => Promise<unknown>
  }
> = {
  rename: {
    who: ['author'],
    from: ['draft', 'returned'],
    to: null,
    act: (by, id) => renameRequest(space.airlock, by, id, 'x'),
  },
  submit: {
    who: ['author'],
    from: ['draft', 'returned'],
    to: 'checking',
    act: (by, id) => submitRequest(space.airlock, by, id),
  },
  withdraw: {
    who: ['author'],
    from: LIVE,
    to: 'withdrawn',
    act: (by, id) => withdrawRequest(space.airlock, by, id),
  },
  claim: {
    who: CHECKERS,
    from: ['review', 'differ'],
    to: null,
    act: (by, id) => claim(space.airlock, by, id, true),
  },
  opinion: {
    who: CHECKERS,
    from: ['review', 'differ'],
    to: null,
    act: (by, id) => space.opinion(by, id, 'approve'),
  },
  release: {
    who: RELEASERS,
    from: ['approved'],
    to: 'released',
    act: (by, id) => releaseRequest(space.airlock, by, id, NO_ORIGIN),
  },
  revoke: {
    who: [...RELEASERS, 'provider', 'duty', 'security'],
    from: ['released'],
    to: 'revoked',
    act: (by, id) => revokeRequest(space.airlock, by, id, 'a reason'),
  },
}

const stored = async (id: string) =>
  (
    await space.core.db
      .selectFrom('airlock_request')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).state

/** A request in a state as it would stand there: from `approved` on with the opinions that it takes. */
async function made(state: RequestState): Promise<string> {
  const id = state === 'draft' ? await space.draft() : await space.submitted()
  const now = space.clock.now()
  if (['approved', 'released', 'revoked'].includes(state))
    await space.core.db
      .insertInto('airlock_opinion')
      .values(
        space.checkers.slice(0, 2).map((by) => ({
          request_id: id,
          round: 1,
          checker_id: by.userId,
          participant_id: by.participantId,
          decision: 'approve' as const,
          reasons: [],
          text: '',
          per_file: '[]',
          at: now,
          looked_ms: null,
        })),
      )
      .execute()
  await forceState(space, id, state)
  return id
}

describe.each(STATES)('in the state %s', (state) => {
  test.each(Object.entries(DEEDS))(
    'who may %s, and nobody else',
    async (_, deed) => {
      let id = await made(state)
      for (const [name, by] of Object.entries(people)) {
        const may = deed.who.includes(name) && deed.from.includes(state)
        const done = await deed.act(by, id).then(
          () => true,
          (error: unknown) => {
            if (!isXinyuError(error)) throw error
            return false
          },
        )
        expect({ name, done }).toEqual({ name, done: may })
        expect(await stored(id)).toBe(may && deed.to ? deed.to : state)
        if (may) id = await made(state)
      }
    },
    60_000,
  )
})
