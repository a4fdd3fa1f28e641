import {
  checkCosignature,
  checkSignature,
  fromBase64,
  isConsistent,
  type NoteKey,
} from '../safeguard/evidence/verifier/index.ts'
import type { Seen } from './model.ts'
import type { AddCheckpoint } from './request.ts'

/** What the witness answers. `fork`: the log signed two histories, and the two notes show it. */
export type Decision =
  | { readonly cosign: true }
  | {
      readonly cosign: false
      readonly status: 400 | 403 | 409 | 422
      readonly why: string
      readonly fork?: true
    }
  /** Its own signature shows that it once knew more than it does now. */
  | { readonly cosign: false; readonly status: 503; readonly why: string; readonly forgot: true }

const no = (status: 400 | 403 | 409 | 422, why: string): Decision => ({ cosign: false, status, why })

/** Whether one of the keys that are trusted for this origin signed, and none of them signed falsely. */
export function isSignedByLog({ note }: Pick<AddCheckpoint, 'note'>, logs: readonly NoteKey[]): boolean {
  const states = logs.map((key) => checkSignature(note, key))
  return states.includes('verified') && !states.includes('false')
}

/**
 * The rules of C2SP tlog-witness in its order, for a request whose origin is known and whose signature holds. `seen` is
 * the last checkpoint cosigned for this origin, `own` the keys of this witness. Pure.
 */
export function decide(request: AddCheckpoint, seen: Seen | null, own: readonly NoteKey[]): Decision {
  const { old, proof, checkpoint } = request
  const known = { size: seen?.size ?? 0, root: seen ? fromBase64(seen.root)! : null }
  if (old > checkpoint.size) return no(400, 'the old size is larger than the checkpoint')
  if (old === 0 && proof.length > 0) return no(400, 'a proof from size 0 is empty')
  // Who copies an older folder back over a witness's makes it forget; what it signed before tells it so.
  const forgot = own.some((key) => checkCosignatureAt(request, key) !== null) && isBeyond(request, seen)
  if (forgot)
    return {
      cosign: false,
      status: 503,
      why: 'this checkpoint bears a cosignature of this witness that it does not remember: its folder was rolled back',
      forgot: true,
    }
  if (old !== known.size) return no(409, 'another size was cosigned last')
  if (!seen || known.root === null) return { cosign: true }
  if (checkpoint.size === known.size) {
    if (sameRoot(checkpoint.root, known.root))
      return proof.length === 0 ? { cosign: true } : no(422, 'a proof between equal sizes is empty')
    return { cosign: false, status: 409, why: 'another root was cosigned for this size', fork: true }
  }
  return isConsistent({ size: known.size, root: known.root }, checkpoint, proof)
    ? { cosign: true }
    : no(422, 'the checkpoint is not shown to continue the one that was cosigned')
}

function checkCosignatureAt({ note }: AddCheckpoint, key: NoteKey): number | null {
  const found = checkCosignature(note, key)
  return typeof found === 'string' ? null : found.at
}

const isBeyond = ({ checkpoint }: AddCheckpoint, seen: Seen | null): boolean =>
  checkpoint.size > (seen?.size ?? -1)

const sameRoot = (a: Uint8Array, b: Uint8Array): boolean => a.every((byte, at) => byte === b[at])
