import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createOfficers,
  isSameOrigin,
  migrations,
  participantById,
  participantsByIds,
  seedDemo,
  userById,
} from './index.ts'
import { inviteUser, renewInvitation } from './invitations.ts'
import { registerParticipant, suspendParticipant, updateParticipant } from './participants.ts'
import { type UserActor, usccCheckCharacter } from '../../kernel/index.ts'
import { INSURER, OPERATOR, PASSWORD, type TestSpace, testSpace } from './space.fixture.ts'
import { changeRoles, restoreUser, suspendUser } from './users.ts'
import { testSpace as emptySpace } from '../../../test/support/evidence.ts'

const DAY = 86_400_000
const system = { kind: 'system', name: 'test' } as const
const UNKNOWN = '00000000-0000-7000-8000-000000000000'
let space: TestSpace
let operator: string
let insurer: string
let admin: UserActor
let security: UserActor
let dataOfficer: UserActor
/** Second factors are tested apart; here the officers sign in by password alone. */
beforeAll(async () => {
  space = await testSpace({ demo: true })
  operator = await space.register(OPERATOR)
  insurer = await space.register(INSURER)
  admin = await space.user(operator, 'admin-one', ['system_administrator'])
  security = await space.user(operator, 'security-one', ['security_officer'])
  await space.user(operator, 'auditor-one', ['auditor'])
  dataOfficer = await space.user(insurer, 'data-one', ['data_officer'])
  await space.user(insurer, 'developer-one', ['developer'])
})
afterAll(() => space.stop())

let made = 0
const uscc = () => {
  const head = `91310000MA${String(made++).padStart(7, '0')}`
  return `${head}${usccCheckCharacter(head)}`
}
const as = async (login: string) => {
  const browser = space.browser()
  expect((await browser.signIn(login)).status, login).toBe(200)
  return browser
}

describe('participants', () => {
  test('are registered by the system administrator alone, under a valid code, once', async () => {
    const browser = await as('admin-one')
    const body = { ...INSURER, uscc: ` ${uscc().toLowerCase()} `, nameZh: '新主体' }
    const { id } = (await browser.post('/participants', body)).body
    expect((await browser.get(`/participants/${id}`)).body).toMatchObject({
      uscc: body.uscc.trim().toUpperCase(),
      nameZh: '新主体',
      state: 'active',
    })
    expect((await browser.post('/participants', body)).body.code).toBe('USCC_TAKEN')
    expect((await browser.post('/participants', { ...body, uscc: '91350100M000100Y44' })).body.code).toBe(
      'USCC_INVALID',
    )
    expect((await browser.post('/participants', { ...body, roles: [] })).body.code).toBe('INPUT_INVALID')
    expect((await (await as('security-one')).post('/participants', body)).body.code).toBe('ROLE_NOT_ALLOWED')
    await expect(registerParticipant(space.core, security, body)).rejects.toMatchObject({
      code: 'ROLE_NOT_ALLOWED',
    })
    expect((await space.kinds()).filter((kind) => kind === 'participant.registered')).toHaveLength(3)
  })

  test('no operator is made, unmade or suspended by a user', async () => {
    const body = { ...INSURER, uscc: uscc(), roles: ['operator' as const] }
    await expect(registerParticipant(space.core, admin, body)).rejects.toMatchObject({
      code: 'OPERATOR_FIXED',
    })
    for (const [id, roles] of [
      [insurer, ['operator']],
      [operator, ['consumer']],
    ] as const)
      await expect(updateParticipant(space.core, admin, id, { roles: [...roles] })).rejects.toMatchObject({
        code: 'OPERATOR_FIXED',
      })
    await expect(suspendParticipant(space.core, admin, operator, 'x')).rejects.toMatchObject({
      code: 'OPERATOR_FIXED',
    })
  })

  test('change, are suspended and restored; what is unknown is not found', async () => {
    const id = await space.register({ ...INSURER, uscc: uscc() })
    const [admin, security] = [await as('admin-one'), await as('security-one')]
    expect((await admin.patch(`/participants/${id}`, { nameZh: '改名' })).status).toBe(200)
    expect((await admin.patch(`/participants/${id}`, { uscc: uscc() })).body.code).toBe('INPUT_INVALID')
    expect(await participantById(space.core, id)).toMatchObject({ nameZh: '改名', nameEn: 'Insurer' })
    const heard: string[] = []
    space.core.events.on('participant.suspended', ({ participantId }) => void heard.push(participantId))
    expect((await admin.post(`/participants/${id}/suspend`, { reason: '违约' })).status).toBe(200)
    expect(heard).toEqual([id])
    expect((await admin.post(`/participants/${id}/suspend`, { reason: '违约' })).body.code).toBe(
      'PARTICIPANT_STATE',
    )
    expect((await admin.post(`/participants/${id}/restore`)).body.code).toBe('ROLE_NOT_ALLOWED')
    expect((await security.post(`/participants/${id}/restore`)).status).toBe(200)
    expect((await admin.get(`/participants/${UNKNOWN}`)).body.code).toBe('PARTICIPANT_NOT_FOUND')
    expect((await admin.patch(`/participants/${UNKNOWN}`, {})).body.code).toBe('PARTICIPANT_NOT_FOUND')
    expect([...(await participantsByIds(space.core, [id, UNKNOWN, id])).keys()]).toEqual([id])
  })

  test('a data officer sees the names, not the codes; a developer nothing', async () => {
    const { body } = await (await as('data-one')).get('/participants?role=consumer&limit=2')
    expect(body.items).toHaveLength(2)
    expect(body.total).toBeGreaterThan(2)
    for (const item of body.items)
      expect(item).toMatchObject({ uscc: null, nameZh: expect.stringMatching(/./) })
    expect((await (await as('developer-one')).get('/participants')).body.code).toBe('ROLE_NOT_ALLOWED')
  })
})

describe('users are shown', () => {
  test('masked, and to others than officers those of the own body only', async () => {
    const all = (await (await as('auditor-one')).get('/users')).body
    expect(all.total).toBe(5)
    for (const item of all.items)
      expect(item).toMatchObject({ masked: true, login: expect.stringMatching(/^.\*{4}$/) })
    const own = (await (await as('data-one')).get('/users')).body
    expect(own.items.map((item: { participantId: string }) => item.participantId)).toEqual([insurer, insurer])
    const browser = await as('data-one')
    expect((await browser.get(`/users?participantId=${operator}`)).body.total).toBe(0)
    expect((await browser.get(`/users/${admin.userId}`)).body.code).toBe('USER_NOT_FOUND')
    expect((await browser.get(`/users/${dataOfficer.userId}?open=true`)).body.masked).toBe(true)
  })

  test('open to an officer who asks, and that leaves evidence', async () => {
    const browser = await as('security-one')
    expect((await browser.get(`/users/${dataOfficer.userId}`)).body.login).toBe('d****')
    expect((await browser.get(`/users/${dataOfficer.userId}?open=true`)).body).toMatchObject({
      masked: false,
      login: 'data-one',
    })
    expect((await space.kinds()).at(-1)).toBe('user.viewed')
    expect(await userById(space.core, dataOfficer.userId)).toEqual({
      id: dataOfficer.userId,
      participantId: insurer,
      roles: ['data_officer'],
      state: 'active',
    })
  })

  test('as locked while they are', async () => {
    await space.user(insurer, 'locked-one', ['developer'])
    const guesser = space.browser()
    for (let at = 0; at < 5; at++) await guesser.signIn('locked-one', 'wrong')
    const { items } = (await (await as('auditor-one')).get(`/users?participantId=${insurer}`)).body
    expect(items.map((item: { state: string }) => item.state).sort()).toEqual(['active', 'active', 'locked'])
  })
})

describe('roles', () => {
  test('privileged ones come from the security officer, others from the system administrator, none from oneself', async () => {
    const { userId } = await space.user(insurer, 'roles-one', [])
    const [admin_, security_] = [await as('admin-one'), await as('security-one')]
    const set = (browser: typeof admin_, roles: string[], id = userId) =>
      browser.post(`/users/${id}/roles`, { roles })
    expect((await set(admin_, ['developer'])).status).toBe(200)
    expect((await set(admin_, ['developer', 'data_officer'])).body.code).toBe('ROLE_NOT_GRANTABLE')
    expect((await set(security_, ['developer', 'data_officer'])).status).toBe(200)
    expect((await set(security_, ['data_officer'])).body.code).toBe('ROLE_NOT_GRANTABLE')
    expect((await set(admin_, ['data_officer'])).status).toBe(200)
    expect((await set(security_, ['auditor'])).body.code).toBe('ROLE_NEEDS_BODY')
    expect((await set(security_, ['security_officer'], security.userId)).body.code).toBe('OWN_ACCOUNT')
    expect((await set(security_, ['system_administrator', 'auditor'], admin.userId)).body.code).toBe(
      'ROLES_SEPARATED',
    )
    expect((await set(security_, ['nonsense'])).body.code).toBe('INPUT_INVALID')
    expect((await set(security_, ['expert', 'expert'])).body.code).toBe('INPUT_INVALID')
  })

  test('the last holder of an office stays, also when two go at once', async () => {
    await expect(suspendUser(space.core, system, admin.userId, 'x')).rejects.toMatchObject({
      code: 'LAST_OFFICER',
    })
    await expect(changeRoles(space.core, system, admin.userId, [])).rejects.toMatchObject({
      code: 'LAST_OFFICER',
    })
    const second = await space.user(operator, 'admin-two', ['system_administrator'])
    const results = await Promise.allSettled(
      [admin, second].map(({ userId }) => suspendUser(space.core, system, userId, 'x')),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'LAST_OFFICER' },
    })
    for (const { userId } of [admin, second]) {
      if ((await userById(space.core, userId))?.state === 'suspended')
        await restoreUser(space.core, system, userId)
    }
  })

  test('the database itself refuses two offices, unknown roles, and one named twice', async () => {
    for (const roles of [
      `{system_administrator,auditor}`,
      `{security_officer,developer}`,
      `{auditor,auditor}`,
      `{root}`,
    ])
      await expect(
        space.query(`update app_user set roles = '${roles}' where id = '${dataOfficer.userId}'`),
      ).rejects.toThrow(/check constraint/)
  })

  test('are listed with who gives them', async () => {
    const { items } = (await (await as('developer-one')).get('/roles')).body
    expect(items).toHaveLength(9)
    expect(items.find((item: { role: string }) => item.role === 'auditor')).toEqual({
      role: 'auditor',
      zh: '审计管理员',
      en: 'Auditor',
      grantedBy: 'security_officer',
      bodies: ['operator', 'supervisor'],
      privileged: true,
      separated: true,
    })
  })
})

describe('invitations', () => {
  const invite = async (login: string, extra: object = {}) =>
    (await as('admin-one')).post('/invitations', {
      participantId: insurer,
      login,
      displayName: '李四',
      roles: ['developer'],
      ...extra,
    })

  test('tell only name and body, set the password once, and then are worth nothing', async () => {
    const { token, path } = (await invite('guest-one')).body
    expect(path).toBe(`/invitation/${token}`)
    const guest = space.browser()
    expect((await guest.get(`/invitations/${token}`)).body).toEqual({
      displayName: '李四',
      participantNameZh: '保险公司',
      participantNameEn: 'Insurer',
      expiresAt: space.clock.now() + 7 * DAY,
    })
    expect((await guest.signIn('guest-one')).body.code).toBe('SIGN_IN_FAILED')
    const accept = (password = PASSWORD) => guest.post(`/invitations/${token}/accept`, { password })
    expect((await accept('short')).body.code).toBe('PASSWORD_TOO_SHORT')
    expect((await accept('my guest-one phrase')).body.code).toBe('PASSWORD_HAS_LOGIN')
    const answers = await Promise.all([accept(), accept(), accept()])
    expect(answers.map(({ status }) => String(status)).sort()).toEqual(['200', '404', '404'])
    expect(answers.find(({ status }) => status === 200)?.body).toEqual({ login: 'guest-one' })
    expect((await guest.signIn('guest-one')).body.roles).toEqual(['developer'])
    expect((await guest.get(`/invitations/${token}`)).body.code).toBe('INVITATION_INVALID')
    const { rows } = await space.query(`select row_to_json(i)::text t from user_invitation i`)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('run out after seven days; a new one kills the old', async () => {
    const { token, userId } = (await invite('guest-two')).body
    space.clock.advance(7 * DAY)
    const guest = space.browser()
    expect((await guest.post(`/invitations/${token}/accept`, { password: PASSWORD })).body.code).toBe(
      'INVITATION_INVALID',
    )
    const admin = await as('admin-one')
    const first = (await admin.post('/invitations', { userId })).body
    const second = (await admin.post('/invitations', { userId })).body
    expect((await guest.get(`/invitations/${first.token}`)).status).toBe(404)
    expect((await guest.post(`/invitations/${second.token}/accept`, { password: PASSWORD })).status).toBe(200)
  })

  test('renew a lost password: old sessions end, the last five passwords do not come back', async () => {
    const { userId } = await space.user(insurer, 'forgetful', ['developer'])
    const browser = await as('forgetful')
    const renew = async (password: string) => {
      const { token } = await renewInvitation(space.identity, admin, userId)
      const answer = await space.browser().post(`/invitations/${token}/accept`, { password })
      space.clock.advance(1000)
      return answer
    }
    expect((await renew(PASSWORD)).body.code).toBe('PASSWORD_REUSED')
    for (let at = 0; at < 4; at++) expect((await renew(`new phrase number ${at}`)).status).toBe(200)
    expect((await browser.get('/me/sessions')).status).toBe(401)
    expect((await renew(PASSWORD)).body.code).toBe('PASSWORD_REUSED')
    expect((await renew('new phrase number 4')).status).toBe(200)
    expect((await renew(PASSWORD)).status).toBe(200)
    const { rows } = await space.query(
      `select count(*)::int n from user_password where user_id = '${userId}'`,
    )
    expect(rows).toEqual([{ n: 5 }])
  })

  test('are refused: a taken login, privileged roles, an unknown or suspended body, oneself', async () => {
    expect((await invite('Admin-One ')).body.code).toBe('LOGIN_TAKEN')
    expect((await invite('guest-three', { roles: ['data_officer'] })).body.code).toBe('ROLE_NOT_GRANTABLE')
    expect((await invite('guest-three', { participantId: UNKNOWN })).body.code).toBe('PARTICIPANT_NOT_FOUND')
    expect((await invite('g')).body.code).toBe('INPUT_INVALID')
    await expect(renewInvitation(space.identity, admin, admin.userId)).rejects.toMatchObject({
      code: 'OWN_ACCOUNT',
    })
    const body = await space.register({ ...INSURER, uscc: uscc() })
    await suspendParticipant(space.core, system, body, 'x')
    expect((await invite('guest-three', { participantId: body })).body.code).toBe('PARTICIPANT_STATE')
  })

  test('die with the user’s suspension', async () => {
    const { token, userId } = (await invite('guest-four')).body
    await suspendUser(space.core, security, userId, 'x')
    await restoreUser(space.core, security, userId)
    expect((await space.browser().get(`/invitations/${token}`)).status).toBe(404)
    expect((await userById(space.core, userId))?.state).toBe('invited')
  })
})

test('outside of the demo a privileged user without a second factor gets no new link from one officer alone', async () => {
  const strict = await testSpace()
  try {
    const body = await strict.register(OPERATOR)
    const admin = await strict.user(body, 'admin-one', ['system_administrator'])
    const target = await strict.user(body, 'target-one', ['security_officer'])
    await expect(renewInvitation(strict.identity, admin, target.userId)).rejects.toMatchObject({
      code: 'RENEWAL_REFUSED',
    })
    await expect(renewInvitation(strict.identity, system, target.userId)).resolves.toMatchObject({
      userId: target.userId,
    })
    const invited = await inviteUser(strict.identity, admin, {
      participantId: body,
      login: 'third',
      displayName: 'x',
      roles: [],
    })
    await expect(renewInvitation(strict.identity, admin, invited.userId)).resolves.toBeDefined()
    const browser = strict.browser()
    for (const answer of [
      await browser.get('/demo/logins'),
      await browser.post('/demo/session', { login: 'admin-one' }),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  } finally {
    await strict.stop()
  }
})

describe('an empty space', () => {
  const officers = [
    { role: 'system_administrator', login: 'sysadmin', displayName: '系统' },
    { role: 'security_officer', login: 'secadmin', displayName: '安全' },
    { role: 'auditor', login: 'auditadmin', displayName: '审计' },
  ] as const

  test('begins with its operator and three officers, each with an own link', async () => {
    const space = await testSpace()
    try {
      const twice = [officers[0], officers[0], officers[2]]
      await expect(createOfficers(space.core, { operator: OPERATOR, officers: twice })).rejects.toMatchObject(
        { code: 'ROLES_SEPARATED' },
      )
      const { invitations } = await createOfficers(space.core, { operator: OPERATOR, officers })
      expect(invitations.map(({ role }) => role)).toEqual(officers.map(({ role }) => role))
      for (const { path, login } of invitations) {
        const guest = space.browser()
        const token = path.split('/').at(-1)
        expect((await guest.post(`/invitations/${token}/accept`, { password: PASSWORD })).status).toBe(200)
        expect((await guest.signIn(login)).body.pending).toBe('second-factor-setup')
      }
      await expect(createOfficers(space.core, { operator: OPERATOR, officers })).rejects.toMatchObject({
        code: 'SPACE_NOT_EMPTY',
      })
    } finally {
      await space.stop()
    }
  })

  test('is initialised once even when two try together', async () => {
    const space = await emptySpace([migrations])
    try {
      const tries = await Promise.allSettled(
        [1, 2].map(() => createOfficers(space.core, { operator: OPERATOR, officers })),
      )
      expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    } finally {
      await space.stop()
    }
  })
})

describe('the demo', () => {
  test('is entered without a password by its own users only, and on this machine’s names only', async () => {
    const space = await testSpace({ demo: true })
    try {
      const seeded = await seedDemo(
        space.core,
        [{ key: 'operator', ...OPERATOR }],
        [
          { body: 'operator', login: 'demo-admin', displayName: '演示', roles: ['system_administrator'] },
          { body: 'operator', login: 'demo-dev', displayName: '开发', roles: ['developer'] },
        ],
      )
      expect(Object.keys(seeded.users)).toEqual(['demo-admin', 'demo-dev'])
      await space.user(seeded.participants.operator!, 'real-user', ['developer'])
      const browser = space.browser()
      const { items } = (await browser.get('/demo/logins')).body
      expect(items.map((item: { login: string }) => item.login)).toEqual(['demo-admin', 'demo-dev'])
      expect((await browser.post('/demo/session', { login: 'demo-admin' })).body).toMatchObject({
        roles: ['system_administrator'],
        pending: null,
        demo: true,
      })
      expect((await browser.get('/users')).body.total).toBe(3)
      expect((await browser.post('/demo/session', { login: 'real-user' })).body.code).toBe('SIGN_IN_FAILED')
      expect((await browser.signIn('demo-dev', '')).status).toBe(400)
      expect((await browser.signIn('demo-dev', 'x')).body.code).toBe('SIGN_IN_FAILED')
      const rebound = await space.app.inject({
        method: 'POST',
        url: '/api/demo/session',
        headers: { host: 'evil.example', origin: 'http://evil.example' },
        payload: { login: 'demo-admin' },
      })
      expect(rebound.statusCode).toBe(404)
      await expect(seedDemo(space.core, [], [])).rejects.toMatchObject({ code: 'SPACE_NOT_EMPTY' })
    } finally {
      await space.stop()
    }
  })
})

test('same origin: what browsers say about where a request comes from', () => {
  const from = (headers: Record<string, string>, host = 'space.example.cn') => isSameOrigin({ headers, host })
  expect(from({})).toBe(true)
  expect(from({ 'sec-fetch-site': 'same-origin', origin: 'https://space.example.cn' })).toBe(true)
  expect(from({ origin: 'https://space.example.cn' }, 'SPACE.example.cn:443')).toBe(true)
  expect(from({ origin: 'http://127.0.0.1:8080' }, '127.0.0.1:8080')).toBe(true)
  expect(from({ 'sec-fetch-site': 'same-site', origin: 'https://space.example.cn' })).toBe(false)
  expect(from({ 'sec-fetch-site': 'cross-site' })).toBe(false)
  for (const origin of [
    'null',
    '',
    'https://space.example.cn.evil',
    'https://evil/space.example.cn',
    'http://127.0.0.1:8081',
    'file://',
  ])
    expect(from({ origin }), origin).toBe(false)
})
