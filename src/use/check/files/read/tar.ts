import type { Look } from '../look/look.ts'

export interface TarEntry {
  readonly name: string
  readonly plain: boolean
  readonly folder: boolean
  readonly bytes: Buffer
}

/** Files of a tar (ustar, with the long names of GNU and pax); null where a header does not hold. @throws Overrun */
export function readTar(look: Look, bytes: Buffer, place: string): TarEntry[] | null {
  const entries: TarEntry[] = []
  let long = ''
  for (let at = 0; at + 512 <= bytes.length; ) {
    const header = bytes.subarray(at, at + 512)
    if (header.every((byte) => byte === 0)) break
    look.use('entries', 1, place)
    const size = Number.parseInt(field(header, 124, 12).trim() || '0', 8)
    if (!Number.isSafeInteger(size) || size < 0 || at + 512 + size > bytes.length) return null
    const body = bytes.subarray(at + 512, at + 512 + size)
    const type = String.fromCharCode(header[156]!)
    at += 512 + Math.ceil(size / 512) * 512
    if (type === 'L') long = body.toString().replace(/\0.*$/s, '')
    else if (type === 'x') long = /\d+ path=([^\n]*)\n/.exec(body.toString())?.[1] ?? long
    else if (type !== 'g') {
      const prefix = field(header, 345, 155)
      const name = long || (prefix ? `${prefix}/` : '') + field(header, 0, 100)
      entries.push({ name, plain: type === '0' || type === '\0', folder: type === '5', bytes: body })
      long = ''
    }
  }
  return entries
}

const field = (header: Buffer, from: number, length: number): string =>
  header
    .subarray(from, from + length)
    .toString('utf8')
    .replace(/\0.*$/s, '')
