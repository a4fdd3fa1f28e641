import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import { USER_ROLES } from '../../../kernel/roles.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

/** Who works in the own body, by name: without the login, which is half of a way in. */
export const ColleagueView = z.object({
  id: z.uuid(),
  displayName: z.string(),
  roles: z.array(z.enum(USER_ROLES)),
})
export type ColleagueView = z.output<typeof ColleagueView>

/**
 * Active users of the actor's own body. Whoever sets a chain or delegates has to know whom; people of one body know each
 * other's names, those of other bodies stay masked (GB/T 35273 §7.2).
 */
export async function colleaguesOf(core: Core, actor: UserActor): Promise<ColleagueView[]> {
  const rows = await core.db
    .selectFrom('app_user')
    .select(['id', 'display_name', 'roles'])
    .where('participant_id', '=', actor.participantId)
    .where('state', '=', 'active')
    .orderBy('id')
    .limit(500)
    .execute()
  return rows.map((row) => ({ id: row.id, displayName: row.display_name, roles: row.roles }))
}
