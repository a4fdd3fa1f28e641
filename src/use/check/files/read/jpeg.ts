import type { Look } from '../look/look.ts'
import { within } from '../look/place.ts'
import { lookAtText } from '../rules/text.ts'
import type { Reading } from './reading.ts'

/** JPEG: segments that draw may be in it; EXIF, XMP, comments and unknown application data are metadata. */
export function readJpeg({ look, bytes, place }: Reading): void {
  look.forPeople = true
  look.looked('image-metadata')
  look.looked('trailing-bytes')
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return look.found('unreadable', within(place, `byte ${at}`))
    const marker = bytes[at + 1]!
    if (marker === 0xff) at++
    else if (marker === 0xd9) break
    else if (marker >= 0xd0 && marker <= 0xd7) at += 2
    else {
      const length = bytes.readUInt16BE(at + 2)
      const body = bytes.subarray(at + 4, at + 2 + length)
      if (length < 2) return look.found('unreadable', within(place, `byte ${at}`))
      lookAtSegment(look, marker, body, place)
      at += 2 + length
      if (marker === 0xda) at = scanEnd(bytes, at)
    }
  }
  if (bytes[at] !== 0xff || bytes[at + 1] !== 0xd9) return look.found('unreadable', within(place, 'end'))
  if (at + 2 < bytes.length) {
    look.found('trailing-bytes', within(place, 'after EOI'))
    look.defer(bytes.subarray(at + 2), within(place, 'after EOI'))
  }
}

/** Within a scan 0xff is followed by 0 or a restart; another marker ends it. */
function scanEnd(bytes: Buffer, from: number): number {
  for (
    let at = bytes.indexOf(0xff, from);
    at >= 0 && at + 1 < bytes.length;
    at = bytes.indexOf(0xff, at + 1)
  ) {
    const next = bytes[at + 1]!
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return bytes.length
}

function lookAtSegment(look: Look, marker: number, body: Buffer, place: string): void {
  const application = marker >= 0xe0 && marker <= 0xef
  if (!application && marker !== 0xfe) return
  const name = body.subarray(0, 32).toString('latin1')
  const drawing =
    (marker === 0xe0 && /^JF(?:IF|XX)\0/.test(name) && body.length <= 64) ||
    (marker === 0xe2 && name.startsWith('ICC_PROFILE\0')) ||
    (marker === 0xee && name.startsWith('Adobe') && body.length <= 16)
  if (drawing) return
  const kind =
    marker === 0xfe
      ? 'comment'
      : name.startsWith('Exif')
        ? 'EXIF'
        : name.startsWith('http')
          ? 'XMP'
          : `APP${marker - 0xe0}`
  const here = within(place, kind)
  look.found('image-metadata', here)
  // EXIF is binary with texts in it: runs of printable bytes are what could be read.
  for (const charset of ['utf8', 'utf16le'] as const) {
    lookAtText(look, body.toString(charset).replaceAll(/[\p{Cc}\ufffd]+/gu, '\n'), () => here)
  }
}
