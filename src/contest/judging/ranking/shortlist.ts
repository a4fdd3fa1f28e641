import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Contest, Quota, Round } from '../../scheme/index.ts'
import type { NewShortlist } from '../model.ts'
import { chosen, type Ranked } from '../rank/index.ts'
import { mustHaveRanking } from '../store.ts'

/** Places in all; null: no quota. */
export function placesOf({ total, perDivision }: Quota): number | null {
  const own = Object.values(perDivision)
  if (total === null && own.length === 0) return null
  return Math.max(
    total ?? 0,
    own.reduce((all, one) => all + one, 0),
  )
}

/** By rank and quota, with what people changed. @throws XinyuError SHORTLIST_CHANGE, SHORTLIST_OVER_QUOTA */
export function listed(
  rows: readonly Ranked[],
  quota: Quota,
  { add, remove }: Pick<NewShortlist, 'add' | 'remove'>,
): Map<string, string> {
  const { on } = chosen(rows, quota)
  const list = new Map([...on].map((teamId) => [teamId, '']))
  for (const { teamId } of remove) if (!list.delete(teamId)) throw new XinyuError('SHORTLIST_CHANGE')
  const ranked = new Set(rows.map(({ teamId }) => teamId))
  for (const { teamId, why } of add) {
    if (on.has(teamId) || list.has(teamId) || !ranked.has(teamId)) throw new XinyuError('SHORTLIST_CHANGE')
    list.set(teamId, why)
  }
  const places = placesOf(quota)
  if (places !== null && list.size > places)
    throw new XinyuError('SHORTLIST_OVER_QUOTA', { teams: list.size, places })
  return list
}

/**
 * Decides who goes on. May be decided anew until the ranking is published.
 * @throws XinyuError RANKING_MISSING, RANKING_STALE, RANKING_PUBLISHED, SHORTLIST_CHANGE, SHORTLIST_OVER_QUOTA
 */
export async function decideShortlist(
  core: Core,
  actor: UserActor,
  { contest, round }: { readonly contest: Contest; readonly round: Round },
  list: NewShortlist,
): Promise<number> {
  const acted = await act(core, systemActor('contest'), async ({ tx, note, now }) => {
    await tx.selectFrom('contest').select('id').where('id', '=', contest.id).forUpdate().execute()
    const ranking = await mustHaveRanking(tx, contest.id, round.code)
    if (ranking.number !== list.number) throw new XinyuError('RANKING_STALE', { number: ranking.number })
    if (ranking.published_at !== null && ranking.published_at <= now)
      throw new XinyuError('RANKING_PUBLISHED')
    const on = listed(ranking.rows, round.quota, list)
    const rankOf = new Map(ranking.rows.map(({ teamId, rank }) => [teamId, rank]))
    await tx
      .deleteFrom('contest_shortlist')
      .where('contest_id', '=', contest.id)
      .where('round', '=', round.code)
      .execute()
    const rows = [...on].map(([team_id, why]) => ({
      contest_id: contest.id,
      round: round.code,
      team_id,
      rank: rankOf.get(team_id)!,
      why,
    }))
    if (rows.length > 0) await tx.insertInto('contest_shortlist').values(rows).execute()
    await tx
      .updateTable('contest_ranking')
      .set({
        on_ids: [...on.keys()].toSorted(),
        changes: JSON.stringify({ add: list.add, remove: list.remove }),
        shortlisted_at: now,
      })
      .where('id', '=', ranking.id)
      .execute()
    note({
      kind: 'contest_shortlist.decided',
      subject: { contest: contest.id, ranking: ranking.id, body: contest.organiserId },
      payload: {
        by: actor.userId,
        round: round.code,
        number: ranking.number,
        teams: [...on.keys()].toSorted(),
        add: list.add,
        remove: list.remove,
      },
    })
    return on.size
  })
  return acted.value
}
