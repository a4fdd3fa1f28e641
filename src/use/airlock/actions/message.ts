import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act, type ActionScope } from '../../../safeguard/evidence/index.ts'
import { joinTeam, subjectOf } from '../move.ts'
import { mustBeFit, presentIn } from '../people.ts'
import type { Airlock } from '../ports.ts'
import { seal } from '../seal.ts'
import { CLOSED, OPEN } from '../states.ts'
import { lockRequest, type RequestRow, requestRow } from '../store.ts'
import { holdPlace } from './claim.ts'

/**
 * A word at the request. Of its author and his colleagues: seen by all who see it. Of a checker while opinions are open:
 * under seal like an opinion.
 * @throws XinyuError NOT_FOUND, AIRLOCK_*
 */
export async function say(airlock: Airlock, actor: UserActor, id: string, text: string): Promise<void> {
  const { core } = airlock
  const seen = await requestRow(core.db, id)
  const own = seen.consumer_id === actor.participantId
  const present = own ? [] : await presentIn(airlock, id)
  await act(core, own ? actor : systemActor('airlock'), async (scope) => {
    const row = await lockRequest(scope.tx, id)
    if (!own) await mustBeFit(scope.tx, actor, row, 'check', present)
    if (CLOSED.includes(row.state)) throw new XinyuError('AIRLOCK_STATE', { state: row.state })
    const sealed = !own && OPEN.includes(row.state)
    if (sealed) await holdPlace(airlock, scope, row, actor.userId)
    await keep(scope, row, actor.userId, text, sealed)
    if (own) await joinTeam(scope, row, [actor.userId])
    if (sealed)
      await seal(core, scope, row, actor.userId, { kind: 'message', body: { digest: digestOf(text) } })
    else scope.note({ kind: 'airlock.message', subject: { ...subjectOf(row), by: actor.userId } })
  })
}

async function keep(
  { tx, id, now }: ActionScope,
  row: RequestRow,
  by: string,
  text: string,
  sealed: boolean,
): Promise<void> {
  await tx
    .insertInto('airlock_message')
    .values({ id: id(), request_id: row.id, by, sealed_round: sealed ? row.round : null, at: now, text })
    .execute()
}
