import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Contest, Round } from '../../scheme/index.ts'
import { rank } from '../rank/index.ts'
import { latestRanking } from '../store.ts'
import { gather, inputsHash } from './gather.ts'

export const RANKING_KIND = 'contest_ranking.made'

/** What a ranking leaves in evidence: with the entries of the sheets it is everything that is needed to do it again. */
export interface RankingPayload {
  readonly by: string
  readonly round: string
  readonly number: number
  readonly word: string
  readonly inputsDigest: string
  readonly criteria: Json
  readonly scoring: Json
  readonly works: Json
  /** Which sheets count, by the entries that hold their scores. */
  readonly sheets: Json
  readonly rows: Json
}

/**
 * Ranks a round from the sheets that are in, and freezes them: nothing is taken after. Before the review is over only when
 * every sheet is in; with sheets or reviews missing only with grounds.
 * @throws XinyuError RANKING_TOO_EARLY, RANKING_WORD
 */
export async function makeRanking(
  core: Core,
  actor: UserActor,
  { contest, round }: { readonly contest: Contest; readonly round: Round },
  word: string,
): Promise<number> {
  const acted = await act(core, systemActor('contest'), async ({ tx, note, now, id }) => {
    // Sheets hold this row while they are handed in: what is counted now is all there is.
    await tx.selectFrom('contest').select('id').where('id', '=', contest.id).forUpdate().execute()
    const { input, counted, due } = await gather(tx, contest, round)
    const ranking = rank(input)
    if (due.length > 0 && now < round.review.closesAt)
      throw new XinyuError('RANKING_TOO_EARLY', { missing: due.length })
    if ((due.length > 0 || ranking.missing.length > 0) && word.length < 4)
      throw new XinyuError('RANKING_WORD', { sheets: due.length, works: ranking.missing.length })
    const number = ((await latestRanking(tx, contest.id, round.code))?.number ?? 0) + 1
    const rankingId = id()
    const inputs = inputsHash(input, counted)
    await tx
      .insertInto('contest_ranking')
      .values({
        id: rankingId,
        contest_id: contest.id,
        round: round.code,
        number,
        rows: JSON.stringify(ranking.rows),
        experts: JSON.stringify(ranking.experts),
        inputs_digest: inputs,
        word,
        by_user: actor.userId,
        created_at: now,
        on_ids: null,
        shortlisted_at: null,
        published_at: null,
      })
      .execute()
    const payload: RankingPayload = {
      by: actor.userId,
      round: round.code,
      number,
      word,
      inputsDigest: inputs,
      criteria: input.criteria as unknown as Json,
      scoring: input.scoring,
      works: input.works as unknown as Json,
      sheets: counted.map(({ assignment, code, edition, workId, expert }) => ({
        assignment,
        code,
        edition,
        workId,
        expert,
      })),
      rows: ranking.rows as unknown as Json,
    }
    note({
      kind: RANKING_KIND,
      subject: { contest: contest.id, ranking: rankingId, body: contest.organiserId },
      payload: payload as unknown as Json,
    })
    return number
  })
  return acted.value
}
