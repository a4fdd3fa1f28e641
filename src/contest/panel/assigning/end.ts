import { systemActor } from '../../../kernel/actor.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'

declare module '../../../kernel/events.ts' {
  interface Events {
    /** An expert has a work no more: what he wrote of it does not count. */
    'contest.assignment_ended': { contestId: string; round: string; assignmentId: string }
  }
}

/** Ends what is assigned, by assignment, by pair, or by team. The entry names neither work nor team: it would tell who judged whom. */
export async function endAssignments(
  scope: ActionScope,
  contestId: string,
  which: { readonly id: string } | { readonly expertId?: string; readonly teamId: string },
  state: 'declined' | 'withdrawn',
  reason: string,
  by: string,
): Promise<number> {
  const { tx, now, note, emit } = scope
  let query = tx
    .updateTable('contest_assignment')
    .set({ state, reason, ended_at: now })
    .where('contest_id', '=', contestId)
    .where('state', '=', 'assigned')
  if ('id' in which) query = query.where('id', '=', which.id)
  else {
    query = query.where('team_id', '=', which.teamId)
    if (which.expertId !== undefined) query = query.where('expert_id', '=', which.expertId)
  }
  const rows = await query.returning(['id', 'round']).execute()
  for (const { id, round } of rows) {
    note({
      kind: `assignment.${state}`,
      subject: { contest: contestId, assignment: id, by },
      payload: { round, reason },
    })
    emit('contest.assignment_ended', { contestId, round, assignmentId: id })
  }
  return rows.length
}

/** A team that is not in the contest any more is judged no more. */
export async function endForTeam(core: Core, contestId: string, teamId: string): Promise<void> {
  const there = await core.db
    .selectFrom('contest_assignment')
    .select('id')
    .where('contest_id', '=', contestId)
    .where('team_id', '=', teamId)
    .where('state', '=', 'assigned')
    .limit(1)
    .executeTakeFirst()
  if (!there) return
  await act(core, systemActor('contest'), async (scope) => {
    await endAssignments(scope, contestId, { teamId }, 'withdrawn', 'team_left', 'contest')
    scope.note({ kind: 'assignment.team_left', subject: { contest: contestId } })
  })
}
