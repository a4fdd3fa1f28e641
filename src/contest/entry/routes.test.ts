/* oxlint-disable typescript/no-unnecessary-type-parameters -- the caller says what it reads, as in test/support/client.ts */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import type { UserActor } from '../../kernel/actor.ts'
import type { App } from '../../platform/http/index.ts'
import { makeContest, organiser } from '../scheme/contest.fixture.ts'
import { type Contest, schemeMigrations } from '../scheme/index.ts'
import {
  entrantClient,
  makeTeam,
  signedIn,
  someCertno,
  somePhone,
  someUscc,
  testServer,
  testTools,
} from './entry.fixture.ts'
import { entryRoutes } from './routes.ts'
import { entryMigrations } from './tables.ts'

const officer = organiser()
const NOBODY = '00000000-0000-7000-8000-000000000000'
let space: TestSpace
let app: App
let closed: App
let caller: UserActor | null = null
let contest: Contest
beforeAll(async () => {
  space = await testSpace([schemeMigrations, entryMigrations])
  app = await testServer(
    (one) => entryRoutes(one, testTools(space.core)),
    () => caller,
  )
  closed = await testServer((one) => entryRoutes(one, testTools(space.core, { demo: false, realName: null })))
  contest = await makeContest(space.core, { actor: officer })
}, 60_000)
afterAll(async () => {
  await app?.close()
  await closed?.close()
  await space?.stop()
})

const post = async (url: string, payload: unknown, on: App = app, headers = {}) => {
  const answer = await on.inject({ method: 'POST', url: `/api${url}`, payload: payload as object, headers })
  return { status: answer.statusCode, body: answer.json<Record<string, string>>(), cookies: answer.cookies }
}
const begin = async (phone: string) => (await post('/contest/session/begin', { phone })).body
const come = async () => entrantClient(app, await signedIn(app, somePhone()))
const asOfficer = async <T>(
  method: 'GET' | 'POST',
  url: string,
  payload?: object,
  by: UserActor | null = officer,
) => {
  caller = by
  const answer = await app.inject({ method, url: `/api${url}`, ...(payload ? { payload } : {}) })
  caller = null
  return {
    status: answer.statusCode,
    raw: answer.payload,
    body: answer.payload.startsWith('{') ? answer.json<T>() : ({} as T),
  }
}

describe('the door', () => {
  test('answers every phone alike, and a code once', async () => {
    const phone = somePhone()
    const first = await begin(phone)
    await signedIn(app, phone)
    const known = await begin(phone)
    expect(Object.keys(known)).toEqual(Object.keys(first))
    const wrong = await post('/contest/session', { challengeId: first['challengeId'], code: '000000' })
    expect(wrong.body['code']).toBe('ENTRANT_SIGN_IN_FAILED')
    // Right, but answered already.
    const late = await post('/contest/session', { challengeId: first['challengeId'], code: first['code'] })
    expect(late.body).toMatchObject({ code: 'ENTRANT_SIGN_IN_FAILED' })
    const unknown = await post('/contest/session', { challengeId: NOBODY, code: '000000' })
    expect([unknown.status, unknown.body['zh']]).toEqual([wrong.status, wrong.body['zh']])
  })

  test('brakes a phone after five wrong codes, parallel ones counted, and lets others in', async () => {
    const phone = somePhone()
    const challenges = await Promise.all(Array.from({ length: 9 }, () => begin(phone)))
    const tries = await Promise.all(
      challenges.map(({ challengeId, code }) =>
        post('/contest/session', { challengeId, code: code === '000000' ? '000001' : '000000' }),
      ),
    )
    const codes = tries.map(({ body }) => body['code'])
    expect(codes.filter((code) => code === 'ENTRANT_SIGN_IN_FAILED')).toHaveLength(5)
    expect(codes.filter((code) => code === 'ENTRANT_LOCKED')).toHaveLength(4)
    // The right code opens nothing now either.
    await expect(signedIn(app, phone)).rejects.toThrow('ENTRANT_LOCKED')
    await signedIn(app, somePhone())
    space.clock.advance(16 * 60_000)
    await signedIn(app, phone)
  })

  test('forgets a code after five minutes, a session after two idle hours and after twelve in all', async () => {
    const phone = somePhone()
    const { challengeId, code } = await begin(phone)
    space.clock.advance(5 * 60_000)
    expect((await post('/contest/session', { challengeId, code })).status).toBe(401)
    const idle = await come()
    space.clock.advance(2 * 3_600_000)
    expect((await idle.get('/contest/me')).body.code).toBe('ENTRANT_NOT_SIGNED_IN')
    const busy = await come()
    for (let hour = 0; hour < 11; hour += 1) {
      space.clock.advance(3_600_000)
      expect((await busy.get('/contest/me')).status).toBe(200)
    }
    space.clock.advance(3_600_000)
    expect((await busy.get('/contest/me')).status).toBe(401)
    contest = await makeContest(space.core, { actor: officer })
  })

  test('has a cookie of its own for its own paths, and it is worth nothing after going out', async () => {
    const { challengeId, code } = await begin(somePhone())
    const { cookies } = await post('/contest/session', { challengeId, code })
    expect(cookies).toMatchObject([
      { name: 'xinyu_entrant', path: '/api/contest', httpOnly: true, sameSite: 'Strict' },
    ])
    const cookie = `xinyu_entrant=${cookies[0]!.value}`
    const client = entrantClient(app, cookie)
    expect((await client.get<{ in: boolean }>('/contest/session')).body.in).toBe(true)
    await client.delete('/contest/session')
    expect((await client.get<{ in: boolean }>('/contest/session')).body.in).toBe(false)
    expect((await client.get('/contest/me')).status).toBe(401)
    const rows = await space.core.db.selectFrom('contest_entrant_session').select('token_hash').execute()
    expect(rows.map(({ token_hash }) => token_hash)).not.toContain(cookies[0]!.value)
  })

  test('is shut where no message can be sent and none may be shown', async () => {
    const answer = await post('/contest/session/begin', { phone: somePhone() }, closed)
    expect([answer.status, answer.body['code']]).toEqual([503, 'ENTRANT_DOOR_CLOSED'])
  })

  test('sends the code to the phone alone where messages go out, five times at most', async () => {
    const sent: [string, string][] = []
    const texting = { send: async (phone: string, text: string) => void sent.push([phone, text]) }
    const real = await testServer((one) => entryRoutes(one, testTools(space.core, { demo: false, texting })))
    const phone = somePhone()
    const { body } = await post('/contest/session/begin', { phone }, real)
    expect(body['code']).toBeNull()
    expect(sent).toMatchObject([[phone, expect.stringMatching(/\d{6}/) as unknown]])
    for (let at = 0; at < 4; at += 1) await post('/contest/session/begin', { phone }, real)
    expect((await post('/contest/session/begin', { phone }, real)).body['code']).toBe('ENTRANT_LOCKED')
    expect(sent).toHaveLength(5)
    await real.close()
  })
})

describe('hostile input', () => {
  test('stops at the form, with 400 and nothing written', async () => {
    const client = await come()
    const team = { name: '队', title: '题', division: contest.scheme.divisions[0]!.code }
    const at = `/contest/${contest.id}/team`
    const bad: [string, object][] = [
      [at, { ...team, name: '' }],
      [at, { ...team, name: 'x'.repeat(61) }],
      [at, { ...team, name: 'a\u0000b' }],
      [at, { ...team, intro: 'x'.repeat(2001) }],
      [at, { ...team, state: 'admitted' }],
      [at, { ...team, division: { $ne: null } }],
      ['/contest/not-an-id/team', team],
      ['/contest/session/begin', { phone: "1' or '1'='1" }],
      ['/contest/me/real-name', { name: '甲', certno: 'x'.repeat(51) }],
      [
        '/contest/me/real-name',
        { name: '甲', certno: someCertno(), paper: { name: '../x', base64: 'AAAA' } },
      ],
      [`/contest/teams/${NOBODY}/statements`, { code: 'original', digest: 'zz' }],
    ]
    for (const [url, payload] of bad)
      expect([url, (await client.post(url, payload)).status]).toEqual([url, 400])
    const open = await client.get<{ items: { teams: unknown[] }[] }>('/contest/open')
    expect(open.body.items.flatMap(({ teams }) => teams)).toEqual([])
    expect((await client.post(at, { ...team, division: 'nowhere' })).status).toBe(404)
    expect((await client.post(`/contest/${NOBODY}/team`, team)).status).toBe(404)
  })

  test('without a session no route of an entrant answers, and a user’s session opens none', async () => {
    caller = officer
    for (const url of ['/contest/me', '/contest/open', '/contest/invitations', `/contest/${contest.id}/team`])
      expect((await app.inject({ method: 'GET', url: `/api${url}` })).statusCode).toBe(401)
    caller = null
    const client = await come()
    for (const url of [`/contests/${contest.id}/entries`, `/contests/${contest.id}/entries/export`])
      expect((await client.get(url)).status).toBe(401)
  })
})

describe('through the routes', () => {
  test('a team is entered from the phone to the receipt', async () => {
    const client = await come()
    const mate = { phone: somePhone() }
    await client.put('/contest/me', { name: '张示例', email: 'z@example.org' })
    const certno = someCertno()
    const named = await client.post('/contest/me/real-name', { name: '张示例', certno })
    expect(named.body).toMatchObject({ state: 'verified' })
    const me = await client.get('/contest/me')
    expect(me.raw).not.toContain(certno)
    const made = await client.post<{ id: string }>(`/contest/${contest.id}/team`, {
      name: '示例队',
      title: '示例作品',
      division: contest.scheme.divisions[0]!.code,
    })
    const team = made.body.id
    const body = await client.post<{ id: string }>(`/contest/teams/${team}/bodies`, {
      uscc: someUscc(),
      name: '示例大学',
    })
    await client.post(`/contest/teams/${team}/members`, { phone: mate.phone, name: '友' })
    const other = entrantClient(app, await signedIn(app, mate.phone))
    const invited = await other.get<{ items: { id: string; team: string }[] }>('/contest/invitations')
    expect(invited.body.items).toMatchObject([{ team: '示例队' }])
    await other.post(`/contest/invitations/${invited.body.items[0]!.id}/accept`)
    await other.post('/contest/me/real-name', { name: '李示例', certno: someCertno() })
    interface Space {
      contest: { statements: { code: string; digest: string }[] }
      teams: { members: { id: string; phone: string; name: string }[]; lacks: { code: string }[] }[]
    }
    const read = async (by: typeof client) => (await by.get<Space>(`/contest/${contest.id}/team`)).body
    const { contest: rules, teams } = await read(client)
    for (const { id } of teams[0]!.members)
      await client.put(`/contest/teams/${team}/members/${id}`, { bodyId: body.body.id })
    for (const by of [client, other])
      for (const { code, digest } of rules.statements)
        expect((await by.post(`/contest/teams/${team}/statements`, { code, digest })).status).toBe(200)
    expect((await read(client)).teams[0]!.lacks).toEqual([])
    // Members know each other by name; the captain alone can call.
    expect((await read(other)).teams[0]!.members.map(({ phone }) => phone.includes('*'))).toEqual([
      true,
      true,
    ])
    expect((await read(client)).teams[0]!.members.map(({ phone }) => phone.includes('*'))).toEqual([
      false,
      false,
    ])
    const entered = await client.post<{ number: string }>(`/contest/teams/${team}/submit`)
    expect(entered.body.number).toMatch(/^01-\d{4}$/)
    const receipt = await other.get<{ entry: unknown }>(`/contest/teams/${team}/receipt`)
    expect([receipt.status, receipt.raw.length > 200]).toEqual([200, true])
    expect((await (await come()).get(`/contest/teams/${team}/receipt`)).status).toBe(404)
  })

  test('the organiser lists, searches, reads, exports; others do not', async () => {
    const own = await makeContest(space.core, { actor: officer })
    const uscc = someUscc()
    const { team, members } = await makeTeam(space.core, own, {
      name: '=HYPERLINK("x")',
      title: '智能审核',
      members: ['欧阳示例', '王小明'],
      bodies: [{ uscc, name: '示例医院' }],
      state: 'submitted',
    })
    await makeTeam(space.core, own, { state: 'draft' })
    interface List {
      items: { id: string; captain: string; phone: string; members: number }[]
      total: number
      counts: { states: Record<string, number> }
    }
    const list = async (query: string, by: UserActor | null = officer) =>
      (await asOfficer<List>('GET', `/contests/${own.id}/entries${query}`, undefined, by)).body
    expect(await list('')).toMatchObject({ total: 2, counts: { states: { submitted: 1, draft: 1 } } })
    const auditor: UserActor = { ...organiser(), roles: ['auditor'] }
    for (const q of ['智能', '示例医院', uscc, '欧阳', '王小明', members[1]!.phone])
      expect([q, (await list(`?q=${encodeURIComponent(q)}`)).items.map(({ id }) => id)]).toEqual([
        q,
        [team.id],
      ])
    // A name that the reader sees masked is not found by it either.
    for (const q of ['欧阳', '王小明', members[1]!.phone])
      expect([q, (await list(`?q=${encodeURIComponent(q)}`, auditor)).total]).toEqual([q, 0])
    for (const q of ['%', '_', "'"])
      expect([q, (await list(`?q=${encodeURIComponent(q)}`)).total]).toEqual([q, 0])
    expect((await list('?state=draft')).total).toBe(1)
    expect((await list('?limit=1')).items).toMatchObject([{ captain: '欧***', members: 2 }])

    const view = await asOfficer('GET', `/contests/${own.id}/entries/${team.id}`)
    expect(view.raw).toContain(members[0]!.name)
    expect(view.raw).not.toContain(members[0]!.phone)
    const people = await asOfficer('GET', `/contests/${own.id}/entries/${team.id}?people=true`)
    expect(people.raw).toContain(members[0]!.phone)
    const masked = await asOfficer(
      'GET',
      `/contests/${own.id}/entries/${team.id}?people=true`,
      undefined,
      auditor,
    )
    for (const { name, phone } of members) {
      expect(masked.raw).not.toContain(name)
      expect(masked.raw).not.toContain(phone)
    }
    const plain = await asOfficer('GET', `/contests/${own.id}/entries/export`)
    expect(plain.raw).toContain(`"'=HYPERLINK(""x"")"`)
    for (const { name, phone } of members) {
      expect(plain.raw).not.toContain(name)
      expect(plain.raw).not.toContain(phone)
    }
    expect((await asOfficer('GET', `/contests/${own.id}/entries/export?people=true`)).raw).toContain('王小明')
    const kinds = (await space.core.evidence.leavesAbout([own.id])).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'entry.exported')).toHaveLength(2)
    expect(kinds.filter((kind) => kind === 'entry.people_read')).toHaveLength(1)

    const stranger = organiser()
    for (const url of ['', `/${team.id}`, '/pairs', '/export'])
      expect((await asOfficer('GET', `/contests/${own.id}/entries${url}`, undefined, stranger)).status).toBe(
        403,
      )
    const decide = { teams: [team.id], decision: 'admit' }
    expect((await asOfficer('POST', `/contests/${own.id}/entries/decide`, decide, stranger)).status).toBe(403)
    // A team of another contest is none of this one.
    expect((await asOfficer('GET', `/contests/${contest.id}/entries/${team.id}`)).status).toBe(404)
    expect((await asOfficer('POST', `/contests/${contest.id}/entries/decide`, decide)).status).toBe(404)
    expect((await asOfficer('POST', `/contests/${own.id}/entries/decide`, decide)).status).toBe(200)
  })

  test('a paper is for the organiser of a contest in which the member is, and for nobody else', async () => {
    const own = await makeContest(space.core, { actor: officer })
    const { team, captain } = await makeTeam(space.core, own, { state: 'submitted' })
    const paper = {
      entrant_id: captain,
      name: '真名',
      cert_key: Buffer.alloc(32, 7),
      cert_mask: 'E*',
      file_name: '声明.pdf',
      file_type: 'application/pdf',
      bytes: Buffer.from('%PDF-'),
      digest: 'x',
      asked_at: 0,
    }
    await space.core.db.insertInto('contest_entrant_paper').values(paper).execute()
    const listed = await asOfficer<{ items: { papers: number }[] }>('GET', `/contests/${own.id}/entries`)
    expect(listed.body.items).toMatchObject([{ id: team.id, papers: 1 }])
    const at = (contestId: string) => `/contests/${contestId}/entries/${team.id}/papers/${captain}`
    expect((await asOfficer('GET', at(contest.id))).status).toBe(404)
    expect((await asOfficer('GET', at(own.id), undefined, organiser())).status).toBe(403)
    expect((await asOfficer('GET', at(own.id))).raw).toBe('%PDF-')
    expect((await asOfficer('POST', at(own.id), { right: true })).status).toBe(200)
    expect((await asOfficer('GET', at(own.id))).status).toBe(404)
  })
})
