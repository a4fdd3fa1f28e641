import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { checkAxe } from './axe.ts'
import { openReader, type Reader, settled } from './browser.ts'
import { shot } from './shot.ts'

/** What all stories share: one browser and one served demo. */
export interface Portal {
  readonly browser: Browser
  readonly address: string
}

export type Words = 'zh' | 'en'

const SYNTHETIC: Readonly<Record<Words, string>> = { zh: '合成数据', en: 'Synthetic data' }

/** A reader at the portal: each page that is looked at is marked, accessible, within its width, and kept as a picture. */
export interface Visitor {
  readonly page: Page
  /** Looks at the page as it stands; `name` is the name of its picture. */
  readonly look: (name: string) => Promise<void>
  readonly visit: (path: string, name: string) => Promise<void>
  /** Errors of the page's own script since the beginning. */
  readonly errors: readonly string[]
  readonly close: () => Promise<void>
}

export async function visitor(portal: Portal, reader: Reader = {}): Promise<Visitor> {
  const words = reader.language ?? 'zh'
  const { context, page } = await openReader(portal.browser, portal.address, reader)
  const errors: string[] = []
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    // The browser writes a line for each answer of 4xx: refusals are part of the stories.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      errors.push(`${page.url()}: ${message.text()}`)
  })
  const look = async (name: string) => {
    await settled(page)
    await page.getByText(SYNTHETIC[words], { exact: true }).first().waitFor()
    expect(await overflow(page), `${page.url()} is wider than the window`).toBeLessThanOrEqual(1)
    await checkAxe(page)
    await shot(page, name)
  }
  return {
    page,
    errors,
    look,
    async visit(path, name) {
      await page.goto(path)
      await look(name)
    },
    async close() {
      await context.close()
      expect(errors).toEqual([])
    },
  }
}

/** How many pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>(`document.documentElement.scrollWidth - document.documentElement.clientWidth`)

/** Chooses in one of the portal's select boxes, on a page or in a dialog. */
export async function pick(root: Page | Locator, label: string, option: string): Promise<void> {
  const page = 'page' in root ? root.page() : root
  await root.getByRole('combobox', { name: label }).click()
  const found = page.locator('.ant-select-dropdown:visible .ant-select-item-option').getByText(option).first()
  // A long list holds what is in sight alone: the rest is found by typing.
  if (!(await appears(found))) await page.keyboard.type(option)
  await found.click()
}

const appears = (what: Locator): Promise<boolean> =>
  what.waitFor({ timeout: 1500 }).then(
    () => true,
    () => false,
  )

/** Replaces the text in the workbench. */
export async function writeSql(page: Page, sql: string): Promise<void> {
  await page.locator('.cm-content').fill(sql)
}
