import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SmallDemo, smallDemo } from '../support/small-demo.ts'
import { approvals } from './stories/approvals.ts'
import { authority } from './stories/authority.ts'
import { contract } from './stories/contract.ts'
import { flowNarrow } from './stories/flow-narrow.ts'
import { insured } from './stories/insured.ts'
import { narrow } from './stories/narrow.ts'
import { negotiation } from './stories/negotiation.ts'
import { officers } from './stories/officers.ts'
import { pathEn } from './stories/path-en.ts'
import { policy } from './stories/policy.ts'
import { supplyEn } from './stories/supply-en.ts'
import { supplyNarrow } from './stories/supply-narrow.ts'
import { supplyZh } from './stories/supply-zh.ts'
import { wholePathZh } from './stories/whole-path-zh.ts'
import { chromiumPath, launch } from './support/index.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const long = process.env.XINYU_LONG_TESTS === '1'
/** The same pages in English, dark and narrow: their time goes beyond what one run of all tests may take. */
const variant = (name: string, story: () => Promise<void>) =>
  long ? test(name, story) : test.skip(`${name} (skipped: part of npm run test:long)`, story)
const missing = chromiumPath() === null ? ' (skipped: no Chromium; set CHROMIUM or install it)' : ''

/** Stories in the real browser against the real server with a small demo; one demo for all, in this order. */
describe.skipIf(missing !== '')(`the portal${missing}`, () => {
  let browser: Browser
  let demo: SmallDemo
  let address: string
  const portal = () => ({ browser, address })

  beforeAll(async () => {
    if (!existsSync(join(ROOT, 'web/dist/index.html')))
      execFileSync(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build'], {
        cwd: join(ROOT, 'web'),
        stdio: 'ignore',
      })
    browser = await launch()
    demo = await smallDemo(1500)
    address = await demo.serve()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.end()
  })

  test('a page of the portal is its own route, a missing file of a build is missing', async () => {
    const answer = async (path: string) => {
      const response = await fetch(`${address}${path}`)
      return [response.status, response.headers.get('content-type')?.split(';')[0]]
    }
    expect(await answer('/datasets?text=a')).toEqual([200, 'text/html'])
    expect(await answer('/seal.svg')).toEqual([200, 'image/svg+xml'])
    expect(await answer('/assets/gone-12345678.js')).toEqual([404, 'application/problem+json'])
    expect(await answer('/.vite/manifest.json')).toEqual([200, 'text/html'])
    expect(await answer('/..%2fpackage.json')).toEqual([200, 'text/html'])
  })

  test('zh: from a raw file to a verified receipt, as provider, developer and auditor', () =>
    wholePathZh(portal()))
  variant('en, dark: a developer computes, an auditor verifies', () => pathEn(portal()))
  variant('each kind of page fits a phone and is reached by the drawer', () => narrow(portal()))
  test('two officers make a user, who sets up a one-time code, a password and sessions', () =>
    officers(portal()))
  test('a contract suspended, resumed and ended; withheld cells are drawn as withheld', () =>
    contract(portal()))
  test('one counter-offer, two signatures, live counters, a pause, an end by agreement with its proof', () =>
    negotiation(portal()))
  test('an approval chain of two steps with delegation', () => approvals(portal()))
  test('en, dark: the pages of flow fit a phone; a contract is signed there', () => flowNarrow(portal()))
  test('an authority granted further, taken on from a phone, withdrawn', () => authority(portal()))
  test('on a phone: an insured person consents, sees the use, withdraws', () => insured(portal()))
  test('a policy is built from sentences, its contradictions shown as pairs', () => policy(portal()))
  test('zh: a steward checks, drills down and repairs', () => supplyZh(portal()))
  variant('en, dark: connect, map, search, trace, grade and de-identify', () => supplyEn(portal()))
  variant('the pages of supply fit a phone', () => supplyNarrow(portal()))
})
