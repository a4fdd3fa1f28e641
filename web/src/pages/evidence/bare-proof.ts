import {
  parseCheckpoint,
  parseEntry,
  parseNote,
  parseProof,
  utf8Text,
  type Verdict,
  verifyLogProof,
  type VerifyOptions,
} from '../../../../src/safeguard/evidence/verifier/index.ts'

/** Entries in a bundle (C2SP tlog-tiles). */
const WIDTH = 256

/** Whether a file is a C2SP tlog-proof: it proves an entry that it does not hold. */
export const isBareProof = (text: string): boolean => text.startsWith('c2sp.org/tlog-proof@')

/** Fetches the entry from the public bundles of the log: what comes is not trusted, since the proof must fit it. */
export async function checkBareProof(text: string): Promise<(trust: VerifyOptions) => Verdict> {
  const bytes = await entryOf(text)
  if (bytes === null)
    return () => ({ ok: false, where: 'entry', why: 'the entry is not in the bundles of this log', held: [] })
  const entry = parseEntry(utf8Text(bytes) ?? '')
  return (trust) => {
    const verdict = verifyLogProof(text, bytes, trust)
    if (!verdict.ok) return verdict
    if (typeof entry === 'string') return { ok: false, where: 'entry', why: entry, held: verdict.held }
    return { ...verdict, entry, payload: undefined, held: ['format', 'entry', ...verdict.held] }
  }
}

/** The bytes of the leaf that a proof speaks of; null where it names none, or the log has none. */
async function entryOf(text: string): Promise<Uint8Array | null> {
  const proof = parseProof(text)
  const note = proof && parseNote(proof.checkpoint)
  const size = note && typeof note !== 'string' ? parseCheckpoint(note.text)?.size : undefined
  if (!proof || size === undefined || proof.index >= size) return null
  try {
    const answer = await fetch(`/api/evidence/${bundlePath(proof.index, size)}`)
    return answer.ok ? pick(new Uint8Array(await answer.arrayBuffer()), proof.index % WIDTH) : null
  } catch {
    return null
  }
}

/** `tile/entries/x001/234.p/5`: the bundle that holds a leaf of a tree of this size. */
export function bundlePath(leaf: number, size: number): string {
  const index = Math.floor(leaf / WIDTH)
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)!
  const number = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/')
  const width = Math.min(WIDTH, size - index * WIDTH)
  return `tile/entries/${number}${width < WIDTH ? `.p/${width}` : ''}`
}

/** One entry of a bundle: each stands after its length, 16 bits, big-endian. */
export function pick(bundle: Uint8Array, place: number): Uint8Array | null {
  let at = 0
  for (let nth = 0; at + 2 <= bundle.length; nth++) {
    const end = at + 2 + bundle[at]! * 256 + bundle[at + 1]!
    if (end > bundle.length) return null
    if (nth === place) return bundle.subarray(at + 2, end)
    at = end
  }
  return null
}
