import { sql } from 'kysely'
import { testSpace as openTestSpace } from '../../../test/support/evidence.ts'
import type { UserActor, UserRole } from '../../kernel/index.ts'
import { type App, createServer } from '../../platform/http/index.ts'
import { authenticate, identityRoutes, isSameOrigin, migrations } from './index.ts'
import { acceptInvitation, inviteUser } from './invitations.ts'
import type { IdentitySettings } from './options.ts'
import { registerParticipant } from './participants.ts'
import { changeRoles } from './users.ts'

export const PASSWORD = 'correct-horse-battery'
export const OPERATOR = {
  uscc: '91350100M000100Y43',
  nameZh: '运营方',
  nameEn: 'Operator',
  roles: ['operator' as const],
  regionCode: '310000',
}
export const INSURER = {
  uscc: '91110000600037341L',
  nameZh: '保险公司',
  nameEn: 'Insurer',
  roles: ['consumer' as const],
  regionCode: '310000',
}
/** The least that argon2 takes: the tests count calls, they do not measure strength. */
const CHEAP = { memoryKiB: 8, passes: 1, parallelism: 1 }
const system = { kind: 'system', name: 'test' } as const

/** A space with a real database, a real log and the real server, on a clock that the test moves. */
export async function testSpace(settings: IdentitySettings = {}) {
  const space = await openTestSpace([migrations])
  const { core, clock } = space
  const all: IdentitySettings = {
    ...settings,
    password: { cost: CHEAP, ...settings.password },
    secretRatePerMinute: 10_000,
  }
  const app = await createServer({
    log: core.log,
    version: '0',
    bodyLimitBytes: 1_000_000,
    ratePerMinute: 100_000,
    trustedProxies: ['127.0.0.1'],
    authenticate: authenticate(core, all),
    isSameOrigin,
  })
  const identity = identityRoutes(app, core, all)
  await app.ready()

  /** A user who has set the password PASSWORD. */
  const user = async (participantId: string, login: string, roles: UserRole[]): Promise<UserActor> => {
    const invited = await inviteUser(identity, system, {
      participantId,
      login,
      displayName: `用户${login}`,
      roles: [],
    })
    await acceptInvitation(identity, invited.token, PASSWORD)
    if (roles.length > 0) await changeRoles(core, system, invited.userId, roles)
    return { kind: 'user', userId: invited.userId, participantId, roles }
  }
  /** Kinds of the evidence entries, oldest first. */
  const kinds = async (): Promise<string[]> => (await entries()).map((entry) => entry.kind)
  const entries = async (): Promise<{ kind: string; entry: string }[]> => {
    const { rows } = await query(`select kind, entry::text as entry from evidence_outbox order by seq`)
    return rows as { kind: string; entry: string }[]
  }
  const query = async (text: string) => {
    return sql.raw(text).execute(core.db)
  }
  return {
    core,
    app,
    identity,
    clock,
    home: space.home,
    user,
    kinds,
    entries,
    query,
    failures: space.eventErrors,
    browser: () => browser(app),
    register: (body: Parameters<typeof registerParticipant>[2]) => registerParticipant(core, system, body),
    async stop() {
      await identity.background.settled()
      await app.close()
      await space.stop()
    },
  }
}

export type TestSpace = Awaited<ReturnType<typeof testSpace>>

/** Calls the server like a browser: keeps the cookie, sends what a browser sends. */
export function browser(app: App) {
  const state = { token: '' as string, address: '10.0.0.1' }
  const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown) => {
    const response = await app.inject({
      method,
      url: `/api${url}`,
      remoteAddress: state.address,
      headers: { host: 'localhost:8080', 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8080' },
      ...(state.token ? { cookies: { xinyu_session: state.token } } : {}),
      ...(body === undefined ? {} : { payload: body as object }),
    })
    for (const cookie of response.cookies) if (cookie.name === 'xinyu_session') state.token = cookie.value
    const json: Answer = response.body ? JSON.parse(response.body) : undefined
    return {
      status: response.statusCode,
      body: json,
      headers: response.headers,
      cookies: response.cookies,
    }
  }
  return {
    state,
    get: (url: string) => call('GET', url),
    post: (url: string, body: unknown = {}) => call('POST', url, body),
    patch: (url: string, body: unknown) => call('PATCH', url, body),
    delete: (url: string) => call('DELETE', url),
    signIn: (login: string, password = PASSWORD) => call('POST', '/session', { login, password }),
  }
}

/** An answer whose shape the test itself asserts. */
// oxlint-disable-next-line typescript/no-explicit-any -- the shape is what the test asserts
type Answer = any
