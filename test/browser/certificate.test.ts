import { writeFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { makePki, type Pki, sm2Missing } from '../../src/safeguard/identity/certificate/pki.fixture.ts'
import { type SmallDemo, smallDemo } from '../support/small-demo.ts'
import { certificateStory } from './stories/certificate.ts'
import { chromiumPath, launch } from './support/index.ts'

const missing =
  chromiumPath() === null
    ? ' (skipped: no Chromium; set CHROMIUM or install it)'
    : process.env.XINYU_LONG_TESTS === '1'
      ? ''
      : ' (skipped: part of npm run test:long; the same way without pages is src/safeguard/identity/certificate)'

/** A space that takes certificates of an authority of openssl's making. */
describe.skipIf(missing !== '')(`log-in by certificate${missing}`, () => {
  let browser: Browser
  let demo: SmallDemo
  let pki: Pki
  let address: string

  beforeAll(async () => {
    const span = { from: '20250101000000Z', to: '20991231000000Z' }
    pki = await makePki(sm2Missing() === null ? 'sm2' : 'p256')
    await pki.issue('root', { by: null, extensions: 'ca', ...span })
    await pki.issue('ukey', span)
    await writeFile(pki.at('ca.pem'), await pki.pem('root'))
    browser = await launch()
    demo = await smallDemo(undefined, undefined, undefined, { login: { caFile: pki.at('ca.pem') } })
    address = await demo.serve()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.end()
    await pki?.stop()
  })

  test('zh, en and on a phone: bind, sign in, remove', () => certificateStory({ browser, address }, pki))
})
