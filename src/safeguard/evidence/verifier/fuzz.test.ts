import { describe, expect, test } from 'vitest'
import { fuzzVerifier } from '../../../../test/support/fuzz-verifier.ts'
import type { SuiteName } from '../../crypto/index.ts'

/** `npm run test:long` breaks a million (fuzz.long.test.ts). */
const MUTANTS = 1_500
const SEED = 20_260_105
/** Far above what one takes; a form that made the verifier walk in circles would be seen. */
const MOST_MS = 1_000

describe.each<SuiteName>(['international', 'guomi'])('broken receipts, %s', (suite) => {
  test(`of ${MUTANTS}, none says anything else, none makes the verifier fail or dawdle`, async () => {
    const report = await fuzzVerifier(suite, MUTANTS, SEED)
    expect(report.ran).toBe(MUTANTS)
    expect(report.slowest).toBeLessThan(MOST_MS)
    // The mutants reach every step, not the first check of form alone.
    for (const where of ['format', 'entry', 'payload', 'key', 'proof', 'checkpoint', 'signature'])
      expect(report.refused[where], where).toBeGreaterThan(0)
    expect(report.harmless).toBeLessThan(MUTANTS / 20)
  }, 120_000)
})
