import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { teamsIn } from '../../entry/index.ts'
import type { Contest, Round } from '../../scheme/index.ts'
import type { AppealView } from '../model.ts'
import { appealUntil } from '../ranking/own.ts'
import { publishedRanking } from '../store.ts'

/** One appeal of a team against one published ranking, within the days. @throws XinyuError APPEAL_CLOSED, APPEAL_MADE */
export async function makeAppeal(
  core: Core,
  by: { readonly entrantId: string; readonly teamId: string },
  { contest, round }: { readonly contest: Contest; readonly round: Round },
  text: string,
): Promise<void> {
  await act(core, systemActor('contest'), async ({ tx, now, id, note }) => {
    const ranking = await publishedRanking(tx, contest.id, round.code, now)
    const until = ranking ? appealUntil(round, ranking.published_at!) : null
    if (!ranking || until === null || now >= until) throw new XinyuError('APPEAL_CLOSED')
    const appeal = id()
    const made = await tx
      .insertInto('contest_appeal')
      .values({
        id: appeal,
        contest_id: contest.id,
        round: round.code,
        team_id: by.teamId,
        ranking: ranking.number,
        text,
        by_entrant: by.entrantId,
        created_at: now,
        state: 'open',
        reason: '',
        decided_by: null,
        decided_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw new XinyuError('APPEAL_MADE')
    note({
      kind: 'contest_appeal.made',
      subject: { contest: contest.id, appeal, team: by.teamId, entrant: by.entrantId },
      payload: { round: round.code, ranking: ranking.number, text },
    })
  })
}

/** @throws XinyuError NOT_FOUND, APPEAL_DECIDED */
export async function decideAppeal(
  core: Core,
  actor: UserActor,
  { contest, round }: { readonly contest: Contest; readonly round: Round },
  appealId: string,
  { decision, reason }: { readonly decision: 'upheld' | 'rejected'; readonly reason: string },
): Promise<void> {
  await act(core, systemActor('contest'), async ({ tx, now, note }) => {
    const row = await tx
      .selectFrom('contest_appeal')
      .select('state')
      .where('id', '=', appealId)
      .where('contest_id', '=', contest.id)
      .where('round', '=', round.code)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'appeal' })
    if (row.state !== 'open') throw new XinyuError('APPEAL_DECIDED')
    await tx
      .updateTable('contest_appeal')
      .set({ state: decision, reason, decided_by: actor.userId, decided_at: now })
      .where('id', '=', appealId)
      .execute()
    note({
      kind: `contest_appeal.${decision}`,
      subject: { contest: contest.id, appeal: appealId, body: contest.organiserId },
      payload: { by: actor.userId, reason },
    })
  })
}

/** Appeals of a round, the ones that wait first. */
export async function appealsOf(core: Core, contest: Contest, round: Round): Promise<AppealView[]> {
  const rows = await core.db
    .selectFrom('contest_appeal')
    .selectAll()
    .where('contest_id', '=', contest.id)
    .where('round', '=', round.code)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  if (rows.length === 0) return []
  const teams = new Map((await teamsIn(core.db, contest.id)).map((team) => [team.id, team]))
  const rankings = await core.db
    .selectFrom('contest_ranking')
    .select(['number', 'rows'])
    .where('contest_id', '=', contest.id)
    .where('round', '=', round.code)
    .execute()
  const ranked = new Map(
    rankings.flatMap(({ number, rows: all }) => all.map((row) => [`${number} ${row.teamId}`, row] as const)),
  )
  return rows
    .map((row) => {
      const place = ranked.get(`${row.ranking} ${row.team_id}`)
      return {
        id: row.id,
        teamId: row.team_id,
        workId: place?.workId ?? null,
        team: teams.get(row.team_id)?.name ?? '',
        number: teams.get(row.team_id)?.number ?? null,
        ranking: row.ranking,
        rank: place?.rank ?? null,
        state: row.state,
        text: row.text,
        reason: row.reason,
        createdAt: row.created_at,
        decidedAt: row.decided_at,
      }
    })
    .toSorted((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open'))
}
