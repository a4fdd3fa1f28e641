import {
  type GoodReceipt,
  splitDestruction,
  STEPS,
  utf8Text,
  type Verdict,
  verifyReceipt,
  verifyResult,
  type VerifyOptions,
  type Where,
  wrongList,
} from '../../../../src/safeguard/evidence/verifier/index.ts'
import { checkBareProof, isBareProof } from './bare-proof.ts'

export type StepState = 'passed' | 'failed' | 'not-reached' | 'absent'

export interface Checked {
  readonly file: string
  readonly verdict: Verdict
  readonly steps: readonly { readonly step: Where; readonly state: StepState }[]
  /** Where the key to trust came from: this space, or only the receipt itself. */
  readonly trusted: 'space' | 'receipt'
  /** Whether the quorum of the space's policy signed the checkpoint; null where no policy was at hand. */
  readonly witnessed: boolean | null
  /** Entries on the list of a proof of destruction, whose digest the receipt carries; null for any other file. */
  readonly destroyed: number | null
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
  const judge = await judgeOf(bytes)
  const verdict = judge(trust)
  const asksWitnesses = policy !== null && !/^quorum none$/m.test(policy)
  const strict = asksWitnesses && verdict.ok ? judge({ ...trust, policy }) : null
  return {
    file: file.name,
    // The stricter one tells more where it holds; a quorum that is still on its way makes no receipt false.
    verdict: strict?.ok ? strict : verdict,
    steps: stepsOf(strict?.ok ? strict : verdict),
    trusted: pinned ? 'space' : 'receipt',
    witnessed: strict && strict.ok,
    destroyed: verdict.ok ? (splitDestruction(bytes)?.list.length ?? 0) / LIST_LINE || null : null,
  }
}

/** An id and its line feed. */
const LIST_LINE = 37

/** What judges a file of its kind: a bare proof, a proof of destruction, or a receipt. */
async function judgeOf(bytes: Uint8Array): Promise<(trust: VerifyOptions) => Verdict> {
  const text = utf8Text(bytes)
  if (text !== null && isBareProof(text)) return checkBareProof(text)
  const destruction = splitDestruction(bytes)
  if (!destruction) return (trust) => verifyReceipt(bytes, trust)
  return (trust) => {
    const verdict = verifyReceipt(destruction.receipt, trust)
    const why = verdict.ok ? wrongList(verdict, destruction.list) : null
    const held = verdict.held.filter((one) => one !== 'payload')
    return why === null ? verdict : { ok: false, where: 'payload', why, held }
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
