import type { KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Suite } from '../../crypto/index.ts'
import {
  checkSignature,
  noteKeyId,
  parseCheckpoint,
  parseKey,
  parseNote,
  printCheckpoint,
  printKey,
  printSignature,
  type Checkpoint,
} from '../verifier/index.ts'
import { readOrNull, writeAtomic } from './files.ts'

/** Signs what the log says about itself. The key's name is the origin. */
export interface Signer {
  readonly origin: string
  /** The public half, as outsiders pin it. */
  readonly vkey: string
  sign(size: number, root: Uint8Array): string
}

export function makeSigner(suite: Suite, key: KeyObject, origin: string): Signer {
  const publicKey = suite.signature.publicKey(key)
  const keyId = noteKeyId(origin, publicKey)
  return {
    origin,
    vkey: printKey(origin, publicKey),
    sign(size, root) {
      const text = printCheckpoint(origin, size, root)
      return `${text}\n${printSignature(origin, keyId, suite.signature.sign(key, Buffer.from(text)))}`
    },
  }
}

export const checkpointFile = (folder: string): string => join(folder, 'checkpoint')

/** Replaces the published checkpoint; readers see the old or the new one. */
export const publishCheckpoint = (folder: string, note: string): Promise<void> =>
  writeAtomic(checkpointFile(folder), note, { sync: true })

/**
 * The published checkpoint, with its signature verified; null before the first one.
 * @throws XinyuError EVIDENCE_LOG_DAMAGED
 */
export async function readCheckpoint(
  folder: string,
  vkey: string,
): Promise<{ note: string; checkpoint: Checkpoint } | null> {
  const file = checkpointFile(folder)
  const note = (await readOrNull(file))?.toString('utf8')
  if (note === undefined) return null
  const key = parseKey(vkey)
  const signed = parseNote(note)
  const checkpoint = typeof signed === 'string' ? null : parseCheckpoint(signed.text)
  if (!key || typeof signed === 'string' || !checkpoint) throw damaged(file, 'not a checkpoint')
  if (checkSignature(signed, key) !== 'verified')
    throw damaged(file, `its signature by ${key.name} does not hold`)
  return { note, checkpoint }
}

const damaged = (file: string, why: string) => new XinyuError('EVIDENCE_LOG_DAMAGED', { file, why })
