import { hex, sameBytes } from './bytes.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { ED25519, parseKey, SM2, type NoteKey } from './keys.ts'
import { leafHash, rootFromInclusion, sm3Tree } from './merkle.ts'
import { checkSignature, linesBy, parseNote, type Note } from './note.ts'
import { checkPolicy, parsePolicy, type Policy, type PolicyVerdict } from './policy.ts'
import { parsePath, parseProof } from './proof.ts'
import { trustedKeys, type Trust } from './trust.ts'
import { fail, isFailure, type Failure, type GoodProof, type VerifyOptions, type Where } from './verdict.ts'

/** What a file says about the keys of its log, and the path of its second chain. */
export interface Stated {
  readonly vkey: string
  readonly guomi?: { readonly vkey: string; readonly path: readonly string[] } | undefined
}

interface Trusted {
  readonly policy: Policy | null
  /** Null when the reader pinned nothing. */
  readonly keys: ReadonlyMap<string, Trust> | null
}

/** Key → signature → checkpoint → proof → 国密 → policy, for the bytes of one leaf. `held` grows on the way. */
export function verifyInclusion(
  proofText: string,
  leaf: Uint8Array,
  stated: Stated | null,
  options: VerifyOptions,
  held: Where[],
): GoodProof | Failure {
  const trusted = readTrust(options)
  if (isFailure(trusted)) return trusted
  const keys = stated ? statedKeys(stated, trusted) : null
  if (keys && isFailure(keys)) return keys
  if (keys) held.push('key')

  const proof = parseProof(proofText)
  if (!proof) return fail('proof', 'not a c2sp.org/tlog-proof@v1 text')
  if (stated && proof.extra) return fail('proof', 'a receipt carries no unauthenticated extra data')
  const note = parseNote(proof.checkpoint)
  if (typeof note === 'string') return fail('checkpoint', note)
  const checkpoint = parseCheckpoint(note.text)
  if (!checkpoint) return fail('checkpoint', 'not a checkpoint')
  const signer = keys ?? keysOfLog(note, checkpoint, trusted)
  if (isFailure(signer)) return signer
  if (!keys) held.push('key')
  const unsigned = mustBeSigned(note, checkpoint, signer, held)
  if (unsigned) return unsigned

  const root = rootFromInclusion(leafHash(leaf), proof.index, checkpoint.size, proof.hashes)
  if (!root)
    return fail('proof', `the proof does not fit leaf ${proof.index} of a tree of ${checkpoint.size}`)
  if (!sameBytes(root, checkpoint.root)) return fail('proof', 'entry and proof lead to another root')
  held.push('proof')

  if (signer.guomi) {
    const wrong = mustHoldBySm3(leaf, proof.index, checkpoint, stated?.guomi?.path ?? null)
    if (wrong) return wrong
    held.push('guomi')
  }
  const policy = trusted.policy ? checkPolicy(trusted.policy, note) : null
  if (policy && !policy.holds) return fail('policy', policy.why ?? 'it does not hold')
  if (policy) held.push('policy')
  const beyond = mustBeInSpan(signer, trusted, checkpoint.size, policy)
  if (beyond) return beyond
  return {
    ok: true,
    leaf: proof.index,
    size: checkpoint.size,
    origin: checkpoint.origin,
    signer: signer.vkey,
    pinned: trusted.keys !== null,
    guomi: signer.guomi && { signer: signer.guomi.vkey, pinned: signer.guomi.isTrusted },
    signatures: seen(note, signer, trusted.policy),
    policy,
    held,
  }
}

function readTrust({ vkey, keys, policy: text }: VerifyOptions): Trusted | Failure {
  const policy = text === undefined ? null : parsePolicy(text)
  if (typeof policy === 'string') return fail('policy', policy)
  const logs = policy?.logs.map((log) => log.vkey) ?? []
  const pinned = vkey === undefined ? logs : [vkey].flat().flatMap(linesOf)
  if (vkey === undefined && logs.length === 0) return { policy, keys: null }
  const trusted = trustedKeys(pinned, keys)
  return typeof trusted === 'string' ? fail('key', trusted) : { policy, keys: trusted }
}

/** A key file holds one key a line. */
const linesOf = (text: string): string[] => text.split('\n').flatMap((line) => line.trim() || [])

/** The keys that vouch for one checkpoint. */
interface Signer {
  readonly vkey: string
  readonly key: NoteKey
  readonly isTrusted: boolean
  readonly guomi: { readonly vkey: string; readonly key: NoteKey; readonly isTrusted: boolean } | null
}

/** A key from the receipt proves only that the receipt is whole; trust needs a pinned one, of either algorithm. */
function statedKeys(stated: Stated, { keys }: Trusted): Signer | Failure {
  const key = parseKey(stated.vkey)
  if (key?.type !== ED25519) return fail('key', 'not a verifier key')
  const second = stated.guomi ? parseKey(stated.guomi.vkey) : null
  if (stated.guomi && (second?.type !== SM2 || second.name !== key.name))
    return fail('key', 'the second key is not the SM2 key of this log')
  const isTrusted = keys?.has(stated.vkey) === true
  const guomi = stated.guomi &&
    second && { vkey: stated.guomi.vkey, key: second, isTrusted: keys?.has(stated.guomi.vkey) === true }
  if (keys && !isTrusted && !guomi?.isTrusted) return fail('key', 'signed by a key that is not trusted here')
  return { vkey: stated.vkey, key, isTrusted, guomi: guomi ?? null }
}

/** For a bare proof: the trusted key of the log that the checkpoint names. */
function keysOfLog(note: Note, { origin }: Checkpoint, { keys }: Trusted): Signer | Failure {
  for (const vkey of keys?.keys() ?? []) {
    const key = parseKey(vkey)
    if (key?.name !== origin || linesBy(note, key).length === 0) continue
    return { vkey, key, isTrusted: true, guomi: null }
  }
  return fail('key', 'signed by no key that is trusted here')
}

function mustBeSigned(note: Note, { origin }: Checkpoint, signer: Signer, held: Where[]): Failure | null {
  for (const one of signer.guomi ? [signer.key, signer.guomi.key] : [signer.key]) {
    const signed = checkSignature(note, one)
    const what = one.type === SM2 ? 'SM2' : 'Ed25519'
    if (signed === 'unknown') return fail('signature', `not signed by ${one.name} (${what})`)
    if (signed === 'false') return fail('signature', `the ${what} signature of ${one.name} does not hold`)
  }
  held.push('signature')
  if (origin !== signer.key.name) return fail('checkpoint', 'the key belongs to another log')
  held.push('checkpoint')
  return null
}

/** The chain without SHA-256: SM2 signs the note, the note states the SM3 root, the path leads the leaf to it. */
function mustHoldBySm3(
  leaf: Uint8Array,
  index: number,
  { size, sm3Root }: Checkpoint,
  pathText: readonly string[] | null,
): Failure | null {
  const path = pathText && parsePath(pathText)
  if (!sm3Root || !path) return fail('guomi', 'the checkpoint states no SM3 root, or the path is not one')
  const root = rootFromInclusion(sm3Tree.leafHash(leaf), index, size, path, sm3Tree)
  return root && sameBytes(root, sm3Root) ? null : fail('guomi', 'entry and path lead to another SM3 root')
}

/** A retired key signs no later tree, a new one no earlier tree, and a revoked one nothing without a witness. */
function mustBeInSpan(
  signer: Signer,
  { keys }: Trusted,
  size: number,
  policy: PolicyVerdict | null,
): Failure | null {
  if (!keys) return null
  const trusts = [signer.vkey, signer.guomi?.vkey ?? ''].flatMap((vkey) => keys.get(vkey) ?? [])
  for (const { from, to, needsWitness } of trusts) {
    if (size < from || (to !== null && size > to))
      return fail('key', `this key signs trees of ${from} to ${to ?? '…'} entries, not of ${size}`)
    if (needsWitness && (policy?.witnesses.length ?? 0) === 0)
      return fail('key', 'a key was revoked: only what a witness has signed as well still counts')
  }
  return null
}

function seen(note: Note, signer: Signer, policy: Policy | null): GoodProof['signatures'] {
  const known = [signer.key, ...(signer.guomi ? [signer.guomi.key] : [])]
  const witnesses = policy?.witnesses.map((one) => one.key) ?? []
  const verified = new Set([...known, ...witnesses].flatMap((key) => linesBy(note, key)))
  return note.signatures.map((one) => ({
    name: one.name,
    keyId: hex(one.keyId),
    state: verified.has(one) ? 'verified' : 'unknown',
  }))
}
