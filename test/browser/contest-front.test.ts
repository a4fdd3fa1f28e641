import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testTools } from '../../src/contest/entry/entry.fixture.ts'
import { frontRoutes } from '../../src/contest/front/index.ts'
import { answer, ask, showPost, writePost } from '../../src/contest/notices/index.ts'
import { contestMigrations } from '../../src/contest/index.ts'
import { makeContest, organiser } from '../../src/contest/scheme/contest.fixture.ts'
import type { Contest } from '../../src/contest/scheme/index.ts'
import { type App, createServer } from '../../src/platform/http/index.ts'
import { identityMigrations, isSameOrigin } from '../../src/safeguard/identity/index.ts'
import { testSpace, type TestSpace } from '../support/evidence.ts'
import { checkAxe } from './support/axe.ts'
import { launch } from './support/browser.ts'

let space: TestSpace
let app: App
let browser: Browser
let contest: Contest
let address: string
const actor = organiser()
const DAY_MS = 86_400_000
const PAGES = [
  '',
  'divisions',
  'divisions/care',
  'timetable',
  'rules',
  'news',
  'questions',
  'results',
  'showcase',
]

beforeAll(async () => {
  space = await testSpace([identityMigrations, ...contestMigrations])
  const { core } = space
  contest = await makeContest(core, {
    actor,
    name: 'hainan',
    code: 'front',
    startAt: space.clock.now() - DAY_MS,
  })
  const texts = {
    textZh: '# 说明\n\n- 一\n- 二\n\n| 甲 | 乙 |\n| - | - |\n| 1 | 2 |',
    textEn: 'One **word**',
  }
  const post = await writePost(core, actor, contest.id, {
    titleZh: '报名开始',
    titleEn: 'Entry is open',
    ...texts,
    pinned: true,
  })
  await showPost(core, actor, contest.id, post, true)
  const asked = await ask(core, contest.id, { entrantId: null, address: 'x' }, '可以跨赛道报名吗？')
  await answer(core, actor, contest.id, asked, {
    text: '可以跨赛道报名吗？',
    answerZh: '每人最多两支团队。',
    answerEn: '',
  })
  app = await createServer({
    log: pino({ level: 'silent' }),
    version: '0',
    bodyLimitBytes: 1_000_000,
    ratePerMinute: 1_000_000,
    trustedProxies: [],
    authenticate: async () => null,
    isSameOrigin,
  })
  frontRoutes(app, testTools(core))
  await app.listen({ host: '127.0.0.1', port: 0 })
  address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  browser = await launch()
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
  await space?.stop()
})

const reader = (width: number, colorScheme: 'light' | 'dark', javaScriptEnabled: boolean) =>
  browser.newContext({ baseURL: address, viewport: { width, height: 800 }, colorScheme, javaScriptEnabled })

describe('the public front of a contest', () => {
  test.each([
    [390, 'light', ''],
    [390, 'dark', '/en'],
    [1280, 'light', '/en'],
  ] as const)(
    'at %i px, %s, %j: every page is clean for axe, fits, and breaks no policy',
    async (width, theme, tongue) => {
      const context = await reader(width, theme, true)
      const page = await context.newPage()
      const said: string[] = []
      page.on('console', (message) => said.push(message.text()))
      for (const name of PAGES) {
        const answered = await page.goto(`/contest/front${tongue}/${name}`)
        expect(answered?.status()).toBe(200)
        await checkAxe(page)
        const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
        expect([name, Number(wide) <= 0]).toEqual([name, true])
      }
      await page.goto('/contest')
      await checkAxe(page)
      expect(
        said.filter(
          (line) => !line.includes('favicon') && !line.includes('seal.svg') && !line.includes('404'),
        ),
      ).toEqual([])
      await context.close()
    },
  )

  test('a reader asks without a script, and prints without the menu', async () => {
    const context = await reader(390, 'light', false)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto('/contest/front')
    await page.getByRole('link', { name: '问答' }).click()
    await page.getByLabel('您的问题').fill('海外团队可以报名吗？')
    await page.getByRole('button', { name: '提交' }).click()
    expect(await page.getByRole('status').textContent()).toContain('问题已收到')
    const waiting = await space.core.db
      .selectFrom('contest_question')
      .select('text')
      .where('state', '=', 'waiting')
      .execute()
    expect(waiting).toEqual([{ text: '海外团队可以报名吗？' }])
    await page.getByRole('link', { name: 'English' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Questions')
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').isVisible()).toBe(false)
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
    await context.close()
  })
})
