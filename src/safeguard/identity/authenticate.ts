import type { FastifyRequest } from 'fastify'
import type { UserActor, UserRole } from '../../kernel/index.ts'
import type { Core } from '../evidence/index.ts'
import { type IdentityOptions, type IdentitySettings, identityOptions } from './options.ts'
import { tokenHash } from './secret/token.ts'
import type { Pending } from './tables.ts'

export const SESSION_COOKIE = 'xinyu_session'

/** A session that is only half open may call these and nothing else. Reviewed list: method and route. */
const SETUP_ROUTES: ReadonlySet<string> = new Set([
  'POST /api/me/totp/begin',
  'POST /api/me/totp/confirm',
  'POST /api/me/passkeys/options',
  'POST /api/me/passkeys/verify',
])

const CACHE_MS = 5_000
const CACHE_SIZE = 10_000
const SEEN_EVERY_MS = 60_000
/** 32 bytes in base64url. Anything else cannot be one of ours and costs no query. */
const TOKEN = /^[\w-]{43}$/

/** An open session as it stands in the database. */
export interface CurrentSession {
  readonly id: string
  readonly userId: string
  readonly participantId: string
  readonly roles: readonly UserRole[]
  readonly pending: Pending | null
}

type Cookies = Pick<FastifyRequest, 'cookies'>

/**
 * The port of the server's authorisation hook: who calls, or null. One indexed query; an answer is remembered for
 * five seconds and forgotten at once when a session of the user ends.
 * A half-open session is nobody, except on the routes that set up a second factor, and there without any role.
 */
export function authenticate(
  core: Core,
  settings: IdentitySettings = {},
): (request: FastifyRequest) => Promise<UserActor | null> {
  const options = identityOptions(settings, core.config)
  const remember = sessionCache(core)
  return async (request) => {
    const session = await remember(tokenOf(request), (token) => currentSession(core, options, token))
    if (!session) return null
    const { userId, participantId } = session
    if (!session.pending) return { kind: 'user', userId, participantId, roles: session.roles }
    const route = `${request.method} ${request.routeOptions.url ?? ''}`
    if (session.pending !== 'second-factor-setup' || !SETUP_ROUTES.has(route)) return null
    return { kind: 'user', userId, participantId, roles: [] }
  }
}

/** The token of the cookie, or null when there is none of the right form. */
export function tokenOf({ cookies }: Cookies): string | null {
  const token = cookies[SESSION_COOKIE]
  return token !== undefined && TOKEN.test(token) ? token : null
}

/** The open session of a request, half-open ones included, or null. Not remembered. */
export async function sessionOf(
  core: Core,
  options: IdentityOptions,
  request: Cookies,
): Promise<CurrentSession | null> {
  const token = tokenOf(request)
  return token === null ? null : currentSession(core, options, token)
}

async function currentSession(
  core: Core,
  options: IdentityOptions,
  token: string,
): Promise<CurrentSession | null> {
  const now = core.clock.now()
  const row = await core.db
    .selectFrom('user_session as s')
    .innerJoin('app_user as u', 'u.id', 's.user_id')
    .innerJoin('participant as p', 'p.id', 'u.participant_id')
    .select(['s.id', 's.user_id', 's.pending', 's.seen_at', 'u.participant_id', 'u.roles'])
    .where('s.token_hash', '=', tokenHash(token))
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', now)
    .where('s.seen_at', '>', now - options.session.idleMs)
    .where('u.state', '=', 'active')
    .where('p.state', '=', 'active')
    .executeTakeFirst()
  if (!row) return null
  if (now - row.seen_at >= SEEN_EVERY_MS) await markSeen(core, row.id, now)
  return {
    id: row.id,
    userId: row.user_id,
    participantId: row.participant_id,
    roles: row.roles,
    pending: row.pending,
  }
}

/** Keeps a session from idling out. No fact about the space, so no action. */
async function markSeen(core: Core, id: string, now: number): Promise<void> {
  await core.db
    .updateTable('user_session')
    .set({ seen_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

type Find = (token: string) => Promise<CurrentSession | null>

function sessionCache(core: Core): (token: string | null, find: Find) => Promise<CurrentSession | null> {
  const known = new Map<string, { session: CurrentSession; until: number }>()
  let epoch = 0
  core.events.on('session.ended', ({ userId }) => {
    // An answer that is on its way from the database may be the old one.
    epoch++
    for (const [key, { session }] of known) if (session.userId === userId) known.delete(key)
  })
  return async (token, find) => {
    if (token === null) return null
    const key = tokenHash(token)
    const now = core.clock.now()
    const found = known.get(key)
    if (found && found.until > now) return found.session
    const asked = epoch
    const session = await find(token)
    if (!session || asked !== epoch) {
      known.delete(key)
      return session
    }
    if (known.size >= CACHE_SIZE) known.clear()
    known.set(key, { session, until: now + CACHE_MS })
    return session
  }
}
