import fc from 'fast-check'
import { expect } from 'vitest'
import { isXinyuError } from '../../kernel/errors/index.ts'
import type { UserRole } from '../../kernel/roles.ts'
import { NO_ORIGIN } from '../run/index.ts'
import { claim, declareInterest } from './actions/claim.ts'
import { expireRequests, revokeRequest, withdrawRequest } from './actions/end.ts'
import { takeFile } from './actions/files.ts'
import { releaseRequest } from './actions/release.ts'
import { type AirlockSpace, airlockSpace, CONTEXT } from './airlock.fixture.ts'
import { DECISIONS } from './model.ts'
import { MOVERS, mayMove } from './states.ts'
import { requestRow } from './store.ts'

let space: AirlockSpace

const who = fc.integer({ min: 0, max: 2 })
const command = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('opinion' as const),
      who,
      decision: fc.constantFrom(...DECISIONS, 'approve' as const, 'approve' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('submit' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('release' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('claim' as const), who, take: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('roles' as const), who, checks: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('seat' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('interest' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('hours' as const), hours: fc.integer({ min: 1, max: 200 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const) }) },
)
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never

async function carryOut(id: string, one: Command): Promise<void> {
  const { airlock, author, checkers } = space
  const by = 'who' in one ? checkers[one.who]! : author
  switch (one.kind) {
    case 'opinion':
      return space.opinion(by, id, one.decision)
    case 'submit':
      return space.submit(id)
    case 'release':
      return releaseRequest(airlock, by, id, NO_ORIGIN)
    case 'claim':
      return claim(airlock, by, id, one.take)
    case 'roles':
      return setRoles(by.userId, one.checks ? ['output_checker'] : ['steward'])
    case 'seat':
      return void space.inSeat.push(by.userId)
    case 'interest':
      return declareInterest(airlock, by, id, 'a friend of the team')
    case 'edit':
      return void (await takeFile(airlock, author, id, { path: '计数.csv', context: CONTEXT }, NO_ORIGIN))
    case 'hours': {
      space.clock.advance(one.hours * 3_600_000)
      return void (await expireRequests(airlock))
    }
    case 'revoke':
      return void (await revokeRequest(airlock, by, id, 'a reason'))
    case 'withdraw':
      return void (await withdrawRequest(airlock, author, id))
  }
}

const setRoles = async (userId: string, roles: UserRole[]) =>
  void (await space.core.db.updateTable('app_user').set({ roles }).where('id', '=', userId).execute())

/** What must hold at every moment, looked up in the tables and not asked of the room. */
async function mustHold(id: string, before: string): Promise<string> {
  const { db } = space.core
  const row = await requestRow(db, id)
  const opinions = await db
    .selectFrom('airlock_opinion')
    .selectAll()
    .where('request_id', '=', id)
    .where('round', '=', row.round)
    .where('void', '=', false)
    .execute()
  const approvals = opinions.filter(({ decision }) => decision === 'approve')
  if (['approved', 'released', 'revoked'].includes(row.state)) {
    expect(new Set(approvals.map((one) => one.checker_id)).size).toBeGreaterThanOrEqual(2)
    expect(approvals.some((one) => one.checker_id === row.author_id)).toBe(false)
  }
  const out = await db
    .selectFrom('airlock_file')
    .innerJoin('run', (join) => join.onRef('run.id', '=', (eb) => eb.fn.any('airlock_file.run_ids') as never))
    .select('run.id')
    .where('request_id', '=', id)
    .where('run.output_revoked_at', 'is', null)
    .execute()
  expect(out.length > 0).toBe(row.state === 'released')
  if (before !== row.state) {
    // A submission passes through `checking` before it is looked at here.
    const passed = ['draft', 'returned'].includes(before) && ['review', 'returned'].includes(row.state)
    const moved = MOVERS.some((mover) => mayMove(mover, before as never, row.state))
    expect({ before, after: row.state, fine: passed || moved }).toMatchObject({ fine: true })
  }
  return row.state
}

/** Random histories of one request after the other, each looked through after every step. Returns how they ended. */
export async function tryHistories(numRuns: number): Promise<ReadonlyMap<string, number>> {
  space = await airlockSpace({}, { airlock: { openRequests: 10_000, claimsEach: 100 } })
  const ends = new Map<string, number>()
  const property = fc.asyncProperty(fc.array(command, { minLength: 6, maxLength: 24 }), async (commands) => {
    const state = await history(commands)
    ends.set(state, (ends.get(state) ?? 0) + 1)
  })
  try {
    await fc.assert(property, { numRuns })
  } finally {
    await space.stop()
  }
  return ends
}

async function history(commands: readonly Command[]): Promise<string> {
  space.inSeat.length = 0
  await space.core.db.deleteFrom('airlock_interest').execute()
  for (const { userId } of space.checkers) await setRoles(userId, ['output_checker'])
  const id = await space.submitted()
  let state = await mustHold(id, 'draft')
  for (const one of commands) {
    await carryOut(id, one).catch((error: unknown) => {
      if (!isXinyuError(error)) throw error
    })
    state = await mustHold(id, state)
  }
  return state
}
