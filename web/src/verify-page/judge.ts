import {
  type GoodProof,
  type GoodReceipt,
  looksLikeFork,
  parseEntry,
  type Refused,
  splitDestruction,
  STEPS,
  utf8Text,
  verifyFork,
  type VerifyOptions,
  verifyLogProof,
  verifyReceipt,
  verifyResult,
  wrongList,
} from '../../../src/safeguard/evidence/verifier/index.ts'

/** What the reader put in. */
export interface Given {
  readonly file: Uint8Array | null
  /** A result, or the entry of a bare proof. */
  readonly other: Uint8Array | null
  readonly keys: string
  readonly policy: string
  readonly history: string
}

export type StepName = (typeof STEPS)[number] | 'result' | 'list'
export type StepState = 'held' | 'failed' | 'skipped' | 'unreached'
export interface Step {
  readonly name: StepName
  readonly state: StepState
}

export type Outcome =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'needEntry' }
  | {
      readonly kind: 'good' | 'unpinned' | 'bad'
      readonly steps: readonly Step[]
      /** The step that failed, where it is one, and why, in the verifier's English. */
      readonly where: StepName | null
      readonly why: string | null
      readonly says: GoodReceipt | GoodProof | null
    }
  | { readonly kind: 'fork'; readonly pinned: boolean; readonly says: string }

/** Everything the page knows, from what was put in alone. */
export function judge(given: Given): Outcome {
  const { file, other } = given
  if (!file) return { kind: 'waiting' }
  const options = trustOf(given)
  if (looksLikeFork(file)) return judgeFork(file, options)
  const text = utf8Text(file)
  if (text?.startsWith('c2sp.org/tlog-proof@')) {
    if (!other) return { kind: 'needEntry' }
    const verdict = verifyLogProof(text, other, options)
    return outcome(verdict, null, entryOf(verdict, other))
  }
  const destroyed = splitDestruction(file)
  const verdict = verifyReceipt(destroyed?.receipt ?? file, options)
  if (!verdict.ok) return outcome(verdict, null, null)
  const wrong = destroyed && wrongList(verdict, destroyed.list)
  const list: Extra | null = destroyed && { name: 'list', why: wrong }
  return outcome(verdict, list ?? (other && resultOf(verdict, other)), null)
}

/** A step beyond the receipt itself; `why` it failed, null where it held. */
interface Extra {
  readonly name: 'result' | 'list'
  readonly why: string | null
}

function resultOf(verdict: GoodReceipt, other: Uint8Array): Extra {
  const result = verifyResult(verdict, other)
  return { name: 'result', why: result.ok ? null : result.why }
}

/** The options of the verifier; what was left empty is not there. */
export function trustOf({
  keys,
  policy,
  history,
}: Pick<Given, 'keys' | 'policy' | 'history'>): VerifyOptions {
  const lines = keys.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  return {
    ...(lines.length > 0 ? { vkey: lines } : {}),
    ...(policy.trim() === '' ? {} : { policy: whole(policy) }),
    ...(history.trim() === '' ? {} : { keys: whole(history) }),
  }
}

/** What a clipboard does to a text: other line ends, a lost last one. */
function whole(text: string): string {
  const lines = text.replaceAll('\r\n', '\n')
  return lines.endsWith('\n') ? lines : `${lines}\n`
}

function judgeFork(file: Uint8Array, { vkey }: VerifyOptions): Outcome {
  const verdict = verifyFork(file, vkey === undefined ? {} : { vkey })
  if (!verdict.ok) return { kind: 'bad', steps: [], where: null, why: verdict.why, says: null }
  return { kind: 'fork', pinned: verdict.pinned, says: verdict.says }
}

function entryOf(verdict: GoodProof | Refused, bytes: Uint8Array): GoodReceipt | null {
  const entry = verdict.ok ? parseEntry(utf8Text(bytes) ?? '') : ''
  return verdict.ok && typeof entry !== 'string' ? { ...verdict, entry, payload: undefined } : null
}

function outcome(
  verdict: GoodReceipt | GoodProof | Refused,
  extra: Extra | null,
  richer: GoodReceipt | null,
): Outcome {
  const steps: Step[] = STEPS.map((name) => ({ name, state: stateOf(name, verdict) }))
  if (extra) steps.push({ name: extra.name, state: extra.why === null ? 'held' : 'failed' })
  if (!verdict.ok) return { kind: 'bad', steps, where: verdict.where, why: verdict.why, says: null }
  if (extra && extra.why !== null)
    return { kind: 'bad', steps, where: extra.name, why: extra.why, says: verdict }
  const kind = verdict.pinned ? 'good' : 'unpinned'
  return { kind, steps, where: null, why: null, says: richer ?? verdict }
}

function stateOf(name: (typeof STEPS)[number], verdict: GoodProof | Refused): StepState {
  if (!verdict.ok && verdict.where === name) return 'failed'
  if (!verdict.held.includes(name)) return verdict.ok ? 'skipped' : 'unreached'
  // Without a key of the reader's own, the key only fits the file.
  return name === 'key' && verdict.ok && !verdict.pinned ? 'skipped' : 'held'
}
