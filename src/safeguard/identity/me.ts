import type { Identity } from './identity.ts'
import type { Me } from './model.ts'
import { participantById } from './store.ts'
import type { Pending } from './tables.ts'

/** Nobody is signed in. */
export const nobody = (identity: Identity): Me => ({
  user: null,
  participant: null,
  roles: [],
  pending: null,
  factors: [],
  demo: identity.options.demo,
})

/** What the portal shows of who is signed in. A half-open session learns no roles. */
export async function meOf(
  identity: Identity,
  { userId, pending }: { userId: string; pending: Pending | null },
): Promise<Me> {
  const { core } = identity
  const row = await core.db
    .selectFrom('app_user')
    .select(['id', 'login', 'display_name', 'roles', 'participant_id'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!row) return nobody(identity)
  return {
    user: { id: row.id, login: row.login, displayName: row.display_name },
    participant: (await participantById(core, row.participant_id)) ?? null,
    roles: pending ? [] : row.roles,
    pending,
    factors: pending === 'second-factor-setup' ? [] : await factorsOf(identity, userId),
    demo: identity.options.demo,
  }
}

/** The kinds of second factor that the user can give now. */
export async function factorsOf({ core }: Identity, userId: string): Promise<Me['factors']> {
  const [totp, passkey, recovery] = await Promise.all([
    core.db
      .selectFrom('user_totp')
      .select('user_id')
      .where('user_id', '=', userId)
      .where('confirmed_at', 'is not', null)
      .executeTakeFirst(),
    core.db.selectFrom('user_passkey').select('id').where('user_id', '=', userId).executeTakeFirst(),
    core.db
      .selectFrom('user_recovery_code')
      .select('id')
      .where('user_id', '=', userId)
      .where('used_at', 'is', null)
      .executeTakeFirst(),
  ])
  return [
    ...(totp ? ['totp' as const] : []),
    ...(passkey ? ['passkey' as const] : []),
    ...(recovery ? ['recovery' as const] : []),
  ]
}
