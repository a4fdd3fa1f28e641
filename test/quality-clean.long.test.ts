import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateDemo } from '../src/demo/generate.ts'
import { checkTables } from '../src/supply/treat/quality/check.ts'
import { bindDemo, checkInput, openTestDuck } from './support/quality/demo.ts'

let dir: string
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'xinyu-quality-long-'))
  await generateDemo({ dir, persons: 1_000_000, seed: 21, plant: false })
}, 1_800_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test.each(['310000', '320000', '330000', '340000'])(
  'one million clean persons, %s: no finding',
  async (bureau) => {
    const duck = await openTestDuck()
    const checked = await checkTables(duck, checkInput(await bindDemo(duck, dir, bureau)))
    expect(checked.counts.filter((count) => count.dirty > 0)).toEqual([])
    expect(checked.scannedRows['psn_info_b']).toBeGreaterThan(150_000)
    duck.connection.closeSync()
  },
  1_800_000,
)
