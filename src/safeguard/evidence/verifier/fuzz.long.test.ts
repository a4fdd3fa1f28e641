import { expect, test } from 'vitest'
import { fuzzVerifier } from '../../../../test/support/fuzz-verifier.ts'

const MUTANTS = 500_000
const MOST_MS = 1_000

test.each(['international', 'guomi'] as const)('half a million broken receipts, %s', async (suite) => {
  const seed = Date.now() % 2 ** 32
  const report = await fuzzVerifier(suite, MUTANTS, seed, 25)
  expect(report, `seed ${seed}`).toMatchObject({ ran: MUTANTS })
  expect(report.slowest).toBeLessThan(MOST_MS)
  expect(report.refused['signature']).toBeGreaterThan(0)
})
