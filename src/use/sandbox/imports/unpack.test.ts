import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from './child/unpack.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinyu-wheel-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Part {
  readonly name: string
  readonly body: Buffer
  /** What the archive says of its size; the truth where left out. */
  readonly says?: number
}

function zip(parts: readonly Part[]): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, body, says = body.length } of parts) {
    const packed = deflateRawSync(body)
    const text = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt16LE(text.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(8, 10)
    central.writeUInt32LE(crc32(body), 16)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(says, 24)
    central.writeUInt16LE(text.length, 28)
    central.writeUInt32LE(at, 42)
    pieces.push(local, text, packed)
    directory.push(central, text)
    at += 30 + text.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...pieces, ...directory, end])
}

let count = 0
async function unpack(bytes: Buffer) {
  const name = String(++count)
  const file = join(folder, `${name}.whl`)
  await writeFile(file, bytes)
  const target = join(folder, name)
  return { target, ...(await run({ file, target })) }
}
const code = Buffer.from('def f():\n    return 1\n')

test('a wheel of plain files is unpacked as it is', async () => {
  const { target, files } = await unpack(
    zip([
      { name: 'pkg/__init__.py', body: code },
      { name: 'pkg/data/a.txt', body: Buffer.from('x') },
    ]),
  )
  expect(files).toBe(2)
  expect(await readFile(join(target, 'pkg/__init__.py'))).toEqual(code)
})

test('nothing steps out of the folder, comes compiled, lies about its size, or is written twice', async () => {
  for (const name of [
    '../x.py',
    '/etc/x',
    'a/../../x',
    'a\\b',
    'c:x',
    './x',
    'pkg/a.so',
    'pkg/lib.so.1',
    'x.pth',
  ])
    await expect(unpack(zip([{ name, body: code }])), name).rejects.toMatchObject({
      code: 'IMPORT_KIND_FILE',
    })
  await expect(unpack(zip([{ name: 'bomb', body: Buffer.alloc(1 << 20), says: 10 }]))).rejects.toThrow()
  await expect(unpack(zip([{ name: 'big', body: code, says: 4_000_000_000 }]))).rejects.toThrow()
  await expect(
    unpack(
      zip([
        { name: 'twice', body: code },
        { name: 'twice', body: code },
      ]),
    ),
  ).rejects.toThrow()
  for (const broken of [
    Buffer.from('no zip'),
    Buffer.alloc(0),
    zip([{ name: 'a', body: code }]).subarray(10),
  ])
    await expect(unpack(broken)).rejects.toThrow()
})
