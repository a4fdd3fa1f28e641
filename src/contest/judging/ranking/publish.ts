import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Contest, Round } from '../../scheme/index.ts'
import { mustHaveRanking } from '../store.ts'

const DAY_MS = 86_400_000
const MOST_DAYS = 90

declare module '../../../kernel/events.ts' {
  interface Events {
    /** A round's result is set to be known from a moment on. */
    'contest.round_published': { contestId: string; round: string; at: number }
  }
}

/**
 * Lets every team see its own result from one moment on, the same for all. A moment that has not come yet can be moved.
 * @throws XinyuError RANKING_MISSING, RANKING_STALE, RANKING_PUBLISHED, SHORTLIST_MISSING, PUBLISH_TIME
 */
export async function publishRanking(
  core: Core,
  actor: UserActor,
  { contest, round }: { readonly contest: Contest; readonly round: Round },
  { number, at }: { readonly number: number; readonly at: number | null },
): Promise<number> {
  const acted = await act(core, systemActor('contest'), async ({ tx, note, now, emit }) => {
    await tx.selectFrom('contest').select('id').where('id', '=', contest.id).forUpdate().execute()
    const moment = at ?? now
    if (moment < now || moment > now + MOST_DAYS * DAY_MS)
      throw new XinyuError('PUBLISH_TIME', { days: MOST_DAYS })
    const ranking = await mustHaveRanking(tx, contest.id, round.code)
    if (ranking.number !== number) throw new XinyuError('RANKING_STALE', { number: ranking.number })
    if (ranking.published_at !== null && ranking.published_at <= now)
      throw new XinyuError('RANKING_PUBLISHED')
    if (ranking.on_ids === null) throw new XinyuError('SHORTLIST_MISSING')
    await tx
      .updateTable('contest_ranking')
      .set({ published_at: moment })
      .where('id', '=', ranking.id)
      .execute()
    note({
      kind: 'contest_ranking.published',
      subject: { contest: contest.id, ranking: ranking.id, body: contest.organiserId },
      payload: { by: actor.userId, round: round.code, number, at: moment },
    })
    emit('contest.round_published', { contestId: contest.id, round: round.code, at: moment })
    return moment
  })
  return acted.value
}
