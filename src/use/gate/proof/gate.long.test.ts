import { expect, test } from 'vitest'
import { openProofs } from './proofs.ts'

/** Must-show 3, long: 100,000 random queries, from seeds that the short run does not use. */
const BATCHES = Number(process.env.XINYU_GATE_BATCHES ?? 2_500)
/** Where a run that was cut off goes on. */
const FROM = Number(process.env.XINYU_GATE_FROM ?? 0)
/** Kinds of failure that are looked for before it ends. */
const KINDS = 3

test('property: 100,000 random queries show what the oracle counts', async () => {
  const proofs = await openProofs()
  try {
    const { text, tally } = await proofs.run(1_000, BATCHES, KINDS, FROM)
    expect(text).toBeNull()
    expect(tally.answered).toBeGreaterThan(36 * (BATCHES - FROM))
  } finally {
    await proofs.close()
  }
}, 14_400_000)
