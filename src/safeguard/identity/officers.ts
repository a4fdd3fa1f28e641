import { sql } from 'kysely'
import { SEPARATED_OFFICERS, systemActor, XinyuError } from '../../kernel/index.ts'
import { type ActionScope, act, type Core } from '../evidence/index.ts'
import { writeInvitation } from './invitations.ts'
import type { NewParticipant } from './model.ts'
import { identityOptions } from './options.ts'
import { insertParticipant } from './participants.ts'
import { insertUser } from './users.ts'

export interface NewOfficer {
  readonly role: 'system_administrator' | 'security_officer' | 'auditor'
  readonly login: string
  readonly displayName: string
}

export interface OfficerInvitation {
  readonly role: NewOfficer['role']
  readonly login: string
  readonly userId: string
  /** `/invitation/<secret>`: to be put after the portal's address and handed to this officer alone. */
  readonly path: string
  readonly expiresAt: number
}

/**
 * The first body and the three separated officers of an empty production space (`xinyu init`).
 * @throws XinyuError SPACE_NOT_EMPTY, ROLES_SEPARATED when not each office is given once, USCC_INVALID
 */
export async function createOfficers(
  core: Core,
  { operator, officers }: { operator: Omit<NewParticipant, 'roles'>; officers: readonly NewOfficer[] },
): Promise<{ participantId: string; invitations: OfficerInvitation[] }> {
  const roles = officers.map((officer) => officer.role)
  if (officers.length !== SEPARATED_OFFICERS.length || new Set(roles).size !== SEPARATED_OFFICERS.length)
    throw new XinyuError('ROLES_SEPARATED', { roles: roles.join(', ') })
  const acted = await act(core, systemActor('init'), async (scope) => {
    await mustBeEmpty(scope)
    const participantId = await insertParticipant(scope, { ...operator, roles: ['operator'] })
    const invitations: OfficerInvitation[] = []
    for (const { role, login, displayName } of officers) {
      const userId = await insertUser(scope, { participantId, login, displayName, roles: [role] })
      const lifeMs = identityOptions().invitationMs
      const { token, expiresAt } = await writeInvitation(core, scope, userId, 'join', lifeMs)
      invitations.push({ role, login, userId, path: `/invitation/${token}`, expiresAt })
    }
    return { participantId, invitations }
  })
  return acted.value
}

/** Locks the table, so that of two `init` at once the second finds the first. @throws XinyuError SPACE_NOT_EMPTY */
export async function mustBeEmpty({ tx }: Pick<ActionScope, 'tx'>): Promise<void> {
  await sql`lock table participant in share row exclusive mode`.execute(tx)
  if (await tx.selectFrom('participant').select('id').limit(1).executeTakeFirst())
    throw new XinyuError('SPACE_NOT_EMPTY')
}
