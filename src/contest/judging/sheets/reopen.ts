import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Contest, Round } from '../../scheme/index.ts'
import { latestRanking } from '../store.ts'

/**
 * Gives a submitted sheet back to its expert: it counts no more until it is submitted again. Only before its experts have
 * begun to talk, and before the round is ranked; then `openRescore` is the way.
 * @throws XinyuError NOT_FOUND, ROUND_FROZEN, SHEET_DISCUSSED, SHEET_NOT_SUBMITTED
 */
export async function reopenSheet(
  core: Core,
  actor: UserActor,
  { contest, round }: { readonly contest: Contest; readonly round: Round },
  assignmentId: string,
  reason: string,
): Promise<void> {
  await act(core, systemActor('contest'), async ({ tx, note, now }) => {
    await tx.selectFrom('contest').select('id').where('id', '=', contest.id).forShare().execute()
    if (await latestRanking(tx, contest.id, round.code)) throw new XinyuError('ROUND_FROZEN')
    const assignment = await tx
      .selectFrom('contest_assignment')
      .select(['id', 'work_id'])
      .where('id', '=', assignmentId)
      .where('contest_id', '=', contest.id)
      .where('round', '=', round.code)
      .where('state', '=', 'assigned')
      .forUpdate()
      .executeTakeFirst()
    if (!assignment) throw new XinyuError('NOT_FOUND', { what: 'assignment' })
    const open = await tx
      .selectFrom('contest_discussion')
      .select('work_id')
      .where('work_id', '=', assignment.work_id)
      .executeTakeFirst()
    if (open) throw new XinyuError('SHEET_DISCUSSED')
    const given = await tx
      .updateTable('contest_sheet')
      .set((eb) => ({
        state: 'draft',
        reopened: reason,
        saved_at: now,
        revision: eb('revision', '+', 1),
      }))
      .where('assignment_id', '=', assignmentId)
      .where('state', '=', 'submitted')
      .returning('edition')
      .executeTakeFirst()
    if (!given) throw new XinyuError('SHEET_NOT_SUBMITTED')
    note({
      kind: 'contest_sheet.reopened',
      subject: { contest: contest.id, assignment: assignmentId, body: contest.organiserId },
      payload: { by: actor.userId, round: round.code, edition: given.edition, reason },
    })
  })
}
