import { sql } from 'kysely'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { type Acted, act, type ActionScope } from '../../../safeguard/evidence/index.ts'
import { contractsInForce } from '../../../flow/contract/index.ts'
import type { NewRequest } from '../model.ts'
import { joinTeam, subjectOf } from '../move.ts'
import { LEAST_CHECKERS } from '../need.ts'
import type { Airlock } from '../ports.ts'
import { EDITABLE } from '../states.ts'
import { lockRequest, type RequestRow } from '../store.ts'

const DAY_MS = 86_400_000

/** When a draft that nobody touches is let go. */
export const draftEnds = ({ core }: Airlock, now: number): number =>
  now + core.config.airlock.draftDays * DAY_MS

/** Begins a request of an own project. @throws XinyuError NOT_FOUND, PROJECT_ENDED, AIRLOCK_MOST_REQUESTS */
export async function openRequest(
  airlock: Airlock,
  actor: UserActor,
  { projectId, seatId, title }: NewRequest,
): Promise<Acted<string>> {
  const { core } = airlock
  const project = await core.db
    .selectFrom('project')
    .select(['id', 'ended_at'])
    .where('id', '=', projectId)
    .where('consumer_id', '=', actor.participantId)
    .executeTakeFirst()
  if (!project) throw new XinyuError('NOT_FOUND', { what: 'project' })
  if (project.ended_at !== null) throw new XinyuError('PROJECT_ENDED')
  const contracts = [...(await contractsInForce(core, projectId))].sort()
  return act(core, actor, async (scope) => {
    const { tx, now, id, note } = scope
    await mustHaveRoom(tx, projectId, core.config.airlock.openRequests)
    const requestId = id()
    const row = await tx
      .insertInto('airlock_request')
      .values({
        id: requestId,
        project_id: projectId,
        consumer_id: actor.participantId,
        seat_id: seatId,
        author_id: actor.userId,
        title,
        state: 'draft',
        checkers: LEAST_CHECKERS,
        round: 0,
        contract_ids: contracts,
        team: [actor.userId],
        job_id: null,
        created_at: now,
        submitted_at: null,
        decided_at: null,
        released_at: null,
        revoked_at: null,
        revoke_reason: null,
        expires_at: draftEnds(airlock, now),
        emptied_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    note({ kind: 'airlock.opened', subject: subjectOf(row) })
    return requestId
  })
}

/** Counted one after the other within a project, so that two at once do not pass the limit together. */
async function mustHaveRoom(tx: Tx, projectId: string, most: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`airlock:${projectId}`}, 0))`.execute(tx)
  const { count } = await tx
    .selectFrom('airlock_request')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('project_id', '=', projectId)
    .where('state', 'in', ['draft', 'checking', 'review', 'differ', 'returned', 'approved'])
    .executeTakeFirstOrThrow()
  if (count >= most) throw new XinyuError('AIRLOCK_MOST_REQUESTS', { most })
}

/**
 * The author's own request while it may change, held until the action ends; what he does counts as life of the draft.
 * @throws XinyuError NOT_FOUND, AIRLOCK_NOT_AUTHOR, AIRLOCK_STATE
 */
export async function lockEditable(
  airlock: Airlock,
  scope: ActionScope,
  actor: UserActor,
  id: string,
): Promise<RequestRow> {
  const row = await lockOwn(scope.tx, actor, id)
  if (!EDITABLE.includes(row.state)) throw new XinyuError('AIRLOCK_STATE', { state: row.state })
  await scope.tx
    .updateTable('airlock_request')
    .set({ expires_at: draftEnds(airlock, scope.now) })
    .where('id', '=', id)
    .execute()
  await joinTeam(scope, row, [actor.userId])
  return row
}

/** Another body's request looks like none. @throws XinyuError NOT_FOUND, AIRLOCK_NOT_AUTHOR */
export async function lockOwn(tx: Tx, actor: UserActor, id: string): Promise<RequestRow> {
  const row = await lockRequest(tx, id)
  if (row.consumer_id !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'airlock request' })
  if (row.author_id !== actor.userId) throw new XinyuError('AIRLOCK_NOT_AUTHOR')
  return row
}

export function renameRequest(
  airlock: Airlock,
  actor: UserActor,
  id: string,
  title: string,
): Promise<Acted<void>> {
  return act(airlock.core, actor, async (scope) => {
    const row = await lockEditable(airlock, scope, actor, id)
    await scope.tx.updateTable('airlock_request').set({ title }).where('id', '=', id).execute()
    scope.note({ kind: 'airlock.renamed', subject: subjectOf(row) })
  })
}
