import {
  type GoodReceipt,
  type Verdict,
  verifyReceipt,
  verifyResult,
  type Where,
} from '../../../../src/safeguard/evidence/verifier/index.ts'

/** The steps in the order in which the verifier takes them. */
export const STEPS = [
  'format',
  'entry',
  'payload',
  'key',
  'checkpoint',
  'signature',
  'proof',
] as const satisfies readonly Where[]

export type StepState = 'passed' | 'failed' | 'not-reached'

export interface Checked {
  readonly file: string
  readonly verdict: Verdict
  readonly steps: readonly { readonly step: Where; readonly state: StepState }[]
  /** Where the key to trust came from: this space, or only the receipt itself. */
  readonly trusted: 'space' | 'receipt'
}

export interface ResultCheck {
  readonly file: string
  readonly ok: boolean
}

/** Reads the file and verifies it here. The space's key is asked for, so that a stranger's log is told apart. */
export async function checkReceipt(file: File): Promise<Checked> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const vkey = await spaceKey()
  const verdict = verifyReceipt(bytes, vkey === null ? {} : { vkey })
  return { file: file.name, verdict, steps: stepsOf(verdict), trusted: vkey === null ? 'receipt' : 'space' }
}

/** Whether a downloaded result is the one that the receipt speaks of. */
export async function checkResult(receipt: GoodReceipt, file: File): Promise<ResultCheck> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return { file: file.name, ok: verifyResult(receipt, bytes).ok }
}

/** Null when the server cannot be reached: the receipt is then checked against its own key alone. */
async function spaceKey(): Promise<string | null> {
  try {
    const response = await fetch('/api/evidence/key')
    return response.ok ? (await response.text()).trim() : null
  } catch {
    return null
  }
}

export function stepsOf(verdict: Verdict): Checked['steps'] {
  if (verdict.ok) return STEPS.map((step) => ({ step, state: 'passed' as const }))
  // The proof's text is read before the checkpoint that it carries: when it cannot be, those two were never looked at.
  const unread = verdict.where === 'proof' && !/root|does not fit/.test(verdict.why)
  const failed = STEPS.indexOf(verdict.where)
  return STEPS.map((step, place) => {
    if (step === verdict.where) return { step, state: 'failed' as const }
    const reached = place < failed && !(unread && (step === 'checkpoint' || step === 'signature'))
    return { step, state: reached ? ('passed' as const) : ('not-reached' as const) }
  })
}
