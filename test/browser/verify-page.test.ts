import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import AxeBuilder from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SuiteName } from '../../src/safeguard/crypto/index.ts'
import { RESULT, testReceipts, type TestReceipts, testWitness } from '../support/receipts.ts'
import { chromiumPath, launch } from './support/index.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const missing = chromiumPath() === null ? ' (skipped: no Chromium; set CHROMIUM or install it)' : ''

/** The page that anyone keeps on the own disk: opened from there, in a browser that has no network at all. */
describe.skipIf(missing !== '')(`the page that verifies without a server${missing}`, () => {
  let [folder, browser]: [string, Browser] = ['', undefined as never]
  let context: BrowserContext
  let page: Page
  const asked: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'xinyu-verify-page-'))
    execFileSync(process.execPath, [join(ROOT, 'scripts/build-verifier.mjs'), '--page', folder])
    browser = await launch()
    context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN' })
    await context.setOffline(true)
    context.on('request', (request) => asked.push(request.url()))
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = async () => {
    page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(pathToFileURL(join(folder, 'verify.html')).href)
    return errors
  }
  const put = (id: string, bytes: Buffer, name = 'x.json') =>
    page.setInputFiles(`#${id}`, { name, mimeType: 'application/octet-stream', buffer: bytes })
  const outcome = async (expected: string) => {
    await page.waitForSelector(`body[data-outcome="${expected}"]`, { timeout: 10_000 })
    return page.innerText('#outcome')
  }
  const step = (name: string) => page.getAttribute(`li[data-step="${name}"]`, 'class')

  describe.each<SuiteName>(['international', 'guomi'])('%s', (suite) => {
    let made: TestReceipts
    const witness = testWitness('witness.example/w1')
    let policy = ''
    beforeAll(async () => {
      made = await testReceipts(suite, 5)
      policy = `log ${made.signer.vkey}\nwitness w1 ${witness.vkey}\nquorum w1\n`
    })

    test('a good receipt holds step by step, with the witness and the result', async () => {
      const errors = await open()
      await put('file', made.receipt(2, [witness.cosign(made.note)]))
      expect(await outcome('unpinned')).toContain('run-2')
      await page.fill('#keys', made.signer.vkeys.join('\n'))
      await page.fill('#policy', policy)
      await put('other', RESULT)
      const text = await outcome('good')
      expect(text).toContain('w1')
      for (const name of [
        'format',
        'entry',
        'payload',
        'key',
        'signature',
        'checkpoint',
        'proof',
        'policy',
        'result',
      ])
        expect(await step(name), name).toBe('held')
      expect(await step('guomi')).toBe(suite === 'guomi' ? 'held' : 'skipped')
      expect(errors).toEqual([])
      await page.close()
    })

    test('a broken one does not, and the step is named', async () => {
      await open()
      await page.fill('#keys', made.signer.vkey)
      const text = made.receipt(2, [], false).toString()
      await put('file', Buffer.from(text.replace('run-2', 'run-3')))
      expect(await outcome('bad')).toContain('路径：由条目和证明算出的树根与所签的不同')
      expect(await step('proof')).toBe('failed')
      expect(await step('signature')).toBe('held')
      await put('file', made.receipt(2))
      await outcome('good')
      await put('other', Buffer.from('another result'))
      await outcome('bad')
      expect(await step('result')).toBe('failed')
      await page.fill('#policy', policy)
      await outcome('bad')
      expect(await step('policy')).toBe('failed')
      await page.close()
    })
  })

  test('a bare proof asks for its entry, and holds with it', async () => {
    const made = await testReceipts('international', 3)
    await open()
    await page.fill('#keys', made.signer.vkey)
    await put('file', Buffer.from(made.proof(1)), 'x.tlog-proof')
    await outcome('needEntry')
    await put('other', Buffer.from(made.entries[1]!))
    expect(await outcome('good')).toContain('run-1')
    await page.close()
  })

  test('both languages, no network, nothing inline that its own rule does not name, and accessible', async () => {
    await open()
    const zh = await page.innerText('main')
    await page.click('#language')
    const en = await page.innerText('main')
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(en).not.toMatch(/\p{Script=Han}/u)
    // The rule of the page forbids evaluating text: the tool is put in as a file of the test's own.
    const bare = await context.newPage()
    const html = readFileSync(join(folder, 'verify.html'), 'utf8')
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/\b(src|href)=/)
    writeFileSync(
      join(folder, 'free.html'),
      html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''),
    )
    await bare.goto(pathToFileURL(join(folder, 'free.html')).href)
    await bare.evaluate(AxeBuilder.source)
    const found = await bare.evaluate('axe.run().then((r) => r.violations.map((v) => v.id))')
    expect(found).toEqual([])
    const wide = await bare.evaluate('document.documentElement.scrollWidth > innerWidth')
    expect(wide).toBe(false)
    expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([])
  })

  test('what a receipt says never becomes part of the page', async () => {
    await open()
    await put('file', Buffer.from('<img src=x onerror="document.title=1">'))
    await outcome('bad')
    expect(await page.locator('#outcome img').count()).toBe(0)
    await page.fill('#keys', '<script>document.title = 1</script>')
    await outcome('bad')
    expect(await page.title()).not.toBe('1')
    await page.close()
  })
})
