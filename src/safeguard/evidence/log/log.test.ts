import { generateKeyPairSync } from 'node:crypto'
import { appendFile, cp, mkdtemp, readdir, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { international, softKey } from '../../crypto/index.ts'
import { isConsistent, isIncluded, parseCheckpoint, parseNote } from '../verifier/index.ts'
import {
  createLog,
  makeSigner,
  openLog,
  parseTilePath,
  tilePath,
  unpackBundle,
  viewLog,
  type Log,
} from './index.ts'
import { leafHash } from './tree.ts'

const signer = makeSigner(
  { ed25519: softKey(international, generateKeyPairSync('ed25519').privateKey) },
  'xinyu.internal/test',
)
let root: string
let count = 0
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'xinyu-log-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const freshFolder = async () => {
  const folder = join(root, String(count++))
  await createLog(folder)
  return folder
}
const open = (folder: string, options: { atLeast?: number; segmentBytes?: number } = {}) =>
  openLog({ folder, signer, atLeast: 0, ...options })
const entry = (n: number) => Buffer.from(`{"n":${n}}`)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => entry(from + i))
const fill = async (log: Log, size: number, batch = 100) => {
  for (let at = log.reader.size; at < size; at += batch)
    await log.append(range(at, Math.min(size, at + batch)))
}
const withoutZeros = (bytes: Buffer): number => bytes.findLastIndex((byte) => byte !== 0) + 1
const journalOf = async (folder: string) => {
  const names = (await readdir(join(folder, 'journal'))).sort()
  return names.map((name) => join(folder, 'journal', name))
}

describe('proofs', () => {
  let log: Log
  const SIZE = 1_300
  beforeAll(async () => {
    log = await open(await freshFolder())
    await fill(log, SIZE)
  })
  afterAll(() => log.close())

  test('every leaf is proven in trees of every shape around the tile border', async () => {
    for (const size of [1, 2, 3, 255, 256, 257, 511, 512, 513, 767, 1_024, 1_025, SIZE]) {
      const treeRoot = await log.reader.rootAt(size)
      for (const leaf of new Set([0, 1, 254, 255, 256, 257, size - 2, size - 1, Math.floor(size / 2)])) {
        if (leaf < 0 || leaf >= size) continue
        const proof = await log.reader.inclusionProof(leaf, size)
        expect(isIncluded(leafHash(entry(leaf)), leaf, size, proof, treeRoot)).toBe(true)
      }
    }
  })

  test('any leaf, any size: the proof holds, and with any flipped byte it does not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: SIZE }), fc.nat(), fc.nat(), async (size, pick, flip) => {
        const leaf = pick % size
        const proof = await log.reader.inclusionProof(leaf, size)
        const treeRoot = await log.reader.rootAt(size)
        expect(isIncluded(leafHash(entry(leaf)), leaf, size, proof, treeRoot)).toBe(true)
        if (proof.length === 0) return
        const bent = proof.map((hash) => Buffer.from(hash))
        bent[flip % bent.length]![flip % 32]! ^= 1 + (flip % 255)
        expect(isIncluded(leafHash(entry(leaf)), leaf, size, bent, treeRoot)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  test('any two sizes are consistent, and with any flipped byte they are not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(SIZE), fc.nat(SIZE), fc.nat(), async (a, b, flip) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)]
        const older = { size: first, root: await log.reader.rootAt(first) }
        const newer = { size: second, root: await log.reader.rootAt(second) }
        const proof = await log.reader.consistencyProof(first, second)
        expect(isConsistent(older, newer, proof)).toBe(true)
        if (proof.length === 0) return
        const bent = proof.map((hash) => Buffer.from(hash))
        bent[flip % bent.length]![flip % 32]! ^= 1 + (flip % 255)
        expect(isConsistent(older, newer, bent)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  test('entries and tiles are the same from disk, from the edge and on demand', async () => {
    expect(await log.reader.entries(250, 260)).toEqual(range(250, 260))
    expect(await log.reader.entries(SIZE - 3, SIZE + 10)).toEqual(range(SIZE - 3, SIZE))
    const full = await log.reader.tile({ level: 'entries', index: 0, width: 256 })
    expect(unpackBundle(full!)).toEqual(range(0, 256))
    const partial = await log.reader.tile({ level: 'entries', index: 5, width: SIZE - 1_280 })
    expect(unpackBundle(partial!)).toEqual(range(1_280, SIZE))
    const upper = await log.reader.tile({ level: 1, index: 0, width: 5 })
    expect(upper!.subarray(0, 32)).toEqual(await log.reader.rootAt(256))
    expect(await log.reader.tile({ level: 1, index: 0, width: 6 })).toBeNull()
    await expect(log.reader.entry(SIZE)).rejects.toMatchObject({ code: 'EVIDENCE_NOT_FOUND' })
    await expect(log.reader.inclusionProof(5, SIZE + 1)).rejects.toMatchObject({ code: 'EVIDENCE_NOT_FOUND' })
  })
})

describe('names of tiles', () => {
  test.each([
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 'entries', index: 0, width: 5 }, 'tile/entries/000.p/5'],
    [{ level: 2, index: 999, width: 256 }, 'tile/2/999'],
    [{ level: 63, index: 1_000, width: 255 }, 'tile/63/x001/000.p/255'],
  ] as const)('%o', (name, path) => {
    expect(tilePath(name)).toBe(path)
    expect(parseTilePath(path)).toEqual(name)
  })

  test.each([
    'tile/00/000',
    'tile/0/0',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/05',
    'tile/entries/../../keys',
    'tile/0/000/',
  ])('refused: %s', (path) => {
    expect(parseTilePath(path)).toBeNull()
  })
})

describe('after a crash', () => {
  test('the last batch torn at every byte: what was acknowledged stays, what was not is gone', async () => {
    const folder = await freshFolder()
    const first = await open(folder)
    await fill(first, 300)
    await first.close()
    const [journal] = await journalOf(folder)
    const whole = (await readFile(journal!)).length
    const log = await open(folder)
    const before = await log.reader.rootAt(300)
    await log.append(range(300, 303))
    await log.close()
    await rm(join(folder, 'checkpoint'))
    const full = await readFile(journal!)
    expect(full.length).toBeGreaterThan(whole)
    for (let cut = whole; cut < full.length; cut++) {
      const torn = join(root, `torn-${cut}`)
      await cp(folder, torn, { recursive: true })
      const [file] = await journalOf(torn)
      await truncate(file!, cut)
      // Half of the times with the zeros that were written ahead.
      if (cut % 2 === 0) await truncate(file!, cut + 9_000)
      const again = await open(torn, { atLeast: 300 })
      expect(again.reader.size).toBe(300)
      expect(again.cut).toBe(withoutZeros(full.subarray(whole, cut)))
      expect(again.reader.root().equals(before)).toBe(true)
      await again.append(range(300, 301))
      await again.close()
      expect((await viewLog(torn)).reader.size).toBe(301)
      await rm(torn, { recursive: true })
    }
  })

  test('killed with zeros written ahead: nothing is torn, and it goes on behind the last batch', async () => {
    const folder = await freshFolder()
    const killed = await open(folder)
    await fill(killed, 5)
    const [journal] = await journalOf(folder)
    const length = (await readFile(journal!)).length
    expect(withoutZeros(await readFile(journal!))).toBeLessThan(length)
    const again = await open(folder, { atLeast: 5 })
    expect([again.reader.size, again.cut]).toEqual([5, 0])
    await fill(again, 10, 1)
    expect((await readFile(journal!)).length).toBe(length)
    await again.close()
    expect((await viewLog(folder)).reader.size).toBe(10)
    expect((await readFile(journal!)).length).toBe(withoutZeros(await readFile(journal!)))
    await expect(killed.append(range(5, 6))).rejects.toMatchObject({ code: 'EVIDENCE_LOG_DAMAGED' })
    await killed.close()
    expect((await viewLog(folder)).reader.size).toBe(10)
  })

  test('a last batch with garbage for some of its pages is cut as a whole', async () => {
    const folder = await freshFolder()
    const log = await open(folder)
    await fill(log, 10)
    const [journal] = await journalOf(folder)
    const whole = (await readFile(journal!)).length
    await log.append(range(10, 200))
    await log.close()
    await rm(join(folder, 'checkpoint'))
    const content = await readFile(journal!)
    for (let at = whole; at < content.length; at += 97) {
      const bent = Buffer.from(content)
      bent[at]! ^= 0x40
      await writeFile(journal!, bent)
      expect((await viewLog(folder)).reader.size).toBe(10)
    }
  })

  test('a tail that the database knows to be acknowledged is not cut', async () => {
    const folder = await freshFolder()
    const log = await open(folder)
    await fill(log, 20, 10)
    await log.close()
    await rm(join(folder, 'checkpoint'))
    const [journal] = await journalOf(folder)
    await truncate(journal!, (await readFile(journal!)).length - 1)
    const before = await readFile(journal!)
    await expect(open(folder, { atLeast: 20 })).rejects.toMatchObject({ code: 'EVIDENCE_ROLLED_BACK' })
    expect(await readFile(journal!)).toEqual(before)
  })

  test('a flipped byte in the middle is refused and named, wherever it lies', async () => {
    const folder = await freshFolder()
    const log = await open(folder)
    await fill(log, 30, 10)
    await log.close()
    const [journal] = await journalOf(folder)
    const content = await readFile(journal!)
    const second = content.indexOf(Buffer.from([0xff, 0x58, 0x59, 0x46]), 60 + 4)
    for (let at = 0; at < second; at++) {
      const bent = Buffer.from(content)
      bent[at]! ^= 0x01
      await writeFile(journal!, bent)
      await expect(open(folder)).rejects.toMatchObject({
        code: 'EVIDENCE_LOG_DAMAGED',
        params: { file: journal! },
      })
    }
  })

  test('a log shorter than its checkpoint is refused', async () => {
    const folder = await freshFolder()
    const log = await open(folder)
    await fill(log, 10)
    const early = join(root, 'early')
    await cp(join(folder, 'journal'), early, { recursive: true })
    await fill(log, 20)
    await log.close()
    await rm(join(folder, 'journal'), { recursive: true })
    await cp(early, join(folder, 'journal'), { recursive: true })
    await expect(open(folder)).rejects.toMatchObject({ code: 'EVIDENCE_ROLLED_BACK' })
  })

  test('a log with another history under a true checkpoint is refused', async () => {
    const folder = await freshFolder()
    const log = await open(folder)
    await fill(log, 10)
    await log.close()
    const forked = await freshFolder()
    const other = await open(forked)
    await other.append(range(1_000, 1_020))
    await other.close()
    await cp(join(folder, 'checkpoint'), join(forked, 'checkpoint'))
    await expect(open(forked)).rejects.toMatchObject({
      code: 'EVIDENCE_LOG_DAMAGED',
      params: { file: 'checkpoint' },
    })
  })

  test('a checkpoint with a false signature is refused', async () => {
    const folder = await freshFolder()
    const log = await open(folder)
    await fill(log, 3)
    await log.close()
    const file = join(folder, 'checkpoint')
    await writeFile(file, (await readFile(file, 'utf8')).replace('\n3\n', '\n2\n'))
    await expect(open(folder)).rejects.toMatchObject({ code: 'EVIDENCE_LOG_DAMAGED', params: { file } })
  })
})

describe('segments', () => {
  test('a closed segment goes only when tiles hold it, and the log reopens from any state', async () => {
    const folder = await freshFolder()
    let size = 0
    for (const grow of [700, 1, 255, 257, 3_000]) {
      const log = await open(folder, { segmentBytes: 4_000 })
      expect(log.reader.size).toBe(size)
      size += grow
      await fill(log, size, 77)
      await log.close()
    }
    const journals = await journalOf(folder)
    expect(journals.length).toBeLessThan(8)
    expect(journals[0]).not.toContain('0000000000000000.journal')
    const { reader } = await viewLog(folder)
    expect(reader.size).toBe(size)
    expect(await reader.entries(0, size)).toEqual(range(0, size))
    const fresh = await open(await freshFolder())
    await fill(fresh, size)
    expect(reader.root().equals(fresh.reader.root())).toBe(true)
    await fresh.close()
  })

  test('tiles that were lost are made again from the journal', async () => {
    const folder = await freshFolder()
    const log = await open(folder)
    await fill(log, 600)
    const before = log.reader.root()
    await log.close()
    await unlink(join(folder, 'tile/0/000'))
    await writeFile(join(folder, 'tile/entries/001'), '')
    const again = await open(folder)
    expect(again.reader.root().equals(before)).toBe(true)
    expect(await again.reader.entries(250, 300)).toEqual(range(250, 300))
    await again.close()
    expect((await readFile(join(folder, 'tile/0/000'))).length).toBe(8_192)
  })

  test('a second writer is noticed before the tree forks', async () => {
    const folder = await freshFolder()
    const one = await open(folder)
    await fill(one, 5)
    const two = await open(folder)
    await two.append(range(5, 6))
    await expect(one.append(range(5, 7))).rejects.toMatchObject({ code: 'EVIDENCE_LOG_DAMAGED' })
    await expect(one.append(range(5, 7))).rejects.toBeDefined()
    await two.close()
    expect((await viewLog(folder)).reader.size).toBe(6)
  })

  test('bytes that someone appended are cut when they are no batch', async () => {
    const folder = await freshFolder()
    const log = await open(folder)
    await fill(log, 5)
    await log.close()
    const [journal] = await journalOf(folder)
    await appendFile(journal!, 'not a batch')
    const again = await open(folder, { atLeast: 5 })
    expect([again.reader.size, again.cut]).toEqual([5, 11])
    await again.close()
  })
})

test('checkpoints grow, are signed, and are consistent with one another', async () => {
  const folder = await freshFolder()
  const log = await open(folder)
  const sizes: { size: number; root: Uint8Array }[] = []
  for (const size of [0, 1, 256, 300]) {
    await fill(log, size)
    const note = parseNote((await log.checkpoint(size)).note)
    if (typeof note === 'string') throw new Error(note)
    sizes.push(parseCheckpoint(note.text)!)
  }
  for (const older of sizes) {
    for (const newer of sizes.filter((one) => one.size >= older.size)) {
      const proof = await log.reader.consistencyProof(older.size, newer.size)
      expect(isConsistent(older, newer, proof)).toBe(true)
    }
  }
  await log.close()
})
