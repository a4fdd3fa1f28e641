import type { UserActor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { bodiesOf, teamsIn } from '../../entry/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { poolOf } from '../pool/store.ts'
import { conflictsOf } from '../store.ts'
import type { ConflictView } from '../views.ts'

export async function conflictViews(
  core: Core,
  actor: UserActor,
  contest: Contest,
  query: {
    offset: number
    limit: number
    state?: 'standing' | 'lifted' | undefined
    waiting?: boolean | undefined
  },
): Promise<{ items: ConflictView[]; total: number }> {
  const lifts = await core.db
    .selectFrom('contest_conflict')
    .select(['id', 'lift_by', 'lift_reason'])
    .where('contest_id', '=', contest.id)
    .execute()
  const liftOf = new Map(lifts.map((row) => [row.id, row]))
  const all = (await conflictsOf(core.db, contest.id)).filter(
    (one) =>
      (query.state === undefined || one.state === query.state) &&
      (query.waiting !== true || (one.state === 'standing' && liftOf.get(one.id)?.lift_by !== null)),
  )
  const shown = all.slice(query.offset, query.offset + query.limit)
  const teams = new Map((await teamsIn(core.db, contest.id)).map((team) => [team.id, team]))
  const bodies = await bodiesOf(
    core.db,
    shown.map(({ teamId }) => teamId),
  )
  const experts = new Map((await poolOf(core.db, contest.organiserId)).map(({ id, name }) => [id, name]))
  return {
    total: all.length,
    items: shown.map((one) => ({
      id: one.id,
      expertId: one.expertId,
      expert: experts.get(one.expertId) ?? '',
      teamId: one.teamId,
      team: teams.get(one.teamId)?.name ?? '',
      bodies: (bodies.get(one.teamId) ?? []).map(({ name }) => name),
      kind: one.kind,
      byRule: one.byRule,
      note: one.note,
      state: one.state,
      liftReason: liftOf.get(one.id)?.lift_reason ?? null,
      liftByReader: liftOf.get(one.id)?.lift_by === actor.userId,
    })),
  }
}
