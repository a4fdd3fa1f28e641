import { expect, test } from 'vitest'
import { openProofs } from './proofs.ts'

/** Random queries from the whole grammar on random data, 40 a batch, each against the naive oracle; the long suite tries 100,000. */
const BATCHES = Number(process.env.XINYU_GATE_BATCHES ?? 10)

test('property: 400 random queries show what the oracle counts, of k persons at least, and send what the plan says', async () => {
  const proofs = await openProofs()
  try {
    const { text, tally } = await proofs.run(1, BATCHES)
    expect(text).toBeNull()
    // Most of what was drawn was decided, much was shown, and something was withheld.
    expect(tally.answered).toBeGreaterThan(36 * BATCHES)
    expect(tally.cells).toBeGreaterThan(100 * BATCHES)
    expect(tally.withheld).toBeGreaterThan(20 * BATCHES)
  } finally {
    await proofs.close()
  }
}, 600_000)
