import { testApi } from '../../../test/support/api.ts'
/* oxlint-disable typescript/no-unnecessary-type-parameters -- the caller says what it reads, as in test/support/client.ts */
import type { UserActor } from '../../kernel/actor.ts'
import { uuid7 } from '../../kernel/random.ts'
import { usccCheckCharacter } from '../../kernel/uscc.ts'
import type { App } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Contest } from '../scheme/index.ts'
import type { ContestPorts, ContestTools } from '../tools.ts'
import { createEntrantDoor } from './door/door.ts'
import type { Member, Team, TeamState } from './model.ts'
import { demoRealName } from './people/real-name.ts'
import { numberText } from './rules.ts'
import { membersOf, teamById } from './store.ts'

let made = 0

/** A phone that no other call got. Synthetic. */
export const somePhone = (): string => `199${String((made += 1)).padStart(8, '0')}`

/** A well-made code of a body that there is not. */
export function someUscc(): string {
  const head = `91310000MA${String((made += 1)).padStart(7, '0')}`
  return head + usccCheckCharacter(head)
}

/** A well-made identity number of nobody: area 310000, born on the first of January 1990. */
export function someCertno(): string {
  const head = `31000019900101${String((made += 1) % 1000).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return head + '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(head[at]), 0) % 11]
}

export const testPorts = (over: Partial<ContestPorts> = {}): ContestPorts => ({
  demo: true,
  spaceName: 'test 测试',
  texting: null,
  realName: demoRealName,
  goesOn: async () => new Set<string>(),
  // A test that asks for more gives it.
  final: {} as ContestPorts['final'],
  ...over,
})

export const testTools = (core: Core, over: Partial<ContestPorts> = {}): ContestTools => {
  const ports = testPorts(over)
  return { core, ports, door: createEntrantDoor(core, ports) }
}

export interface MadeTeam {
  readonly name?: string
  readonly title?: string
  readonly intro?: string
  readonly division?: string
  /** How many, or their names; the captain is the first. */
  readonly members?: number | readonly string[]
  readonly bodies?: readonly { readonly uscc?: string; readonly name: string }[]
  readonly state?: TeamState
}

/** A team written by SQL, without a gate: for tests of what comes after entry. By default admitted, one member, one body. */
export async function makeTeam(
  core: Core,
  contest: Contest,
  options: MadeTeam = {},
): Promise<{ team: Team; captain: string; members: Member[] }> {
  const { state = 'admitted', bodies = [{ name: '示例大学' }] } = options
  const division = options.division ?? contest.scheme.divisions[0]!.code
  const now = core.clock.now()
  const id = () => uuid7(core.random, now)
  const count = (made += 1)
  const names =
    typeof options.members === 'number' || options.members === undefined
      ? Array.from({ length: options.members ?? 1 }, (_, at) => `成员${count}-${at + 1}`)
      : options.members
  const people = names.map((name) => ({ id: id(), phone: somePhone(), name }))
  await core.db
    .insertInto('contest_entrant')
    .values(people.map((one) => ({ ...one, real_name: 'none' as const, created_at: now })))
    .execute()
  const teamId = id()
  const place = contest.scheme.divisions.findIndex(({ code }) => code === division) + 1
  const entered = state !== 'draft'
  await core.db
    .insertInto('contest_team')
    .values({
      id: teamId,
      contest_id: contest.id,
      name: options.name ?? `队伍${count}`,
      title: options.title ?? `作品${count}`,
      intro: options.intro ?? '',
      division,
      state,
      number: entered ? numberText(place, count) : null,
      submitted_at: entered ? now : null,
      decided_at: state === 'admitted' || state === 'rejected' ? now : null,
      supplement_until: state === 'supplement' ? now + 86_400_000 : null,
      captain_id: people[0]!.id,
      scheme_number: contest.number,
      created_at: now,
    })
    .execute()
  const owned = bodies.map(({ uscc = someUscc(), name }, at) => ({
    id: id(),
    team_id: teamId,
    uscc,
    name,
    lead: at === 0,
  }))
  if (owned.length > 0) await core.db.insertInto('contest_team_body').values(owned).execute()
  await core.db
    .insertInto('contest_member')
    .values(
      people.map((one, at) => ({
        id: id(),
        team_id: teamId,
        entrant_id: one.id,
        phone: one.phone,
        name: one.name,
        role: at === 0 ? ('captain' as const) : ('member' as const),
        state: 'accepted' as const,
        body_id: owned[at % Math.max(1, owned.length)]?.id ?? null,
        position: '',
        student: false,
        invited_at: now,
        answered_at: now,
      })),
    )
    .execute()
  return {
    team: await teamById(core.db, teamId),
    captain: people[0]!.id,
    members: (await membersOf(core.db, [teamId])).get(teamId)!,
  }
}

/** A server with the routes of a room, whose user is what `caller` says. */
export async function testServer(
  routes: (app: App) => void,
  caller: () => UserActor | null = () => null,
): Promise<App> {
  const app = await testApi(routes, caller)
  return app
}

/** Comes in by a phone at the real door of a demo: the cookie header of that entrant. */
export async function signedIn(app: App, phone: string): Promise<string> {
  const begun = await app.inject({ method: 'POST', url: '/api/contest/session/begin', payload: { phone } })
  const { challengeId, code } = begun.json<{ challengeId: string; code: string }>()
  const entered = await app.inject({
    method: 'POST',
    url: '/api/contest/session',
    payload: { challengeId, code },
  })
  const cookie = entered.cookies.find(({ name }) => name === 'xinyu_entrant')
  if (!cookie) throw new Error(`the door stays shut: ${entered.payload}`)
  return `xinyu_entrant=${cookie.value}`
}

/** One browser at the door: calls with its cookie and reads JSON. */
export function entrantClient(app: App, cookie: string) {
  const call = async <T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) => {
    const answer = await app.inject({
      method,
      url: `/api${url}`,
      headers: { cookie },
      ...(payload === undefined ? {} : { payload }),
    })
    const body = (answer.payload === '' ? {} : JSON.parse(answer.payload)) as T & { code?: string }
    return { status: answer.statusCode, body, raw: answer.payload }
  }
  return {
    get: <T = Record<string, never>>(url: string) => call<T>('GET', url),
    post: <T = Record<string, never>>(url: string, body: object = {}) => call<T>('POST', url, body),
    put: <T = Record<string, never>>(url: string, body: object) => call<T>('PUT', url, body),
    delete: <T = Record<string, never>>(url: string) => call<T>('DELETE', url),
  }
}
