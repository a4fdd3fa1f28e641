import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** The system's Chromium (or `CHROMIUM`), or null where there is none. */
export function chromiumPath(): string | null {
  const given = process.env.CHROMIUM
  if (given) return given
  return PLACES.find((path) => existsSync(path)) ?? null
}

/** Starts the system's browser. @throws Error naming what to install when there is none */
export async function launch(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (!executablePath) throw new Error('Chromium is missing: apt-get install chromium fonts-noto-cjk')
  // Chromium's own sandbox does not start for root; the pages here are ours.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}

export interface Reader {
  readonly language?: 'zh' | 'en'
  readonly theme?: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
}

/** A fresh browser profile with a reader's choices; `address` is where the portal is served. */
export async function openReader(
  browser: Browser,
  address: string,
  reader: Reader = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const { language = 'zh', theme = 'light', width = 1440, height = 1000 } = reader
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  const prefs = JSON.stringify({ language, theme, numbers: 'full' })
  await context.addInitScript(
    `if (!localStorage.getItem('xinyu.prefs')) localStorage.setItem('xinyu.prefs', ${JSON.stringify(prefs)})`,
  )
  const page = await context.newPage()
  return { context, page }
}

/** Changes the reader's choices of an open page; it is loaded again. */
export async function choose(
  page: Page,
  change: { language?: 'zh' | 'en'; theme?: 'light' | 'dark'; numbers?: 'full' | 'short' },
): Promise<void> {
  await page.evaluate(
    `localStorage.setItem('xinyu.prefs', JSON.stringify({ ...JSON.parse(localStorage.getItem('xinyu.prefs') ?? '{}'), ...${JSON.stringify(change)} }))`,
  )
  await page.reload()
  await settled(page)
}
/** Waits until the page has loaded what it needs: no bones, no busy region, no request on its way. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('h1')
  // Not by a function in the page: the content security policy forbids evaluating text there.
  const busy = page.locator('main .bone, main [aria-busy="true"], main[aria-busy="true"]')
  await busy.first().waitFor({ state: 'detached', timeout: 20_000 })
  await page.waitForTimeout(150)
}

/** Enters the demo space as one of its users, by the button that a person would click. */
export async function signInAs(page: Page, login: string): Promise<void> {
  await page.goto('/sign-in')
  await page.click(`[data-login="${login}"]`)
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await settled(page)
}

/** Leaves by the menu under the user's name. */
export async function signOut(page: Page): Promise<void> {
  await page.evaluate(`fetch('/api/session', { method: 'DELETE' })`)
  await page.goto('/sign-in')
}
