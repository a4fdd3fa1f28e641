import { canonical } from '../../src/kernel/index.ts'
import type { SuiteName } from '../../src/safeguard/crypto/index.ts'
import { type Verdict, verifyReceipt } from '../../src/safeguard/evidence/verifier/index.ts'
import { mutate, numbersFrom } from './mutate.ts'
import { testReceipts, testWitness } from './receipts.ts'

export interface FuzzReport {
  readonly ran: number
  /** Mutants that verified, and said no more than an unbroken receipt does. */
  readonly harmless: number
  /** Refused mutants by the step that refused them. */
  readonly refused: Readonly<Record<string, number>>
  /** Longest verification in ms of CPU: the machine may have other work. */
  readonly slowest: number
}

/**
 * Breaks receipts of one log in `count` ways and verifies each, with the key and a witness pinned. None may throw, and
 * what verifies may say nothing but what an unbroken receipt of this log says.
 * @throws Error with the mutant that got through, or with which the verifier failed
 */
export async function fuzzVerifier(
  suite: SuiteName,
  count: number,
  seed: number,
  structuredEvery = 8,
): Promise<FuzzReport> {
  const witness = testWitness('witness.example/w1')
  const made = await testReceipts(suite, 11)
  const line = witness.cosign(made.note)
  const foreign = await testReceipts(suite, 11)
  const originals = made.entries.flatMap((_, leaf) => [
    made.receipt(leaf, [line]),
    made.receipt(leaf, [line], false),
  ])
  // Pieces of another log are at hand as well: everything in them is well formed, and signed by somebody.
  const pieces = [...originals, ...foreign.entries.map((_, leaf) => foreign.receipt(leaf))]
  const options = {
    vkey: made.signer.vkey,
    policy: `log ${made.signer.vkey}\nwitness w1 ${witness.vkey}\nquorum w1\n`,
  }
  const allowed = new Set(originals.map((file) => statement(verifyReceipt(file, options))))
  const unbroken = new Set(originals.map((file) => file.toString('latin1')))
  const pick = numbersFrom(seed)
  const refused: Record<string, number> = {}
  let [harmless, slowest] = [0, 0]
  for (let n = 0; n < count; n++) {
    let mutant: Buffer
    do mutant = mutate(originals[pick(originals.length)]!, pick, pieces, structuredEvery)
    while (unbroken.has(mutant.toString('latin1')))
    const began = process.cpuUsage()
    const verdict = verifyReceipt(mutant, options)
    slowest = Math.max(slowest, process.cpuUsage(began).user / 1000)
    if (!verdict.ok) {
      refused[verdict.where] = (refused[verdict.where] ?? 0) + 1
      continue
    }
    if (!allowed.has(statement(verdict)))
      throw new Error(`mutant ${n} of seed ${seed} verified: ${mutant.toString('base64')}`)
    harmless++
  }
  return { ran: count, harmless, refused, slowest }
}

/** All that a reader learns. Leaving the payload or the second chain out says less, not something else. */
function statement(verdict: Verdict): string {
  if (!verdict.ok) throw new Error(`an unbroken receipt is refused: ${verdict.where}: ${verdict.why}`)
  const { entry, payload = null, leaf, size, origin, signer, pinned, policy } = verdict
  const witnesses = policy?.witnesses.map(({ name, vkey, at }) => ({ name, vkey, at })) ?? []
  return canonical({ entry, payload, leaf, size, origin, signer, pinned, witnesses })
}
