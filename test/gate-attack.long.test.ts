import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMBINED, reconstruction } from './support/attack/classes/combined.ts'
import { ORACLES } from './support/attack/classes/oracles.ts'
import { PAIRS, WITHIN } from './support/attack/classes/pairs.ts'
import { program, single } from './support/attack/program.ts'
import { pooled } from './support/attack/score.ts'
import { type Library, openLibrary } from './support/gate/library.ts'
import { openPath, type Path } from './support/gate/path.ts'

/** The attacker with 1,000 questions over several seeds, and every class alone. Prints the table of docs/gate.md. */
const SEEDS = [1, 2, 3, 4, 5]
const PERSONS = 20_000

let library: Library
let path: Path
beforeAll(async () => {
  library = await openLibrary()
  path = await openPath(library)
})
afterAll(async () => {
  await path.close()
  library.close()
})

const ground = () =>
  ({ library, path, rules: { rounding: 'base5' }, persons: PERSONS, maxExposure: 0.05 }) as const

test('pooled over seeds the attacker guesses no better than the base rate', async () => {
  const all = []
  for (const seed of SEEDS) all.push((await program({ ...ground(), seed, tell: console.info })).all)
  const { share, low, high, of } = pooled(all)
  console.info(`with history: ${share.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}] of ${of}`)
  expect(low).toBeLessThanOrEqual(0.5)
  expect(high).toBeGreaterThanOrEqual(0.5)
})

test('without history the same program succeeds', async () => {
  const { all } = await program({ ...ground(), seed: 1, maxExposure: null, tell: console.info })
  expect(all.low).toBeGreaterThan(0.8)
})

describe('every class alone, without rounding and with a wide budget', () => {
  const bounded = [...PAIRS, ...WITHIN, ...ORACLES, COMBINED[0]!]
  test.each(bounded.map((attack) => [attack.name, attack] as const))('%s', async (name, attack) => {
    const all = []
    for (const seed of SEEDS.slice(0, 3))
      all.push(await single({ ...ground(), rules: {}, seed, persons: 5000, maxExposure: 1000 }, attack, 300))
    const { share, low, high } = pooled(all)
    console.info(`${name}: ${share.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`)
    expect(low).toBeLessThanOrEqual(0.5)
  })
})

describe('what the budget is worth', () => {
  // Not an assertion of safety: what an exposure lets somebody reconstruct, for the table.
  test.each([0.02, 0.05, 0.1, 0.5, 1])(
    'linear reconstruction up to an exposure of %s',
    async (maxExposure) => {
      const all = []
      for (const seed of SEEDS.slice(0, 2))
        all.push(
          await single({ ...ground(), rules: {}, seed, persons: 5000, maxExposure }, reconstruction, 60),
        )
      const { share, low, high } = pooled(all)
      console.info(`exposure ${maxExposure}: ${share.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`)
      expect(share).toBeLessThan(0.5 + Math.asin(Math.sqrt(Math.min(1, maxExposure))) / Math.PI + 0.1)
    },
  )
})
