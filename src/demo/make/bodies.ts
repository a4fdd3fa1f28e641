import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { seedDemo } from '../../safeguard/identity/index.ts'
import { demoPlan } from '../plan.ts'

/** Who plays in the demo: bodies by code, and users as actors by login. */
export interface Cast {
  body(code: string): string
  user(login: string): UserActor
}

/** Registers the demo's bodies and users, or finds those of an earlier start. */
export async function demoBodies(core: Core): Promise<Cast> {
  const plan = demoPlan()
  const known = await core.db.selectFrom('participant').select(['id', 'uscc']).execute()
  if (known.length === 0) {
    await seedDemo(
      core,
      plan.bodies.map(({ code, nameZh, nameEn, uscc, roles }) => ({
        key: code,
        nameZh,
        nameEn,
        uscc,
        roles: [...roles],
        regionCode: regionOf(uscc),
      })),
      plan.users.map((user) => ({
        body: user.body,
        login: user.login,
        displayName: user.displayNameZh,
        roles: user.roles,
      })),
    )
  }
  return castOf(core)
}

/** 统一社会信用代码, positions 3 to 8: the region of registration (GB 32100). */
const regionOf = (uscc: string): string => uscc.slice(2, 8)

async function castOf(core: Core): Promise<Cast> {
  const plan = demoPlan()
  const bodies = await core.db.selectFrom('participant').select(['id', 'uscc']).execute()
  const users = await core.db
    .selectFrom('app_user')
    .select(['id', 'login', 'participant_id', 'roles'])
    .execute()
  const body = (code: string): string => {
    const uscc = plan.bodies.find((one) => one.code === code)?.uscc
    const found = bodies.find((one) => one.uscc === uscc)
    if (!found) throw new Error(`the demo has no body ${code}`)
    return found.id
  }
  return {
    body,
    user(login) {
      const found = users.find((one) => one.login === login)
      if (!found) throw new Error(`the demo has no user ${login}`)
      return { kind: 'user', userId: found.id, participantId: found.participant_id, roles: found.roles }
    },
  }
}
