import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Readable } from 'node:stream'

/**
 * A stream sealed in frames, each by AES-256-GCM under the seat's own key: a frame that was changed, moved, left out or
 * put into another seat's place, and an end that came too early, are found before a byte of it goes on.
 */
const FRAME = 65_536
const PREFIX = 7
const TAG = 16
const ALGORITHM = 'aes-256-gcm'

/** Nonce: random prefix of the file, place of the frame, and whether it is the last. */
function nonceOf(prefix: Uint8Array, place: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.set(prefix)
  nonce.writeUInt32BE(place, PREFIX)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Frames of a stream, the last one marked; an empty stream is one empty frame. */
async function* frames(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<[Buffer, boolean]> {
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

/** Seals for `owner`, which is bound in. `prefix` are seven random bytes, never used twice with one key. */
export async function* seal(
  source: Readable | AsyncIterable<Uint8Array>,
  key: Uint8Array,
  owner: string,
  prefix: Uint8Array,
): AsyncGenerator<Buffer> {
  yield Buffer.from(prefix)
  let place = 0
  for await (const [frame, last] of frames(source as AsyncIterable<Uint8Array>, FRAME)) {
    const cipher = createCipheriv(ALGORITHM, key, nonceOf(prefix, place++, last)).setAAD(Buffer.from(owner))
    yield Buffer.concat([cipher.update(frame), cipher.final(), cipher.getAuthTag()])
  }
}

/** Opens what `seal` made. @throws Error where a frame is not what was sealed for this owner by this key */
export async function* unseal(
  source: Readable | AsyncIterable<Uint8Array>,
  key: Uint8Array,
  owner: string,
): AsyncGenerator<Buffer> {
  const reader = headed(source as AsyncIterable<Uint8Array>)
  const prefix = (await reader.next()).value as Buffer
  let place = 0
  for await (const [frame, last] of frames(reader, FRAME + TAG)) {
    const decipher = createDecipheriv(ALGORITHM, key, nonceOf(prefix, place++, last))
      .setAAD(Buffer.from(owner))
      .setAuthTag(frame.subarray(-TAG))
    yield Buffer.concat([decipher.update(frame.subarray(0, -TAG)), decipher.final()])
  }
}

/** The prefix first, then the rest as it comes. */
async function* headed(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0)
  for await (const chunk of source) {
    if (head === null) {
      yield Buffer.from(chunk)
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < PREFIX) continue
    yield head.subarray(0, PREFIX)
    if (head.length > PREFIX) yield head.subarray(PREFIX)
    head = null
  }
  if (head !== null) throw new Error('a sealed stream is too short')
}
