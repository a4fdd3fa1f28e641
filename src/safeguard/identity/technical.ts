import type { UserRole } from '../../kernel/index.ts'
import type { ActionScope } from '../evidence/index.ts'
import { lockedParticipant } from './participants.ts'
import { mustFit } from './rules.ts'

interface TechnicalUser {
  readonly participantId: string
  readonly login: string
  readonly displayName: string
  readonly roles: readonly UserRole[]
}

/**
 * A user that only a machine's door acts as: it has no password and no invitation, so that nobody signs in as it;
 * suspending it shuts the door. Whoever calls this has checked who may open the door.
 */
export async function insertTechnicalUser(scope: ActionScope, user: TechnicalUser): Promise<string> {
  const { participantId, login, displayName, roles } = user
  mustFit(roles, (await lockedParticipant(scope, participantId)).roles)
  const id = scope.id()
  await scope.tx
    .insertInto('app_user')
    .values({
      id,
      participant_id: participantId,
      login,
      display_name: displayName,
      roles: [...roles],
      state: 'active',
      password: null,
      demo: false,
      created_at: scope.now,
      updated_at: scope.now,
    })
    .execute()
  scope.note({
    kind: 'user.technical_made',
    subject: { user: id, participant: participantId },
    payload: { roles: [...roles] },
  })
  return id
}
