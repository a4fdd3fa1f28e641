import { fromBase64, parseCheckpoint, parseNote } from '../safeguard/evidence/verifier/index.ts'
import type { Checkpoint, SignedNote } from '../safeguard/evidence/verifier/index.ts'

/** C2SP tlog-witness, add-checkpoint: no honest request comes near; a longer one is not read to its end. */
export const MAX_REQUEST_BYTES = 64 * 1024
/** A tree of 2^63 leaves needs no more hashes. */
const MAX_PROOF_LINES = 63
const HASH_BYTES = 32

/** What a log asks of a witness. */
export interface AddCheckpoint {
  /** Size of the checkpoint that the log believes was the last one cosigned here. */
  readonly old: number
  readonly proof: readonly Uint8Array[]
  readonly checkpoint: Checkpoint
  /** The signed note, opened and verbatim. */
  readonly note: SignedNote
  readonly noteText: string
}

/** Reads a request body; the reason when it is not exactly of the form. */
export function parseAddCheckpoint(body: Uint8Array): AddCheckpoint | string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return 'not UTF-8'
  }
  const border = text.indexOf('\n\n')
  if (border < 0) return 'no empty line before the checkpoint'
  const [oldLine = '', ...proofLines] = text.slice(0, border).split('\n')
  const old = /^old (0|[1-9][0-9]{0,15})$/.exec(oldLine)?.[1]
  if (old === undefined || !Number.isSafeInteger(Number(old))) return 'no line of the old size'
  if (proofLines.length > MAX_PROOF_LINES) return 'too many lines of proof'
  const proof: Uint8Array[] = []
  for (const line of proofLines) {
    const hash = fromBase64(line)
    if (hash?.length !== HASH_BYTES) return 'a line of the proof is not a hash'
    proof.push(hash)
  }
  const noteText = text.slice(border + 2)
  const note = parseNote(noteText)
  if (typeof note === 'string') return note
  const checkpoint = parseCheckpoint(note.text)
  if (!checkpoint) return 'not a checkpoint'
  return { old: Number(old), proof, checkpoint, note, noteText }
}

/** Prints what `parseAddCheckpoint` reads. Hashes in Base64. */
export const printAddCheckpoint = (old: number, proof: readonly string[], note: string): string =>
  `${[`old ${old}`, ...proof].join('\n')}\n\n${note}`
