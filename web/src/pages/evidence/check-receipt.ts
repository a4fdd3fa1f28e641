import {
  type GoodReceipt,
  STEPS,
  type Verdict,
  verifyReceipt,
  verifyResult,
  type Where,
} from '../../../../src/safeguard/evidence/verifier/index.ts'

export type StepState = 'passed' | 'failed' | 'not-reached' | 'absent'

export interface Checked {
  readonly file: string
  readonly verdict: Verdict
  readonly steps: readonly { readonly step: Where; readonly state: StepState }[]
  /** Where the key to trust came from: this space, or only the receipt itself. */
  readonly trusted: 'space' | 'receipt'
  /** Whether the quorum of the space's policy signed the checkpoint; null where no policy was at hand. */
  readonly witnessed: boolean | null
}

export interface ResultCheck {
  readonly file: string
  readonly ok: boolean
}

/** Reads the file and verifies it here. The space's key is asked for, so that a stranger's log is told apart. */
export async function checkReceipt(file: File): Promise<Checked> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const [list, keys, policy] = await Promise.all([
    published('keys.json'),
    published('keys'),
    published('policy'),
  ])
  // The keys before this one too: what was signed under them stays good, within the sizes that the history gives each.
  const pinned =
    list === null ? null : (JSON.parse(list) as { items: { vkey: string }[] }).items.map(({ vkey }) => vkey)
  const trust = pinned ? { vkey: pinned, keys: keys ?? undefined } : {}
  const verdict = verifyReceipt(bytes, trust)
  const asksWitnesses = policy !== null && !/^quorum none$/m.test(policy)
  const strict = asksWitnesses && verdict.ok ? verifyReceipt(bytes, { ...trust, policy }) : null
  return {
    file: file.name,
    // The stricter one tells more where it holds; a quorum that is still on its way makes no receipt false.
    verdict: strict?.ok ? strict : verdict,
    steps: stepsOf(strict?.ok ? strict : verdict),
    trusted: pinned ? 'space' : 'receipt',
    witnessed: strict && strict.ok,
  }
}

/** Whether a downloaded result is the one that the receipt speaks of. */
export async function checkResult(receipt: GoodReceipt, file: File): Promise<ResultCheck> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return { file: file.name, ok: verifyResult(receipt, bytes).ok }
}

/** Null when the server cannot be reached: the receipt is then checked against its own key alone. */
async function published(name: string): Promise<string | null> {
  try {
    const response = await fetch(`/api/evidence/${name}`)
    return response.ok ? await response.text() : null
  } catch {
    return null
  }
}

export const stepsOf = (verdict: Verdict): Checked['steps'] =>
  STEPS.map((step) => {
    if (verdict.held.includes(step)) return { step, state: 'passed' }
    if (verdict.ok) return { step, state: 'absent' }
    return { step, state: step === verdict.where ? 'failed' : 'not-reached' }
  })
