/** Chunks that make the picture; everything else (texts, EXIF, profiles, whatever hides there) is left out. */
const PNG_CHUNKS = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])
const PNG_HEAD = Buffer.from('89504e470d0a1a0a', 'hex')

/** A PNG with its picture and nothing more; null where it is none. */
export function barePng(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, 8).equals(PNG_HEAD)) return null
  const kept: Buffer[] = [PNG_HEAD]
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    const end = at + 12 + length
    if (end > bytes.length) return null
    if (PNG_CHUNKS.has(name)) kept.push(bytes.subarray(at, end))
    if (name === 'IEND') return Buffer.concat(kept)
    at = end
  }
  return null
}

/** A JPEG without comments and application segments (EXIF, thumbnails); null where it is none. */
export function bareJpeg(bytes: Buffer): Buffer | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1]!
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length) return null
    // APP0 (JFIF) and APP14 (colours) say how to read the picture.
    const drops = marker === 0xfe || (marker >= 0xe1 && marker <= 0xef && marker !== 0xee)
    if (!drops) kept.push(bytes.subarray(at, end))
    if (marker === 0xda) return scanned(bytes, end, kept)
    at = end
  }
  return null
}

/** The picture itself, up to its end mark: what was appended after it stays out. */
function scanned(bytes: Buffer, from: number, kept: Buffer[]): Buffer | null {
  const end = bytes.lastIndexOf(Buffer.from([0xff, 0xd9]))
  return end < from ? null : Buffer.concat([...kept, bytes.subarray(from, end + 2)])
}
