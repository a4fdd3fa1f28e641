import type { Look } from '../look/look.ts'
import { detect } from '../read/detect.ts'
import { textOf } from '../read/text-of.ts'
import { lookAtText } from './text.ts'

/** Runs of base64 (also in lines of equal width) and of hexadecimal digits, plain or escaped. */
const BASE64 = /[A-Za-z0-9+/_-]{32,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}/g
const HEX = /(?<![0-9A-Za-z])(?:[0-9a-fA-F]{2}){24,}(?![0-9A-Za-z])/g
const ESCAPED = /(?:\\x[0-9a-fA-F]{2}){12,}/g

/** Lengths of digests in hex: a file's own hash is no hidden data. */
const DIGESTS = new Set([48, 56, 64, 96, 128])
/** From so many bytes on it is no key and no number any more. */
const LONG = 48
const LONG_BINARY = 256
const LAYERS = 3

/** Blobs are decoded and looked at again: as text, or as the file that they are. */
export function lookAtEncoded(
  look: Look,
  text: string,
  at: (index: number) => string,
  group: string,
  layer: number,
): void {
  look.looked('encoded-data')
  if (layer >= LAYERS) return
  const each = (pattern: RegExp, decode: (run: string) => Buffer | null) => {
    for (const match of text.matchAll(pattern)) {
      const bytes = decode(match[0])
      if (bytes) lookAtDecoded(look, bytes, at(match.index), group, layer)
    }
  }
  each(HEX, (run) => (DIGESTS.has(run.length) ? null : Buffer.from(run, 'hex')))
  each(ESCAPED, (run) => Buffer.from(run.replaceAll('\\x', ''), 'hex'))
  each(BASE64, (run) => (isBase64(run) ? Buffer.from(run.replaceAll(/\s/g, ''), 'base64') : null))
}

/** Random bits use both cases and digits all over; names of things and paths do not. */
function isBase64(run: string): boolean {
  if (/^[0-9a-fA-F]+$/.test(run)) return false
  const share = (pattern: RegExp) => (run.match(pattern)?.length ?? 0) / run.length
  return share(/[A-Z]/g) > 0.1 && share(/[a-z]/g) > 0.1 && share(/\d/g) > 0.02 && share(/[_-]/g) < 0.08
}

function lookAtDecoded(look: Look, bytes: Buffer, place: string, group: string, layer: number): void {
  const inner = textOf(bytes)
  if (inner !== null && isReadable(inner)) {
    look.use('characters', inner.length, place)
    if (bytes.length >= LONG) look.found('encoded-data', place, { group })
    return lookAtText(look, inner, () => place, { group, layer: layer + 1 })
  }
  const { type } = detect(bytes)
  if (!['binary', 'text', 'csv', 'empty'].includes(type)) {
    look.found('encoded-data', place, { group })
    look.defer(bytes, place)
  } else if (bytes.length >= LONG_BINARY) look.found('encoded-data', place, { group })
}

/** Decoded noise is seldom all letters, digits and Chinese. */
function isReadable(text: string): boolean {
  const plain =
    text.match(/[\w\s.,:;@'"(){}[\]/\\|<>=+*%#!?&$^~`\u4e00-\u9fff\u3000-\u303f\uff00-\uff5e-]/g)?.length ?? 0
  return text.length >= 8 && plain >= text.length * 0.97
}
