import { systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { mustBeCaptain } from '../../entry/index.ts'

/** A winning team shows the public a summary of its work, in its own words. @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN */
export async function showSummary(
  core: Core,
  contestId: string,
  entrantId: string,
  summary: string,
): Promise<void> {
  const team = await mustBeCaptain(core, contestId, entrantId)
  await act(core, systemActor('contest'), async ({ tx, now, note, emit }) => {
    const award = await tx
      .selectFrom('contest_award')
      .select('id')
      .where('contest_id', '=', contestId)
      .where('team_id', '=', team.id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (!award) throw new XinyuError('NOT_FOUND', { what: 'award' })
    await tx
      .insertInto('contest_showcase')
      .values({ team_id: team.id, contest_id: contestId, summary, at: now })
      .onConflict((conflict) => conflict.column('team_id').doUpdateSet({ summary, at: now }))
      .execute()
    note({
      kind: 'showcase.agreed',
      subject: { entrant: entrantId, team: team.id, contest: contestId },
      // The words are the team's and may be taken back; that they were agreed to stays provable.
      payload: { digest: digestOf(summary) },
    })
    emit('contest.results_published', { contestId })
  })
}

/** Takes it from the public again: at any time, without a reason. @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN */
export async function hideSummary(core: Core, contestId: string, entrantId: string): Promise<void> {
  const team = await mustBeCaptain(core, contestId, entrantId)
  await act(core, systemActor('contest'), async ({ tx, note, emit }) => {
    await tx.deleteFrom('contest_showcase').where('team_id', '=', team.id).execute()
    note({
      kind: 'showcase.withdrawn',
      subject: { entrant: entrantId, team: team.id, contest: contestId },
    })
    emit('contest.results_published', { contestId })
  })
}
