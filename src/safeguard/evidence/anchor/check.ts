import { parseCheckpoint, parseNote } from '../verifier/index.ts'
import { AnchorError } from './driver.ts'
import { readPem, type Stamp, verifyStamp } from './rfc3161/index.ts'

/**
 * Checks offline that a time stamp is one on a checkpoint: `checkpoint` is a signed note, with whatever signatures, or
 * its text alone; `ca` the trusted certificates (PEM). @throws AnchorError
 */
export function checkAnchor(
  token: Buffer,
  checkpoint: string,
  ca: string,
): Stamp & { size: number; origin: string } {
  const note = parseNote(checkpoint)
  const text = typeof note === 'string' ? checkpoint : note.text
  const read = parseCheckpoint(text)
  if (!read) throw new AnchorError('imprint', 'the file is no checkpoint')
  const stamp = verifyStamp(token, { text, nonce: null, policy: null, trusted: readPem(ca) })
  return { ...stamp, size: read.size, origin: read.origin }
}
