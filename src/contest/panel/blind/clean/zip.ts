import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { crc32 } from 'node:zlib'
import { Refusal } from './refusal.ts'

/** A member of a zip (APPNOTE 6.3), unpacked. */
export interface Member {
  readonly name: string
  readonly bytes: Buffer
}

const END = Buffer.from('504b0506', 'hex')
const MOST_MEMBERS = 5_000
/** All members of an archive together: what is larger is not looked at, and so not given. */
export const MOST_UNPACKED = 300 * 2 ** 20

/** All files of a zip; folders are left out, since their names stand in those of the files. @throws Refusal */
export function unzip(bytes: Buffer): Member[] {
  const end = bytes.lastIndexOf(END)
  if (end < 0 || end + 22 > bytes.length) throw new Refusal('damaged')
  const count = bytes.readUInt16LE(end + 10)
  const from = bytes.readUInt32LE(end + 16)
  if (count === 0xffff || from === 0xffffffff || count > MOST_MEMBERS) throw new Refusal('too_large')
  const members: Member[] = []
  const names = new Set<string>()
  let room = MOST_UNPACKED
  for (let at = from, n = 0; n < count; n++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) throw new Refusal('damaged')
    const [nameBytes, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ]
    const flags = bytes.readUInt16LE(at + 8)
    const method = bytes.readUInt16LE(at + 10)
    const packed = bytes.readUInt32LE(at + 20)
    const local = bytes.readUInt32LE(at + 42)
    const mode = (bytes.readUInt32LE(at + 38) >>> 16) & 0o170000
    const raw = bytes.subarray(at + 46, at + 46 + nameBytes)
    at += 46 + nameBytes + extra + comment
    if (flags & 1) throw new Refusal('encrypted')
    const name = decoded(raw, (flags & 0x800) !== 0)
    if (name.endsWith('/')) continue
    // A link, a device, two members of one name, a way out of the folder: not what a work is made of.
    if (
      (mode !== 0 && mode !== 0o100000) ||
      names.has(name) ||
      /^[/\\]|(?:^|[/\\])\.\.(?:[/\\]|$)|\0|^[A-Za-z]:/.test(name)
    )
      throw new Refusal('damaged')
    names.add(name)
    if (local + 30 > from || bytes.readUInt32LE(local) !== 0x04034b50) throw new Refusal('damaged')
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const body = unpacked(bytes.subarray(start, start + packed), method, room)
    room -= body.length
    members.push({ name, bytes: body })
  }
  return members
}

function decoded(raw: Buffer, utf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw)
  } catch {
    if (utf8) throw new Refusal('damaged')
    return new TextDecoder('gb18030').decode(raw)
  }
}

function unpacked(body: Buffer, method: number, room: number): Buffer {
  if (method === 0) {
    if (body.length > room) throw new Refusal('too_large')
    return body
  }
  if (method !== 8) throw new Refusal('damaged')
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, room) })
  } catch (error) {
    throw new Refusal((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'damaged')
  }
}

/** 1980-01-01 00:00, the first moment that the format knows: no member tells when it was made. */
const NO_DATE = 0x21

/** A new archive: names and bytes, and nothing else of the old one. */
export function zip(members: readonly Member[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes } of members) {
    const title = Buffer.from(name, 'utf8')
    const packed = deflateRawSync(bytes)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x800, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt16LE(0, 6)
    fields.writeUInt16LE(NO_DATE, 8)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(bytes.length, 18)
    fields.writeUInt16LE(title.length, 22)
    fields.copy(head, 4)
    parts.push(head, title, packed)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(20, 4)
    fields.copy(central, 6, 0, 24)
    central.writeUInt16LE(title.length, 28)
    central.writeUInt32LE(at, 42)
    directory.push(central, title)
    at += 30 + title.length + packed.length
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...directory, end])
}
