import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { mustHaveRound } from '../moments.ts'
import { poolOf } from '../pool/store.ts'
import { panelistsOf } from '../store.ts'
import type { CandidateView, PoolView } from '../views.ts'

/** Loads of the round, by expert. */
async function loadsOf(core: Core, contestId: string, round: string): Promise<Map<string, number>> {
  const rows = await core.db
    .selectFrom('contest_assignment')
    .select((eb) => ['expert_id', eb.fn.countAll<number>().as('n')])
    .where('contest_id', '=', contestId)
    .where('round', '=', round)
    .where('state', '=', 'assigned')
    .groupBy('expert_id')
    .execute()
  return new Map(rows.map((row) => [row.expert_id, row.n]))
}

export async function poolView(core: Core, contest: Contest, round: string): Promise<PoolView[]> {
  mustHaveRound(contest, round)
  const pool = await poolOf(core.db, contest.organiserId)
  const panel = new Map((await panelistsOf(core.db, contest.id, round)).map((one) => [one.expertId, one]))
  const loads = await loadsOf(core, contest.id, round)
  return pool.map(({ organiserId: _organiserId, ...one }) => ({
    ...one,
    fields: [...one.fields],
    bodies: [...one.bodies],
    relations: [...one.relations],
    onPanel: panel.has(one.id),
    declaredAt: panel.get(one.id)?.declaredAt ?? null,
    load: loads.get(one.id) ?? 0,
  }))
}

/** Users of the space with the role, who are not in the pool yet. */
export async function candidates(core: Core, contest: Contest): Promise<CandidateView[]> {
  const rows = await core.db
    .selectFrom('app_user as u')
    .innerJoin('participant as p', 'p.id', 'u.participant_id')
    .select(['u.id', 'u.login', 'u.display_name', 'p.name_zh'])
    .where('u.state', '=', 'active')
    .where((eb) => eb(eb.val('expert'), '=', eb.fn.any('u.roles')))
    .where('u.id', 'not in', (eb) =>
      eb.selectFrom('contest_expert').select('user_id').where('organiser_id', '=', contest.organiserId),
    )
    .orderBy('u.login')
    .limit(2_000)
    .execute()
  return rows.map((row) => ({ userId: row.id, login: row.login, name: row.display_name, body: row.name_zh }))
}
