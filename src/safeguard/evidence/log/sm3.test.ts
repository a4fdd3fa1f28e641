import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { international, softKey } from '../../crypto/index.ts'
import { createLog, makeSigner, openLog, type Log } from './index.ts'

const signer = makeSigner(
  { ed25519: softKey(international, generateKeyPairSync('ed25519').privateKey) },
  'xinyu.internal/test',
)
let root: string
let count = 0
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'xinyu-sm3-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const entry = (n: number) => Buffer.from(`{"n":${n}}`)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => entry(from + i))
const freshFolder = async () => {
  const folder = join(root, String(count++))
  await createLog(folder)
  return folder
}
const fill = async (log: Log, size: number, batch = 100) => {
  for (let at = log.reader.size; at < size; at += batch)
    await log.append(range(at, Math.min(size, at + batch)))
}

const sm3 = (...parts: Uint8Array[]) => createHash('sm3').update(Buffer.concat(parts)).digest()
/** RFC 6962 §2.1 word by word, with SM3 in place of SHA-256. */
function treeHead(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sm3()
  if (leaves.length === 1) return sm3(Buffer.of(0), leaves[0]!)
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return sm3(Buffer.of(1), treeHead(leaves.slice(0, k)), treeHead(leaves.slice(k)))
}

test('the second tree is RFC 6962 over the same leaves with SM3, at every size', async () => {
  const log = await openLog({ folder: await freshFolder(), signer, atLeast: 0, sm3: true })
  await fill(log, 600)
  for (const size of [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 600])
    expect(await log.reader.sm3RootAt(size)).toEqual(treeHead(range(0, size)))
  await expect(log.reader.sm3!.rootAt(601)).rejects.toMatchObject({ code: 'EVIDENCE_NOT_FOUND' })
  await log.close()
})

test('a log of an international space keeps none', async () => {
  const folder = await freshFolder()
  const log = await openLog({ folder, signer, atLeast: 0 })
  await fill(log, 300)
  expect([log.reader.sm3, await log.reader.sm3RootAt(3)]).toEqual([null, null])
  expect(await log.reader.tile({ tree: 'sm3', level: 0, index: 0, width: 256 })).toBeNull()
  await log.close()
  expect(await readdir(folder)).not.toContain('tile-sm3')
})

test('it comes back at each opening from its own tiles, and from the entries where those are gone', async () => {
  const folder = await freshFolder()
  const open = () => openLog({ folder, signer, atLeast: 0, segmentBytes: 4_000, sm3: true })
  let size = 0
  for (const grow of [700, 1, 255, 257, 1_000]) {
    const log = await open()
    expect(await log.reader.sm3RootAt(size)).toEqual(treeHead(range(0, size)))
    size += grow
    await fill(log, size, 77)
    await log.close()
  }
  const whole = treeHead(range(0, size))
  for (const damage of [
    () => rm(join(folder, 'tile-sm3'), { recursive: true }),
    () => writeFile(join(folder, 'tile-sm3/0/001'), 'short'),
  ]) {
    await damage()
    const log = await open()
    expect(await log.reader.sm3RootAt(size)).toEqual(whole)
    expect((await log.reader.tile({ tree: 'sm3', level: 0, index: 1, width: 256 }))!.length).toBe(8_192)
    await log.close()
  }
})

test('the signer is given the SM3 root of the same size', async () => {
  const folder = await freshFolder()
  const heads: { size: number; sm3: Buffer }[] = []
  const listening = {
    ...signer,
    sign: (size: number, treeRoot: Uint8Array, sm3Root?: Uint8Array | null) => {
      heads.push({ size, sm3: Buffer.from(sm3Root!) })
      return signer.sign(size, treeRoot)
    },
  }
  const log = await openLog({ folder, signer: listening, atLeast: 0, sm3: true })
  await fill(log, 300)
  await log.checkpoint(300)
  await log.close()
  expect(heads).toEqual([{ size: 300, sm3: treeHead(range(0, 300)) }])
})
