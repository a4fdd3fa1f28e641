import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import type { Look } from '../look/look.ts'
import { Overrun } from '../look/overrun.ts'

/** An entry may unfold this much more than its packed size before it counts as a bomb. */
const RATIO = 200
const ALWAYS = 4 * 1024 * 1024
const KINDS = { raw: inflateRawSync, zlib: inflateSync, gzip: gunzipSync } as const

/** Unpacks within the bounds of the inspection; null for damaged bytes. @throws Overrun */
export function inflate(
  look: Look,
  kind: keyof typeof KINDS,
  bytes: Uint8Array,
  place: string,
  ratio = RATIO,
): Buffer | null {
  const most = Math.min(look.room, Math.max(ALWAYS, bytes.length * ratio))
  try {
    const out = KINDS[kind](bytes, { maxOutputLength: Math.max(1, most) })
    look.use('unpackedBytes', out.length, place)
    return out
  } catch (error) {
    if (error instanceof Overrun) throw error
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Overrun('archive-bomb', place)
    return null
  }
}
