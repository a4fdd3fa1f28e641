import { systemActor, type UserRole } from '../../kernel/index.ts'
import { act, type Core } from '../evidence/index.ts'
import type { NewParticipant } from './model.ts'
import { mustBeEmpty } from './officers.ts'
import { insertParticipant } from './participants.ts'
import { insertUser } from './users.ts'

/** `key` names the body within the demo's own lists, such as `shanghai-bureau`. */
export type DemoBody = NewParticipant & { readonly key: string }

export interface DemoUser {
  readonly body: string
  readonly login: string
  readonly displayName: string
  readonly roles: readonly UserRole[]
}

export interface SeededDemo {
  /** Body key → participant id. */
  readonly participants: Readonly<Record<string, string>>
  /** Login → user id. */
  readonly users: Readonly<Record<string, string>>
}

/**
 * Bodies and users of the demo space, in one action. The users have no password and enter by `POST /demo/session`,
 * which exists only in a demo.
 * @throws XinyuError SPACE_NOT_EMPTY: real users never share a space with ones that need no password
 */
export async function seedDemo(
  core: Core,
  bodies: readonly DemoBody[],
  users: readonly DemoUser[],
): Promise<SeededDemo> {
  const acted = await act(core, systemActor('demo'), async (scope) => {
    await mustBeEmpty(scope)
    const participants: Record<string, string> = {}
    for (const { key, ...body } of bodies) participants[key] = await insertParticipant(scope, body)
    const ids: Record<string, string> = {}
    for (const { body, login, displayName, roles } of users) {
      const participantId = participants[body]
      if (!participantId) throw new Error(`demo user ${login} belongs to an unknown body ${body}`)
      ids[login] = await insertUser(scope, { participantId, login, displayName, roles: [...roles] }, true)
    }
    return { participants, users: ids }
  })
  return acted.value
}

export interface DemoLogin {
  readonly login: string
  readonly displayName: string
  readonly roles: UserRole[]
  readonly participantNameZh: string
  readonly participantNameEn: string
}

/** The users that may be entered in a demo. */
export async function demoLogins(core: Core): Promise<DemoLogin[]> {
  const rows = await core.db
    .selectFrom('app_user as u')
    .innerJoin('participant as p', 'p.id', 'u.participant_id')
    .select(['u.login', 'u.display_name', 'u.roles', 'p.name_zh', 'p.name_en'])
    .where('u.demo', '=', true)
    .where('u.state', '=', 'active')
    .where('p.state', '=', 'active')
    .orderBy('p.uscc')
    .orderBy('u.login')
    .execute()
  return rows.map((row) => ({
    login: row.login,
    displayName: row.display_name,
    roles: row.roles,
    participantNameZh: row.name_zh,
    participantNameEn: row.name_en,
  }))
}
