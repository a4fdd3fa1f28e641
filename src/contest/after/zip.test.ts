import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { zipOf, type ZipEntry } from './zip.ts'

const packed = async (entries: readonly ZipEntry[]) => {
  const parts: Buffer[] = []
  const given = async function* () {
    yield* entries
  }
  for await (const part of zipOf(given())) parts.push(part)
  return Buffer.concat(parts)
}

test('files come out as they went in, by the directory at the end', async () => {
  const entries = [
    { name: 'A-1.pdf', bytes: Buffer.from('first') },
    { name: '证书.pdf', bytes: Buffer.alloc(70_000, 7) },
    { name: 'empty.pdf', bytes: Buffer.alloc(0) },
  ]
  const zip = await packed(entries)
  const end = zip.length - 22
  expect(zip.readUInt32LE(end)).toBe(0x06054b50)
  expect(zip.readUInt16LE(end + 10)).toBe(3)
  let at = zip.readUInt32LE(end + 16)
  const found: ZipEntry[] = []
  for (let n = 0; n < 3; n++) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50)
    const size = zip.readUInt32LE(at + 24)
    const named = zip.readUInt16LE(at + 28)
    const local = zip.readUInt32LE(at + 42)
    const name = zip.subarray(at + 46, at + 46 + named).toString()
    expect(zip.readUInt32LE(local)).toBe(0x04034b50)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(start, start + size)
    expect(zip.readUInt32LE(at + 16)).toBe(crc32(bytes))
    expect(zip.readUInt32LE(local + 14)).toBe(crc32(bytes))
    found.push({ name, bytes: Buffer.from(bytes) })
    at += 46 + named
  }
  expect(at).toBe(end)
  expect(found).toEqual(entries)
})

test('the same files give the same bytes', async () => {
  const entries = [{ name: 'a', bytes: Buffer.from('x') }]
  expect(await packed(entries)).toEqual(await packed(entries))
})
