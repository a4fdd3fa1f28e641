import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Contest, Round } from '../../scheme/index.ts'

const DAY_MS = 86_400_000
/** Longer than this, a round would never end. */
const MOST_DAYS = 30

export interface Rescore {
  readonly closesAt: number
}

/** The time for new scores that is open for a work now. */
export async function rescoreOf(db: Db | Tx, workId: string, now: number): Promise<Rescore | null> {
  const row = await db
    .selectFrom('contest_rescore')
    .select('closes_at')
    .where('work_id', '=', workId)
    .where('closes_at', '>', now)
    .executeTakeFirst()
  return row ? { closesAt: row.closes_at } : null
}

/**
 * Lets the experts of one work score again, with grounds that stay in evidence. What they gave before counts until they
 * submit anew, and is kept.
 * @throws XinyuError NOT_FOUND, RESCORE_TIME, RESCORE_OPEN
 */
export async function openRescore(
  core: Core,
  actor: UserActor,
  { contest, round }: { readonly contest: Contest; readonly round: Round },
  workId: string,
  { reason, closesAt }: { readonly reason: string; readonly closesAt: number },
): Promise<void> {
  const now = core.clock.now()
  if (closesAt <= now || closesAt > now + MOST_DAYS * DAY_MS)
    throw new XinyuError('RESCORE_TIME', { days: MOST_DAYS })
  await act(core, systemActor('contest'), async ({ tx, note, id }) => {
    const assigned = await tx
      .selectFrom('contest_assignment')
      .select('id')
      .where('contest_id', '=', contest.id)
      .where('round', '=', round.code)
      .where('work_id', '=', workId)
      .where('state', '=', 'assigned')
      .orderBy('id')
      .forUpdate()
      .execute()
    if (assigned.length === 0) throw new XinyuError('NOT_FOUND', { what: 'work' })
    if (await rescoreOf(tx, workId, now)) throw new XinyuError('RESCORE_OPEN')
    const rescore = id()
    await tx
      .insertInto('contest_rescore')
      .values({
        id: rescore,
        contest_id: contest.id,
        round: round.code,
        work_id: workId,
        reason,
        by_user: actor.userId,
        opened_at: now,
        closes_at: closesAt,
      })
      .execute()
    note({
      kind: 'contest_rescore.opened',
      subject: { contest: contest.id, rescore, body: contest.organiserId },
      payload: { by: actor.userId, round: round.code, work: workId, reason, closesAt },
    })
  })
}
