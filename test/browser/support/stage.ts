import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { Core } from '../../../src/safeguard/evidence/index.ts'
import { type SmallDemo, smallDemo } from '../../support/small-demo.ts'
import { chromiumPath, launch, type Portal } from './index.ts'

const long = process.env.XINYU_LONG_TESTS === '1'

/**
 * The same pages in English, dark and narrow, and ways that a story without pages goes too: their time goes beyond what
 * one run of all tests may take.
 */
export const variant = (name: string, story: () => Promise<void>) =>
  long ? test(name, story) : test.skip(`${name} (skipped: part of npm run test:long)`, story)

/** Stories in the real browser against the real server with a small demo; one demo for all of a file, in its order. */
export function onStage(name: string, stories: (portal: () => Portal, core: () => Core) => void): void {
  const missing = chromiumPath() === null ? ' (skipped: no Chromium; set CHROMIUM or install it)' : ''
  describe.skipIf(missing !== '')(`${name}${missing}`, () => {
    let browser: Browser
    let demo: SmallDemo
    let address: string

    beforeAll(async () => {
      browser = await launch()
      demo = await smallDemo()
      address = await demo.serve()
    })
    afterAll(async () => {
      await browser?.close()
      await demo?.end()
    })
    stories(
      () => ({ browser, address }),
      () => demo.opened.core,
    )
  })
}
