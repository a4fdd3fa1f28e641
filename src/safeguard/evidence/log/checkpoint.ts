import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { SigningKey } from '../../crypto/index.ts'
import {
  checkSignature,
  parseCheckpoint,
  parseKey,
  parseNote,
  printCheckpoint,
  printKey,
  printSignature,
  printSm2Key,
  type Checkpoint,
  type NoteKey,
} from '../verifier/index.ts'
import { readOrNull, writeAtomic } from './files.ts'

/** The keys that sign what the log says: Ed25519 always, SM2 beside it in a 国密 space. */
export interface LogKeys {
  readonly ed25519: Pick<SigningKey, 'publicKey' | 'sign'>
  readonly sm2?: Pick<SigningKey, 'publicKey' | 'sign'> | undefined
}

/** Signs what the log says about itself. The keys' name is the origin. */
export interface Signer {
  readonly origin: string
  /** The public half of the Ed25519 key, as outsiders pin it. */
  readonly vkey: string
  /** Those of all its keys: Ed25519 first. */
  readonly vkeys: readonly string[]
  /** A checkpoint; `sm3Root` rides on the extension line `sm3-root` where the log keeps that tree. */
  sign(size: number, root: Uint8Array, sm3Root?: Uint8Array | null): Promise<string>
  /** Any other text, with a final newline, as a note signed by the one key `vkey`. */
  signWith(vkey: string, text: string): Promise<string>
}

export function makeSigner({ ed25519, sm2 }: LogKeys, origin: string): Signer {
  const keys = [
    { ...named(printKey(origin, ed25519.publicKey)), sign: (message: Buffer) => ed25519.sign(message) },
    ...(sm2
      ? [{ ...named(printSm2Key(origin, sm2.publicKey)), sign: (message: Buffer) => sm2.sign(message) }]
      : []),
  ]
  const note = async (text: string, by: typeof keys) => {
    const lines = await Promise.all(
      by.map(async ({ key, sign }) => printSignature(origin, key.keyId, await sign(Buffer.from(text)))),
    )
    return `${text}\n${lines.join('')}`
  }
  return {
    origin,
    vkey: keys[0]!.vkey,
    vkeys: keys.map((one) => one.vkey),
    sign: (size, root, sm3Root = null) => note(printCheckpoint(origin, size, root, sm3Root), keys),
    signWith: (vkey, text) => {
      const by = keys.filter((one) => one.vkey === vkey)
      if (by.length === 0) throw new TypeError(`${vkey} is not a key of this signer`)
      return note(text, by)
    },
  }
}

function named(vkey: string): { vkey: string; key: NoteKey } {
  const key = parseKey(vkey)
  if (!key) throw new TypeError(`not a name of a log: ${vkey}`)
  return { vkey, key }
}

export const checkpointFile = (folder: string): string => join(folder, 'checkpoint')

/** Replaces the published checkpoint; readers see the old or the new one. */
export const publishCheckpoint = (folder: string, note: string): Promise<void> =>
  writeAtomic(checkpointFile(folder), note, { sync: true })

/**
 * The published checkpoint, verified by whichever of these keys signed it; null before the first one. Each signature
 * in the name of one of them must hold.
 * @throws XinyuError EVIDENCE_LOG_DAMAGED
 */
export async function readCheckpoint(
  folder: string,
  vkeys: string | readonly string[],
): Promise<{ note: string; checkpoint: Checkpoint } | null> {
  const file = checkpointFile(folder)
  const note = (await readOrNull(file))?.toString('utf8')
  if (note === undefined) return null
  const signed = parseNote(note)
  const checkpoint = typeof signed === 'string' ? null : parseCheckpoint(signed.text)
  if (typeof signed === 'string' || !checkpoint) throw damaged(file, 'not a checkpoint')
  const known = [vkeys].flat().flatMap((vkey) => parseKey(vkey) ?? [])
  const states = known.map((key) => checkSignature(signed, key))
  if (states.includes('false') || !states.includes('verified'))
    throw damaged(file, `its signature by ${known[0]?.name} does not hold`)
  return { note, checkpoint }
}

const damaged = (file: string, why: string) => new XinyuError('EVIDENCE_LOG_DAMAGED', { file, why })
