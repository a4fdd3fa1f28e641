import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { teamById } from '../../entry/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { expertById } from '../store.ts'
import { writeConflicts } from './find.ts'

const machine = systemActor('contest')

/** An officer knows of something that no rule finds. @throws XinyuError NOT_FOUND */
export async function addConflict(
  core: Core,
  actor: UserActor,
  contest: Contest,
  asked: {
    readonly expertId: string
    readonly teamId: string
    readonly kind: 'shared_project' | 'relation'
    readonly note: string
  },
): Promise<void> {
  const team = await teamById(core.db, asked.teamId)
  if (team.contestId !== contest.id) throw new XinyuError('NOT_FOUND', { what: 'team' })
  await expertById(core.db, contest.organiserId, asked.expertId)
  await act(core, machine, async (scope) => {
    await writeConflicts(scope, contest.id, [{ ...asked, byRule: false }], actor.userId)
    scope.note({
      kind: 'conflict.written',
      subject: { contest: contest.id, expert: asked.expertId, team: asked.teamId, by: actor.userId },
      payload: { kind: asked.kind, note: asked.note },
    })
  })
}

/** First of two: an officer says why a conflict is none. @throws XinyuError NOT_FOUND */
export async function askLift(
  core: Core,
  actor: UserActor,
  contest: Contest,
  id: string,
  reason: string,
): Promise<void> {
  await act(core, machine, async (scope) => {
    const row = await standing(scope, contest, id)
    await scope.tx
      .updateTable('contest_conflict')
      .set({ lift_reason: reason, lift_by: actor.userId, lift_at: scope.now })
      .where('id', '=', id)
      .execute()
    scope.note({
      kind: 'conflict.lift_asked',
      subject: {
        contest: contest.id,
        conflict: id,
        expert: row.expert_id,
        team: row.team_id,
        by: actor.userId,
      },
      payload: { reason },
    })
  })
}

/** Second of two, another one: agrees, or says no. @throws XinyuError NOT_FOUND, PANEL_SAME_OFFICER */
export async function decideLift(
  core: Core,
  actor: UserActor,
  contest: Contest,
  id: string,
  agrees: boolean,
): Promise<void> {
  await act(core, machine, async (scope) => {
    const row = await standing(scope, contest, id)
    if (row.lift_by === null) throw new XinyuError('NOT_FOUND', { what: 'request' })
    // Who asked may take it back, and never agrees with himself.
    if (agrees && row.lift_by === actor.userId) throw new XinyuError('PANEL_SAME_OFFICER')
    await scope.tx
      .updateTable('contest_conflict')
      .set(
        agrees
          ? { state: 'lifted' as const, lifted_by: actor.userId, lifted_at: scope.now }
          : { lift_reason: null, lift_by: null, lift_at: null },
      )
      .where('id', '=', id)
      .execute()
    scope.note({
      kind: agrees ? 'conflict.lifted' : 'conflict.lift_refused',
      subject: {
        contest: contest.id,
        conflict: id,
        expert: row.expert_id,
        team: row.team_id,
        by: actor.userId,
      },
      payload: { reason: row.lift_reason, askedBy: row.lift_by },
    })
  })
}

async function standing({ tx }: ActionScope, contest: Contest, id: string) {
  const row = await tx
    .selectFrom('contest_conflict')
    .selectAll()
    .where('id', '=', id)
    .where('contest_id', '=', contest.id)
    .where('state', '=', 'standing')
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'conflict' })
  return row
}
