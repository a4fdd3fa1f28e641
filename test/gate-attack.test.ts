import { afterAll, beforeAll, expect, test } from 'vitest'
import { program } from './support/attack/program.ts'
import { type Library, openLibrary } from './support/gate/library.ts'
import { openPath, type Path } from './support/gate/path.ts'

/**
 * The attacker of docs/gate.md against the contract that it recommends for a sensitive column that may be filtered
 * freely: k = 10, counts rounded to 5, exposure 0.05. More seeds, more persons and each class alone: gate-attack.long.
 */
let library: Library
let path: Path
beforeAll(async () => {
  library = await openLibrary()
  path = await openPath(library)
}, 60_000)
afterAll(async () => {
  await path.close()
  library.close()
})

const ground = { rules: { rounding: 'base5' }, seed: 1, persons: 5000 } as const

test('with history the attacker guesses no better than the base rate', { timeout: 400_000 }, async () => {
  const { all, asked } = await program({ ...ground, library, path, maxExposure: 0.05 })
  expect(asked).toBeGreaterThan(700)
  expect(all.low).toBeLessThanOrEqual(0.5)
  expect(all.high).toBeGreaterThanOrEqual(0.5)
})

test('the same attacker succeeds when history is switched off', { timeout: 400_000 }, async () => {
  const { all } = await program({ ...ground, library, path, maxExposure: null }, 0.3)
  expect(all.low).toBeGreaterThan(0.55)
})
