import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { XinyuError } from '../../../../kernel/errors/index.ts'

const MOST_FILES = 20_000
const MOST_BYTES = 512 * 1_048_576
const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** Names below the folder: no drive, no step up, nothing absolute, nothing hidden behind a control character. */
// oxlint-disable-next-line no-control-regex -- refusing control characters is the point
const NAME = /^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^\\:\u0000-\u001f]{1,400}$/
const COMPILED = /\.(so|pyd|dll|dylib|pth|exe)(\.|$)/i

interface Member {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/** Unpacks a wheel: plain files only, counted and bounded as they come out. @throws XinyuError IMPORT_KIND_FILE */
export async function run(input: {
  readonly file: string
  readonly target: string
}): Promise<{ files: number }> {
  const bytes = await readFile(input.file)
  const members = directoryOf(bytes)
  let left = MOST_BYTES
  let files = 0
  for (const member of members) {
    if (member.name.endsWith('/')) continue
    if (!NAME.test(member.name) || COMPILED.test(member.name)) throw refused(member.name)
    left -= member.size
    if (left < 0 || ++files > MOST_FILES) throw refused('too large')
    const path = join(input.target, member.name)
    await mkdir(dirname(path), { recursive: true, mode: 0o755 })
    await writeFile(path, contentOf(bytes, member), { mode: 0o644, flag: 'wx' })
  }
  return { files }
}

const refused = (why: string) => new XinyuError('IMPORT_KIND_FILE', { name: 'wheel', why: why.slice(0, 100) })

function directoryOf(bytes: Buffer): Member[] {
  let end = bytes.length - 22
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end--
  if (end < 0) throw refused('no zip')
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  const members: Member[] = []
  for (let place = 0; place < count; place++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) throw refused('damaged zip')
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ]
    members.push({
      name: bytes.toString('utf8', at + 46, at + 46 + name),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    })
    at += 46 + name + extra + comment
  }
  return members
}

function contentOf(bytes: Buffer, { method, packed, size, offset }: Member): Buffer {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) throw refused('damaged zip')
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  const body = bytes.subarray(start, start + packed)
  if (method !== 0 && method !== 8) throw refused(`method ${method}`)
  // What it says of its size is believed only as a bound.
  const content = method === 0 ? body : inflateRawSync(body, { maxOutputLength: Math.max(1, size) })
  if (content.length !== size) throw refused('size differs')
  return content
}
