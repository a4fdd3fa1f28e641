import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { act, type ActionScope } from '../../../safeguard/evidence/index.ts'
import { mustBeFit, presentIn } from '../people.ts'
import type { Airlock } from '../ports.ts'
import { seal } from '../seal.ts'
import { OPEN, shown } from '../states.ts'
import { lockRequest, type RequestRow } from '../store.ts'

const MINUTE_MS = 60_000

/** Places at a request: as many as opinions are asked for. */
export const placesOf = (row: RequestRow): number => row.checkers + (row.state === 'differ' ? 1 : 0)

/**
 * Who holds a place now, by the clock alone. An opinion neither frees a place nor keeps one: whether somebody has
 * decided must not show in what others are offered.
 */
export const holdersOf = async (db: Db | Tx, row: RequestRow, now: number): Promise<string[]> =>
  (
    await db
      .selectFrom('airlock_claim')
      .select('checker_id')
      .where('request_id', '=', row.id)
      .where('round', '=', row.round)
      .where('until_at', '>', now)
      .execute()
  ).map((one) => one.checker_id)

/** Takes a place, or gives it back. @throws XinyuError NOT_FOUND, AIRLOCK_* */
export async function claim(
  airlock: Airlock,
  actor: UserActor,
  requestId: string,
  take: boolean,
): Promise<void> {
  const present = await presentIn(airlock, requestId)
  await act(airlock.core, systemActor('airlock'), async (scope) => {
    const row = await lockRequest(scope.tx, requestId)
    await mustBeFit(scope.tx, actor, row, 'check', present)
    if (!OPEN.includes(row.state)) throw new XinyuError('AIRLOCK_STATE', { state: shown(row.state) })
    if (take) await holdPlace(airlock, scope, row, actor.userId)
    else await giveUpPlace(scope, row, actor.userId)
    await seal(airlock.core, scope, row, actor.userId, { kind: 'claim', body: { take } })
  })
}

/** Holds a place for the user, or goes on holding it. @throws XinyuError AIRLOCK_TAKEN, AIRLOCK_MOST_CLAIMS */
export async function holdPlace(
  { core }: Airlock,
  { tx, now }: Pick<ActionScope, 'tx' | 'now'>,
  row: RequestRow,
  userId: string,
): Promise<void> {
  const { claimMinutes, claimsEach } = core.config.airlock
  const others = (await holdersOf(tx, row, now)).filter((one) => one !== userId)
  if (others.length >= placesOf(row)) throw new XinyuError('AIRLOCK_TAKEN')
  if ((await undecidedElsewhere(tx, row, userId, now)) >= claimsEach)
    throw new XinyuError('AIRLOCK_MOST_CLAIMS', { most: claimsEach })
  const until_at = now + claimMinutes * MINUTE_MS
  await tx
    .insertInto('airlock_claim')
    .values({ request_id: row.id, round: row.round, checker_id: userId, until_at })
    .onConflict((conflict) =>
      conflict.columns(['request_id', 'round', 'checker_id']).doUpdateSet({ until_at }),
    )
    .execute()
}

async function giveUpPlace({ tx }: ActionScope, row: RequestRow, userId: string): Promise<void> {
  await tx
    .deleteFrom('airlock_claim')
    .where('request_id', '=', row.id)
    .where('round', '=', row.round)
    .where('checker_id', '=', userId)
    .execute()
}

/** Own places at other open requests without an own opinion: nobody keeps the queue to himself. */
async function undecidedElsewhere(tx: Tx, row: RequestRow, userId: string, now: number): Promise<number> {
  const { count } = await tx
    .selectFrom('airlock_claim as c')
    .innerJoin('airlock_request as r', (join) =>
      join.onRef('r.id', '=', 'c.request_id').onRef('r.round', '=', 'c.round'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('c.checker_id', '=', userId)
    .where('c.until_at', '>', now)
    .where('c.request_id', '!=', row.id)
    .where('r.state', 'in', [...OPEN])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('airlock_opinion as o')
            .select('o.at')
            .whereRef('o.request_id', '=', 'c.request_id')
            .whereRef('o.round', '=', 'c.round')
            .where('o.checker_id', '=', userId),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  return count
}

/** Says that the user has an interest in the project: out for all of its requests, from now on. */
export async function declareInterest(
  airlock: Airlock,
  actor: UserActor,
  requestId: string,
  text: string,
): Promise<void> {
  const present = await presentIn(airlock, requestId)
  await act(airlock.core, systemActor('airlock'), async (scope) => {
    const row = await lockRequest(scope.tx, requestId)
    await mustBeFit(scope.tx, actor, row, 'check', present)
    await giveUpPlace(scope, row, actor.userId)
    await scope.tx
      .insertInto('airlock_interest')
      .values({ user_id: actor.userId, project_id: row.project_id, text, at: scope.now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await seal(airlock.core, scope, row, actor.userId, { kind: 'interest', body: { text } })
  })
}
