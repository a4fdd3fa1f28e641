import { base64, joinBytes, utf8 } from './bytes.ts'
import type { NoteKey } from './keys.ts'

/** C2SP tlog-cosignature v1: what a witness signs about a checkpoint, and when. */
export const COSIGNATURE_BYTES = 8 + 64

/** The bytes that a witness signs. `noteText` is the checkpoint with its final newline; `seconds` since 1970. */
export const cosignedMessage = (noteText: string, seconds: number): Uint8Array =>
  utf8(`cosignature/v1\ntime ${seconds}\n${noteText}`)

/** The signature line of a witness. `signature`: 64 bytes of Ed25519 over {@link cosignedMessage}. */
export function printCosignature(key: NoteKey, seconds: number, signature: Uint8Array): string {
  const time = new Uint8Array(8)
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds))
  return `— ${key.name} ${base64(joinBytes(key.keyId, time, signature))}\n`
}

/** Seconds; no date lies beyond (ECMA-262 §21.4.1.1), so that every reader can write the time down. */
const LAST_SECOND = 8_640_000_000_000

/** Seconds since 1970 and the bare signature; null when it is not of that form or beyond what a date can say. */
export function openCosignature(bytes: Uint8Array): { at: number; signature: Uint8Array } | null {
  if (bytes.length !== COSIGNATURE_BYTES) return null
  const at = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0))
  return at <= LAST_SECOND ? { at, signature: bytes.slice(8) } : null
}
