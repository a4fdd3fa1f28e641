import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type TwoSystems, twoSystems } from '../support/two-systems.ts'
import { twoSystemsNarrow, twoSystemsStory } from './stories/two-systems.ts'
import { chromiumPath, launch } from './support/index.ts'

const missing =
  chromiumPath() === null
    ? ' (skipped: no Chromium; set CHROMIUM or install it)'
    : process.env.XINYU_LONG_TESTS === '1'
      ? ''
      : ' (skipped: part of npm run test:long; the same way without pages is test/stories/two-systems.test.ts)'

/** Two served systems, each with its own data folder and database, in one real browser. */
describe.skipIf(missing !== '')(`two systems in the portal${missing}`, () => {
  let browser: Browser
  let systems: TwoSystems
  const both = () => ({
    platform: { browser, address: systems.platform.url },
    consumer: { browser, address: systems.consumer.url },
  })

  beforeAll(async () => {
    browser = await launch()
    systems = await twoSystems()
  })
  afterAll(async () => {
    await browser?.close()
    await systems?.end()
  })

  test('zh: register, connect, counter, sign, use, prove, end', () => twoSystemsStory(both()))
  test('en, dark, on a phone: the same pages', () => twoSystemsNarrow(both()))
})
