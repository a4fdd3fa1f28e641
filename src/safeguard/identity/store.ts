import type { Actor, BodyRole } from '../../kernel/index.ts'
import type { Db, Tx } from '../../platform/postgres/index.ts'
import type { Core } from '../evidence/index.ts'
import type { Participant, User } from './model.ts'
import { masked, seesAll } from './rules.ts'
import type { ParticipantTable, UserTable } from './tables.ts'
import { lockedLogins } from './throttle.ts'

type Reader = Pick<Core, 'db'>

const participantOf = (row: ParticipantTable): Participant => ({
  id: row.id,
  uscc: row.uscc,
  nameZh: row.name_zh,
  nameEn: row.name_en,
  roles: row.roles,
  regionCode: row.region_code,
  state: row.state,
  createdAt: row.created_at,
})

export async function participantById(core: Reader, id: string): Promise<Participant | undefined> {
  return (await participantsByIds(core, [id])).get(id)
}

/** Those that exist, by id. */
export async function participantsByIds(
  core: Reader,
  ids: readonly string[],
): Promise<Map<string, Participant>> {
  if (ids.length === 0) return new Map()
  const rows = await core.db
    .selectFrom('participant')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, participantOf(row)]))
}

export interface ParticipantFilter {
  readonly role?: BodyRole | undefined
  readonly state?: 'active' | 'suspended' | undefined
  readonly offset: number
  readonly limit: number
}

export async function listParticipants(
  core: Reader,
  { role, state, offset, limit }: ParticipantFilter,
): Promise<{ items: Participant[]; total: number }> {
  let query = core.db.selectFrom('participant')
  if (role) query = query.where((e) => e(e.val(role), '=', e.fn.any('roles')))
  if (state) query = query.where('state', '=', state)
  const rows = await query.selectAll().orderBy('id').offset(offset).limit(limit).execute()
  const { total } = await query.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { items: rows.map(participantOf), total }
}

/** A user without secrets and without the personal fields that a room has no business with. */
export interface UserRow {
  readonly id: string
  readonly participantId: string
  readonly roles: UserTable['roles']
  readonly state: UserTable['state']
}

export async function userById(core: Reader, id: string): Promise<UserRow | undefined> {
  const row = await core.db
    .selectFrom('app_user')
    .select(['id', 'participant_id', 'roles', 'state'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { id: row.id, participantId: row.participant_id, roles: row.roles, state: row.state }
}

export interface UserFilter {
  readonly participantId?: string | undefined
  readonly offset: number
  readonly limit: number
}

/** The users that the actor may see: officers all, others those of the own body. Names masked. */
export async function listUsers(
  core: Core,
  actor: Actor,
  { participantId, offset, limit }: UserFilter,
): Promise<{ items: User[]; total: number }> {
  let query = core.db.selectFrom('app_user')
  if (actor.kind === 'user' && !seesAll(actor))
    query = query.where('participant_id', '=', actor.participantId)
  if (participantId) query = query.where('participant_id', '=', participantId)
  const rows = await query.selectAll().orderBy('id').offset(offset).limit(limit).execute()
  const { total } = await query.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { items: await userViews(core, rows, false), total }
}

/** One user as the actor may see it, or undefined. `open` shows the names: the caller must have noted it. */
export async function userView(
  core: Core,
  actor: Actor,
  id: string,
  open = false,
): Promise<User | undefined> {
  const row = await core.db.selectFrom('app_user').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  if (actor.kind === 'user' && !seesAll(actor) && row.participant_id !== actor.participantId) return undefined
  return (await userViews(core, [row], open))[0]
}

async function userViews(core: Core, rows: readonly UserTable[], open: boolean): Promise<User[]> {
  const ids = rows.map((row) => row.id)
  const [locked, factors, certificates] = await Promise.all([
    lockedLogins(
      { core },
      rows.map((row) => row.login),
    ),
    usersWithSecondFactor(core.db, ids),
    usersWithCertificate(core.db, ids),
  ])
  return rows.map((row) => ({
    id: row.id,
    participantId: row.participant_id,
    login: open ? row.login : masked(row.login),
    displayName: open ? row.display_name : masked(row.display_name),
    masked: !open,
    roles: row.roles,
    state: row.state === 'active' && locked.has(row.login) ? 'locked' : row.state,
    secondFactor: factors.has(row.id),
    certificate: certificates.has(row.id),
    createdAt: row.created_at,
  }))
}

/** Those of the users who have confirmed one-time codes or a passkey. */
export async function usersWithSecondFactor(db: Db | Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('user_totp')
    .select('user_id')
    .where('user_id', 'in', [...ids])
    .where('confirmed_at', 'is not', null)
    .union(
      db
        .selectFrom('user_passkey')
        .select('user_id')
        .where('user_id', 'in', [...ids]),
    )
    .execute()
  return new Set(rows.map((row) => row.user_id))
}

async function usersWithCertificate(db: Db, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('user_certificate')
    .select('user_id')
    .where('user_id', 'in', [...ids])
    .execute()
  return new Set(rows.map((row) => row.user_id))
}
