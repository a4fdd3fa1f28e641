import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { parseKey, type NoteKey } from './keys.ts'
import { isConsistent } from './merkle.ts'
import { checkSignature, parseNote } from './note.ts'
import { fail, isFailure, type Failure } from './verdict.ts'

/** A checkpoint note that `key` signed, opened. */
export function openCheckpoint(text: string, key: NoteKey): Checkpoint | Failure {
  const note = parseNote(text)
  if (typeof note === 'string') return fail('checkpoint', note)
  const checkpoint = parseCheckpoint(note.text)
  if (!checkpoint) return fail('checkpoint', 'not a checkpoint')
  const signed = checkSignature(note, key)
  if (signed === 'unknown') return fail('signature', `not signed by ${key.name}`)
  if (signed === 'false') return fail('signature', `the signature of ${key.name} does not hold`)
  if (checkpoint.origin !== key.name) return fail('checkpoint', 'the key belongs to another log')
  return checkpoint
}

/** Whether the tree of `second` only appended to that of `first`; both are signed checkpoint notes of one log. */
export function verifyConsistency(
  first: string,
  second: string,
  proof: readonly Uint8Array[],
  vkey: string,
): { ok: true; from: number; to: number } | Failure {
  const key = parseKey(vkey)
  if (!key) return fail('key', 'not a verifier key')
  const older = openCheckpoint(first, key)
  if (isFailure(older)) return older
  const newer = openCheckpoint(second, key)
  if (isFailure(newer)) return newer
  if (!isConsistent(older, newer, proof)) {
    return fail('proof', `the tree of ${newer.size} is not shown to continue the tree of ${older.size}`)
  }
  return { ok: true, from: older.size, to: newer.size }
}
