import { suite } from './in-force.ts'
import type { CipherScheme } from './suite.ts'

/**
 * A stream sealed in frames, each by the cipher under a key of its own: a frame that was changed, moved, left out or
 * put into another owner's place, and an end that came too early, are found before a byte of it goes on.
 */
const FRAME = 65_536
const TAG = 16

/** Random bytes at the head of a sealed stream; never the same twice with one key. */
export const STREAM_PREFIX_BYTES = 7

/** Bytes: what a sealed stream is longer than its content of `bytes`. */
export const sealedBytes = (bytes: number): number =>
  STREAM_PREFIX_BYTES + bytes + TAG * Math.max(1, Math.ceil(bytes / FRAME))

type Bytes = AsyncIterable<Uint8Array>

/** Seals for `owner`, which is bound in. `key` is 32 bytes, `prefix` STREAM_PREFIX_BYTES random ones. */
export async function* sealStream(
  source: Bytes,
  key: Uint8Array,
  owner: string,
  prefix: Uint8Array,
  cipher: CipherScheme = suite().cipher,
): AsyncGenerator<Buffer> {
  yield Buffer.from(prefix)
  const aad = Buffer.from(owner)
  let place = 0
  for await (const [frame, last] of frames(source, FRAME))
    yield cipher.seal(key, nonceOf(prefix, place++, last), aad, frame)
}

/** Opens what `sealStream` made. @throws Error where a frame is not what was sealed for this owner by this key */
export async function* openStream(
  source: Bytes,
  key: Uint8Array,
  owner: string,
  cipher: CipherScheme = suite().cipher,
): AsyncGenerator<Buffer> {
  const reader = headed(source)
  const prefix = (await reader.next()).value as Buffer
  const aad = Buffer.from(owner)
  let place = 0
  for await (const [frame, last] of frames(reader, FRAME + TAG)) {
    // A tag cut short would be guessed in fewer tries.
    if (frame.length < TAG) throw new Error('a sealed stream is too short')
    yield cipher.open(key, nonceOf(prefix, place++, last), aad, frame)
  }
}

/** Nonce: random prefix of the stream, place of the frame, and whether it is the last. 2^32 frames are 256 TiB. */
function nonceOf(prefix: Uint8Array, place: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.set(prefix)
  nonce.writeUInt32BE(place, STREAM_PREFIX_BYTES)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Frames of a stream, the last one marked; an empty stream is one empty frame. */
async function* frames(source: Bytes, size: number): AsyncGenerator<[Buffer, boolean]> {
  let pieces: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of source) {
    pieces.push(chunk)
    bytes += chunk.length
    // One byte more than a frame must be there, else it may be the last.
    if (bytes <= size) continue
    let whole = Buffer.concat(pieces)
    for (; whole.length > size; whole = whole.subarray(size)) yield [whole.subarray(0, size), false]
    pieces = [whole]
    bytes = whole.length
  }
  yield [Buffer.concat(pieces), true]
}

/** The prefix first, then the rest as it comes. */
async function* headed(source: Bytes): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0)
  for await (const chunk of source) {
    if (head === null) {
      yield Buffer.from(chunk)
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < STREAM_PREFIX_BYTES) continue
    yield head.subarray(0, STREAM_PREFIX_BYTES)
    if (head.length > STREAM_PREFIX_BYTES) yield head.subarray(STREAM_PREFIX_BYTES)
    head = null
  }
  if (head !== null) throw new Error('a sealed stream is too short')
}
