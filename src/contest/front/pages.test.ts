/* oxlint-disable typescript/no-unnecessary-type-parameters -- the caller says what it reads, as in test/support/client.ts */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import type { UserActor } from '../../kernel/actor.ts'
import type { App } from '../../platform/http/index.ts'
import { identityMigrations } from '../../safeguard/identity/index.ts'
import { entryRoutes } from '../entry/index.ts'
import { entrantClient, signedIn, somePhone, testServer, testTools } from '../entry/entry.fixture.ts'
import { contestMigrations } from '../index.ts'
import { makeContest, organiser } from '../scheme/contest.fixture.ts'
import { changeScheme, closeContest, type Contest, type Scheme } from '../scheme/index.ts'
import { MOST_OF_ONE, noticeDestroyers, noticeRoutes, showPost, writePost } from '../notices/index.ts'
import { frontRoutes } from './index.ts'
import { PAGES } from './html/site.ts'

let space: TestSpace
let app: App
let actor: UserActor
let contest: Contest
let caller: UserActor | null = null
/** Of the readers of one test: their minute is not that of another test's. */
let address = '10.0.0.0'
let reader = 0

const DAY_MS = 86_400_000
const HOSTILE = `</title><script>alert(1)</script>"'&<img src=x onerror=alert(1)>`
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

beforeAll(async () => {
  space = await testSpace([identityMigrations, ...contestMigrations])
  const tools = testTools(space.core)
  app = await testServer(
    (server) => {
      noticeRoutes(server, tools)
      frontRoutes(server, tools)
      entryRoutes(server, tools)
    },
    () => caller,
  )
})
afterAll(async () => {
  await app.close()
  await space.stop()
})
beforeEach(async () => {
  actor = organiser()
  caller = actor
  address = `10.0.0.${(reader += 1)}`
  contest = await makeContest(space.core, { actor, startAt: space.clock.now() - DAY_MS })
})

const read = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers })
const api = async <T>(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) => {
  const answer = await app.inject({ method, url: `/api${url}`, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json<T & { code?: string }>() }
}
const ask = (text: string, language = '', more = '') =>
  app.inject({
    method: 'POST',
    url: `/contest/${contest.code}${language}/questions`,
    headers: FORM,
    remoteAddress: address,
    payload: `text=${encodeURIComponent(text)}${more}`,
  })

describe('a page of the front', () => {
  test('exists in both languages for everybody, is small, names its other language, and runs no script', async () => {
    caller = null
    for (const page of PAGES)
      for (const tongue of ['', '/en']) {
        const path = `/contest/${contest.code}${tongue}${page === '' ? '' : `/${page}`}`
        const { statusCode, headers, payload } = await read(path)
        expect([path, statusCode]).toEqual([path, 200])
        expect(headers['content-type']).toBe('text/html; charset=utf-8')
        expect(headers['cache-control']).toBe('public, max-age=60')
        expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self';/)
        expect(headers['set-cookie']).toBeUndefined()
        expect(payload).toContain(`<html lang="${tongue === '' ? 'zh-CN' : 'en'}">`)
        expect(payload).toContain('<link rel="canonical" href="http://localhost')
        expect(payload).toContain(`hreflang="${tongue === '' ? 'en' : 'zh-CN'}"`)
        expect(payload.match(/<h1>/g)).toHaveLength(1)
        expect(payload).not.toMatch(/<script|style="|\son\w+="/)
        expect(Buffer.byteLength(payload)).toBeLessThan(30_000)
      }
    expect((await read(`/contest/${contest.code}?lang=en`)).headers.location).toBe(
      `/contest/${contest.code}/en`,
    )
  })

  test('has a strong mark of its bytes, and is not sent twice', async () => {
    const first = await read(`/contest/${contest.code}`)
    const etag = String(first.headers.etag)
    expect(etag).toMatch(/^"[\w-]{20,}"$/)
    const again = await read(`/contest/${contest.code}`, { 'if-none-match': etag })
    expect([again.statusCode, again.payload]).toEqual([304, ''])
    await changeScheme(space.core, actor, contest.id, {
      number: 1,
      scheme: { ...contest.scheme, titleZh: '改名的大赛' },
      reason: '更正名称',
    })
    const changed = await read(`/contest/${contest.code}`, { 'if-none-match': etag })
    expect(changed.statusCode).toBe(200)
    expect(changed.payload).toContain('<title>改名的大赛</title>')
    expect((await read(`/contest/${contest.code}/timetable`)).payload).toMatch(/变更记录.*更正名称/s)
  })

  test('shows what is open by the clock of the server', async () => {
    expect((await read(`/contest/${contest.code}`)).payload).toContain(`href="/join/${contest.code}"`)
    space.clock.advance(61 * DAY_MS)
    expect((await read(`/contest/${contest.code}`)).payload).not.toContain('/join/')
    await closeContest(space.core, actor, contest.id, '因故取消')
    const { payload } = await read(`/contest/${contest.code}/en/timetable`)
    expect(payload).toContain('The contest is over.')
    expect(payload).not.toContain('class="open"')
  })

  test('of a draft, of nothing, and below nothing is not found', async () => {
    const draft = await makeContest(space.core, { actor, publish: false })
    for (const path of [
      `/contest/${draft.code}`,
      `/contest/${draft.code}/timetable.ics`,
      '/contest/none',
      `/contest/${contest.code}/none`,
      `/contest/${contest.code}/en/none`,
      `/contest/${contest.code}/news/${crypto.randomUUID()}`,
      `/contest/${contest.code}/divisions/none`,
      `/contest/${contest.code}/timetable/one`,
      `/contest/${contest.code}/divisions/care/more`,
      '/contest/%3Cscript%3E',
    ]) {
      const { statusCode, headers, payload } = await read(path)
      expect([path, statusCode, headers['content-type']]).toEqual([path, 404, 'text/html; charset=utf-8'])
      expect(payload).not.toContain('script')
    }
  })

  test('writes hostile words of the organiser as words, wherever they stand', async () => {
    const words = { titleZh: HOSTILE, titleEn: HOSTILE }
    const texts = { textZh: HOSTILE, textEn: HOSTILE }
    const hostile = await makeContest(space.core, {
      actor,
      startAt: space.clock.now() - DAY_MS,
      change: (scheme: Scheme) => ({
        ...scheme,
        ...words,
        introZh: HOSTILE,
        introEn: HOSTILE,
        themeZh: HOSTILE,
        themeEn: HOSTILE,
        divisions: scheme.divisions.map((division) => ({ ...division, ...words, ...texts })),
        rounds: scheme.rounds.map((round) => ({ ...round, ...words })),
        awards: scheme.awards.map((award) => ({ ...award, ...words })),
        documents: [...scheme.documents, { code: 'more', ...words, ...texts }],
      }),
    })
    const id = await writePost(space.core, actor, hostile.id, { ...words, ...texts, pinned: true })
    await showPost(space.core, actor, hostile.id, id, true)
    const more = [`news/${id}`, 'divisions/practice', 'rules/more', 'timetable.ics']
    for (const page of [...PAGES, ...more])
      for (const tongue of ['', '/en']) {
        const { statusCode, payload } = await read(`/contest/${hostile.code}${tongue}/${page}`)
        expect([page, statusCode]).toEqual([page, 200])
        if (page.endsWith('.ics')) continue
        expect(payload).not.toMatch(/<script|<img|onerror=alert\(1\)>/)
        expect(payload.match(/<\/title>/g)).toHaveLength(1)
        expect(payload.match(/<title>/g)).toHaveLength(1)
      }
    expect((await read('/contest')).payload).not.toContain('<script')
    expect((await read('/sitemap.xml')).payload).not.toContain('<script')
  })

  test('takes no origin from a header that is no host', async () => {
    const { payload } = await read(`/contest/${contest.code}`, { host: 'a"><script>' })
    expect(payload).not.toContain('<script')
    expect(payload).toContain(`<link rel="canonical" href="/contest/${contest.code}">`)
  })
})

describe('what leads to the pages', () => {
  test('a list, a map of the site and a word to robots name announced contests only', async () => {
    const draft = await makeContest(space.core, { actor, publish: false })
    const index = (await read('/contest')).payload
    expect(index).toContain(`/contest/${contest.code}"`)
    expect(index).not.toContain(`/contest/${draft.code}"`)
    const map = await read('/sitemap.xml')
    expect(map.headers['content-type']).toContain('application/xml')
    expect(map.payload).toContain(`/contest/${contest.code}/en/rules</loc>`)
    expect(map.payload).not.toContain(`/contest/${draft.code}`)
    expect((await read('/robots.txt')).payload).toMatch(
      /^User-agent: \*\nAllow: \/contest\nDisallow: \/\nSitemap: http:/,
    )
  })

  test('the calendar and the style sheet are served as what they are', async () => {
    const calendar = await read(`/contest/${contest.code}/en/timetable.ics`)
    expect(calendar.headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(calendar.payload.match(/BEGIN:VEVENT/g)).toHaveLength(6)
    const [, style] = /rel="stylesheet" href="([^"]+)"/.exec(
      (await read(`/contest/${contest.code}`)).payload,
    )!
    const css = await read(style!)
    expect(css.headers).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    expect(css.payload).toContain('@media print')
  })
})

describe('announcements', () => {
  const POST = {
    titleZh: '延期',
    titleEn: 'Extended',
    textZh: '**延期**一周',
    textEn: 'A **week** more',
    pinned: false,
  }

  test('are public from their publication to their withdrawal, with the words of the last change', async () => {
    const { body: made } = await api<{ id: string }>('POST', `/contests/${contest.id}/posts`, POST)
    const news = `/contest/${contest.code}/news`
    expect((await read(news)).payload).not.toContain('延期')
    const show = (value: boolean) =>
      api('POST', `/contests/${contest.id}/posts/${made.id}/show`, { show: value })
    expect((await show(true)).status).toBe(200)
    expect((await read(news)).payload).toContain(`news/${made.id}">延期</a>`)
    expect((await read(`${news}/${made.id}`)).payload).toContain('<strong>延期</strong>一周')
    expect((await read(`/contest/${contest.code}/en/news/${made.id}`)).payload).toContain(
      'A <strong>week</strong> more',
    )
    await api('PUT', `/contests/${contest.id}/posts/${made.id}`, { ...POST, titleZh: '延期两周' })
    expect((await read(`/contest/${contest.code}`)).payload).toContain('延期两周')
    expect((await api<{ total: number }>('GET', `/contest-front/${contest.id}/posts`)).body.total).toBe(1)
    await show(false)
    expect((await read(`${news}/${made.id}`)).statusCode).toBe(404)
    expect((await show(false)).body.code).toBe('NOT_FOUND')
  })

  test('belong to the organiser of their own contest', async () => {
    const { body: made } = await api<{ id: string }>('POST', `/contests/${contest.id}/posts`, POST)
    const other = await makeContest(space.core, { actor })
    expect((await api('PUT', `/contests/${other.id}/posts/${made.id}`, POST)).body.code).toBe('NOT_FOUND')
    caller = organiser()
    expect((await api('POST', `/contests/${contest.id}/posts`, POST)).body.code).toBe('CONTEST_NOT_ORGANISER')
    expect((await api('GET', `/contests/${contest.id}/posts`)).body.code).toBe('NOT_FOUND')
    expect((await api('GET', `/contests/${contest.id}/board`)).body.code).toBe('NOT_FOUND')
  })
})

describe('questions', () => {
  type List = { items: { id: string; text: string; state: string; byEntrant: boolean }[]; total: number }

  test('of a reader wait for the organiser, and are public with their answer', async () => {
    caller = null
    const sent = await ask(`可以改队长吗？${HOSTILE}`, '/en')
    expect([sent.statusCode, sent.headers.location]).toEqual([
      303,
      `/contest/${contest.code}/en/questions?asked=1`,
    ])
    const page = `/contest/${contest.code}/questions`
    expect((await read(`${page}?asked=1`)).payload).toContain('role="status"')
    expect((await read(page)).payload).not.toContain('可以改队长吗')
    caller = actor
    const { body } = await api<List>('GET', `/contests/${contest.id}/questions?state=waiting`)
    expect(body.items).toMatchObject([{ state: 'waiting', byEntrant: false }])
    const one = `/contests/${contest.id}/questions/${body.items[0]!.id}`
    await api('PUT', one, { text: `可以改队长吗？${HOSTILE}`, answerZh: '可以，**截止前**。', answerEn: '' })
    const { payload } = await read(page)
    expect(payload).toContain('可以改队长吗？&lt;/title&gt;&lt;script&gt;')
    expect(payload).toContain('<strong>截止前</strong>')
    expect(payload).not.toContain('<script')
    expect((await api<List>('GET', `/contest-front/${contest.id}/questions`)).body.total).toBe(1)
    const rows = await space.core.db.selectFrom('contest_question').select('asker').execute()
    expect(rows.filter(({ asker }) => asker !== null)).toEqual([])
  })

  test('that are refused are never shown; a field that only machines fill in is thanked and forgotten', async () => {
    await ask('这是一条广告内容，请来电')
    expect((await ask('这是机器填写的问题', '', '&site=http%3A%2F%2Fx')).statusCode).toBe(303)
    const { body } = await api<List>('GET', `/contests/${contest.id}/questions`)
    expect(body.total).toBe(1)
    expect((await api('POST', `/contests/${contest.id}/questions/${body.items[0]!.id}/refuse`)).status).toBe(
      200,
    )
    expect((await read(`/contest/${contest.code}/questions`)).payload).not.toContain('广告')
  })

  test('that were not published are forgotten when the contest is closed', async () => {
    await ask('我叫某某，电话 13800000000，能报名吗')
    await ask('报名截止到哪一天呢')
    const { body } = await api<List>('GET', `/contests/${contest.id}/questions`)
    const [first, second] = body.items
    await api('PUT', `/contests/${contest.id}/questions/${second!.id}`, {
      text: '报名截止？',
      answerZh: '见赛程。',
    })
    const [questions] = noticeDestroyers
    const held = await questions!.list(space.core, contest.id, null, 100)
    expect(held.map(({ id }) => id)).toEqual([first!.id])
    // Also somebody else's contest, and what is public: neither is touched.
    await questions!.destroy(space.core, crypto.randomUUID(), [first!.id])
    expect(await questions!.list(space.core, contest.id, null, 100)).toHaveLength(1)
    await questions!.destroy(space.core, contest.id, [first!.id, second!.id])
    expect(await questions!.list(space.core, contest.id, null, 100)).toEqual([])
    const after = await api<List>('GET', `/contests/${contest.id}/questions`)
    expect(after.body.items.map(({ text }) => text).toSorted()).toEqual(['', '报名截止？'])
  })

  test('are few for one reader a day, also when they come at once; what was written is not lost', async () => {
    const answers = await Promise.all(
      Array.from({ length: MOST_OF_ONE + 3 }, (_, n) => ask(`第 ${n} 个问题是什么`)),
    )
    const codes = answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)
    expect(codes).toEqual([...Array.from({ length: MOST_OF_ONE }, () => 303), 429, 429, 429])
    const refused = answers.find(({ statusCode }) => statusCode === 429)!
    expect(refused.payload).toMatch(/role="alert".*等待答复.*<textarea[^>]*>第 \d 个问题是什么</s)
    const short = await ask('短', '/en')
    expect(short.statusCode).toBe(400)
    expect(short.payload).toContain('That did not work')
  })

  test('of an entrant come through the own door and go back to it', async () => {
    expect(
      (
        await app.inject({
          method: 'POST',
          url: `/api/contest/${contest.id}/questions`,
          payload: { text: '如何更换队员' },
        })
      ).statusCode,
    ).toBe(401)
    const entrant = entrantClient(app, await signedIn(app, somePhone()))
    const other = entrantClient(app, await signedIn(app, somePhone()))
    const { body } = await entrant.post<{ id: string }>(`/contest/${contest.id}/questions`, {
      text: '如何更换队员',
    })
    await api('PUT', `/contests/${contest.id}/questions/${body.id}`, {
      text: '如何更换队员',
      answerZh: '在报名页更换。',
    })
    const own = await entrant.get<List>(`/contest/${contest.id}/questions`)
    expect(own.body.items).toMatchObject([{ text: '如何更换队员', state: 'published' }])
    expect((await other.get<List>(`/contest/${contest.id}/questions`)).body.total).toBe(0)
  })

  test('many of the longest stay a small page', async () => {
    const now = space.clock.now()
    await space.core.db
      .insertInto('contest_question')
      .values(
        Array.from({ length: 20 }, () => ({
          id: crypto.randomUUID(),
          contest_id: contest.id,
          entrant_id: null,
          asker: null,
          state: 'published' as const,
          text: '问'.repeat(500),
          answer_zh: '<'.repeat(1_500),
          answer_en: '',
          asked_at: now,
          decided_at: now,
          by_user: actor.userId,
        })),
      )
      .execute()
    for (const page of [1, 2, 3, 99, -1, 'x']) {
      const { statusCode, payload } = await read(`/contest/${contest.code}/questions?page=${page}`)
      expect(statusCode).toBe(200)
      expect(Buffer.byteLength(payload)).toBeLessThan(100_000)
    }
  })
})
