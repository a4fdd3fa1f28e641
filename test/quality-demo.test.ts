import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateDemo } from '../src/demo/generate.ts'
import { checkTables } from '../src/supply/treat/quality/check.ts'
import { shippedPack } from '../src/supply/treat/quality/library.ts'
import { QUALITY_CLASSES } from '../src/supply/treat/quality/model.ts'
import { bindDemo, checkInput, openTestDuck } from './support/quality/demo.ts'
import { expectedOf, type Findings, foundBy, without } from './support/quality/findings.ts'

const BUREAUS = ['310000', '320000', '330000', '340000']
/** One with the public registers beside it and one without; the long run asks all of a million. */
const CLEAN = process.env.XINYU_LONG_TESTS === '1' ? ['310000', '320000'] : ['320000']
let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'xinyu-quality-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('the pack on a planted population of 3,000', () => {
  const planted = () => join(dir, 'planted')
  beforeAll(() => generateDemo({ dir: planted(), persons: 3000, seed: 11 }), 300_000)

  test('all eight classes occur, and each finds what is planted and what that implies, and nothing else', async () => {
    const found: Findings = new Map()
    const expected: Findings = new Map()
    for (const bureau of BUREAUS) {
      const duck = await openTestDuck()
      const tables = await bindDemo(duck, planted(), bureau)
      const checked = await checkTables(duck, checkInput(tables))
      for (const [key, rule] of await foundBy(duck, tables)) found.set(`${bureau}|${key}`, rule)
      for (const [key, why] of await expectedOf(duck, planted(), bureau))
        expected.set(`${bureau}|${key}`, why)
      const [finding] = await duck.rows('SELECT count(*) AS n FROM finding')
      expect(checked.counts.reduce((sum, count) => sum + count.dirty, 0)).toBe(Number(finding!['n']))
      duck.connection.closeSync()
    }
    expect(without(found, expected)).toEqual([])
    expect(without(expected, found)).toEqual([])
    const classes = new Set([...expected.keys()].map((key) => key.split('|')[1]))
    expect([...classes].toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual(
      [...QUALITY_CLASSES].sort(),
    )
  }, 900_000)
})

describe('the pack on a clean population of 12,000', () => {
  const clean = () => join(dir, 'clean')
  beforeAll(() => generateDemo({ dir: clean(), persons: 12_000, seed: 12, plant: false }), 300_000)

  test.each(CLEAN)(
    '%s: no finding, and no rule is left out for a reason that is not known',
    async (bureau) => {
      const duck = await openTestDuck()
      const checked = await checkTables(duck, checkInput(await bindDemo(duck, clean(), bureau)))
      expect(checked.counts.filter((count) => count.dirty > 0)).toEqual([])
      expect(checked.dirtyRows).toEqual({})
      expect(checked.scannedRows['setl_d']).toBeGreaterThan(3_000)
      const missing = new Set(checked.skipped.map((skip) => skip.missing))
      // Operations are not in the demo; the public registers are those of Shanghai.
      const known = bureau === '310000' ? [] : ['legal_entity', 'natural_person']
      expect([...missing].sort()).toEqual([...known, 'setl_list_oprn_d'])
      expect(checked.counts.length + checked.skipped.length).toBe(shippedPack().rules.length)
      duck.connection.closeSync()
    },
    600_000,
  )
})
