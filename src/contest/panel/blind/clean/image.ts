import { crc32 } from 'node:zlib'
import { Refusal } from './refusal.ts'

/** Pictures without anything but the picture: what is not needed to draw it is not copied. */

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
/** No text, no time, no EXIF, no profile with a name in it, nothing private. */
const PNG_CHUNKS = new Set('IHDR PLTE tRNS IDAT IEND gAMA cHRM sRGB sBIT bKGD pHYs'.split(' '))

export function cleanPng(bytes: Buffer): Buffer {
  const parts: Buffer[] = [PNG]
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) throw new Refusal('damaged')
    const length = bytes.readUInt32BE(at)
    const end = at + 12 + length
    if (end > bytes.length) throw new Refusal('damaged')
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (bytes.readUInt32BE(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) throw new Refusal('damaged')
    if (PNG_CHUNKS.has(name)) parts.push(bytes.subarray(at, end))
    // A part that must be understood, and is not: an animation, or somebody's own.
    else if (/^[A-Z]/.test(name)) throw new Refusal('picture')
    // What follows the end is not copied.
    if (name === 'IEND') return Buffer.concat(parts)
    at = end
  }
}

/** JFIF without density and thumbnail. */
const JFIF = Buffer.from('ffe000104a46494600010100000100010000', 'hex')

export function cleanJpeg(bytes: Buffer): Buffer {
  if (bytes.readUInt16BE(0) !== 0xffd8) throw new Refusal('damaged')
  const parts: Buffer[] = [bytes.subarray(0, 2)]
  // Only where it was there: it says how three colours are meant.
  if (bytes[3] === 0xe0 && bytes.toString('latin1', 6, 10) === 'JFIF') parts.push(JFIF)
  let frames = 0
  for (let at = 2; ; ) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++
    const marker = bytes[at + 1]
    if (bytes[at] !== 0xff || marker === undefined) throw new Refusal('damaged')
    if (marker === 0xd9) return Buffer.concat([...parts, bytes.subarray(at, at + 2)])
    if (at + 4 > bytes.length) throw new Refusal('damaged')
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length || marker === 0xd8 || marker < 0xc0) throw new Refusal('damaged')
    if (marker === 0xee && bytes.toString('latin1', at + 4, at + 9) === 'Adobe') {
      // Says how the colours are meant; its first twelve bytes are all there is to it.
      parts.push(Buffer.from('ffee000e', 'hex'), bytes.subarray(at + 4, at + 16))
    } else if (!(marker >= 0xe0 && marker <= 0xef) && marker !== 0xfe) {
      const body = bytes.subarray(at + 4, end)
      if (!isSegment(marker, body) || (isFrame(marker) && frames++ > 0)) throw new Refusal('damaged')
      parts.push(bytes.subarray(at, end))
    }
    at = end
    if (marker === 0xda) {
      const stop = scanEnd(bytes, at)
      parts.push(bytes.subarray(at, stop))
      at = stop
    }
  }
}

const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** What is needed to draw, and exactly as long as it says it is: nothing else can lie in it (T.81 §B.2). */
function isSegment(marker: number, body: Buffer): boolean {
  if (isFrame(marker)) return body.length > 5 && body.length === 6 + 3 * body[5]!
  if (marker === 0xda) return body.length > 0 && body.length === 4 + 2 * body[0]!
  if (marker === 0xdd || marker === 0xdc) return body.length === 2
  if (marker === 0xcc) return body.length % 2 === 0 && body.length <= 32
  let at = 0
  if (marker === 0xdb)
    for (; at < body.length; at += (body[at]! >> 4 === 0 ? 64 : 128) + 1) if (body[at]! >> 4 > 1) return false
  if (marker === 0xc4)
    for (; at < body.length; ) {
      const counts = body.subarray(at + 1, at + 17)
      at += 17 + counts.reduce((sum, count) => sum + count, 0)
    }
  return (marker === 0xdb || marker === 0xc4) && at === body.length
}

/** Behind a start of scan: up to the next marker that is no restart and no stuffed byte. */
function scanEnd(bytes: Buffer, from: number): number {
  for (let at = from; ; at++) {
    at = bytes.indexOf(0xff, at)
    if (at < 0 || at + 1 >= bytes.length) throw new Refusal('damaged')
    const next = bytes[at + 1]!
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
}

export function cleanGif(bytes: Buffer): Buffer {
  const version = bytes.toString('latin1', 0, 6)
  if ((version !== 'GIF89a' && version !== 'GIF87a') || bytes.length < 13) throw new Refusal('damaged')
  const table = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  let at = 13 + table(bytes[10]!)
  const parts: Buffer[] = [bytes.subarray(0, at)]
  const blocks = (from: number): number => {
    let next = from
    while (bytes[next] !== 0) {
      if (bytes[next] === undefined) throw new Refusal('damaged')
      next += bytes[next]! + 1
    }
    return next + 1
  }
  for (;;) {
    const kind = bytes[at]
    if (kind === 0x3b) return Buffer.concat([...parts, Buffer.from([0x3b])])
    if (kind === 0x2c) {
      if (at + 10 > bytes.length) throw new Refusal('damaged')
      const end = blocks(at + 10 + table(bytes[at + 9]!) + 1)
      parts.push(bytes.subarray(at, end))
      at = end
    } else if (kind === 0x21) {
      const label = bytes[at + 1]
      const end = blocks(at + 2)
      const loops = label === 0xff && bytes.toString('latin1', at + 3, at + 14) === 'NETSCAPE2.0'
      // Each of them has one length.
      if ((label === 0xf9 && end - at === 8) || (loops && end - at === 19))
        parts.push(bytes.subarray(at, end))
      at = end
    } else throw new Refusal('damaged')
  }
}

/** By the bytes, never by the name; null: no picture that we clean. */
export function cleanPicture(
  bytes: Buffer,
): { readonly type: 'png' | 'jpg' | 'gif'; readonly bytes: Buffer } | null {
  if (bytes.subarray(0, 8).equals(PNG)) return { type: 'png', bytes: cleanPng(bytes) }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { type: 'jpg', bytes: cleanJpeg(bytes) }
  if (bytes.toString('latin1', 0, 4) === 'GIF8') return { type: 'gif', bytes: cleanGif(bytes) }
  return null
}
