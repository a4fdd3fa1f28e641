import { performance } from 'node:perf_hooks'
import { chromiumPath, launch, openReader, signInAs } from '../test/browser/support/browser.ts'
import type { Measure } from './run.ts'

const ROUNDS = 15

/**
 * How long the catalogue page takes in a real browser that has been there before, from asking for `/datasets` until the
 * first entries stand there. Empty where there is no Chromium.
 */
export async function pageMeasures(origin: string, login: string, entries: number): Promise<Measure[]> {
  if (chromiumPath() === null) return []
  const browser = await launch()
  try {
    const { page } = await openReader(browser, origin)
    await signInAs(page, login)
    const times: number[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      await page.goto('/session')
      const began = performance.now()
      await page.goto('/datasets', { waitUntil: 'commit' })
      await page.locator('main a[href^="/datasets/"]').first().waitFor()
      // The first visit fills the browser's store of scripts.
      if (round > 0) times.push(performance.now() - began)
    }
    times.sort((a, b) => a - b)
    const note = `${entries} entries, ${ROUNDS} loads in Chromium, until the first entries stand there`
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!
    return [
      { name: 'page /datasets, p50', value: at(0.5), unit: 'ms', note },
      { name: 'page /datasets, p95', value: at(0.95), unit: 'ms', note: 'goal < 1,000' },
    ]
  } finally {
    await browser.close()
  }
}
