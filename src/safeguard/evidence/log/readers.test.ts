import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs.ts'
import { international, softKey } from '../../crypto/index.ts'
import { isConsistent, isIncluded } from '../verifier/index.ts'
import { createLog, leafHash, makeSigner, openLog, unpackBundle } from './index.ts'

const signer = makeSigner(
  { ed25519: softKey(international, generateKeyPairSync('ed25519').privateKey) },
  'xinyu.internal/test',
)
let root: string
let count = 0
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'xinyu-readers-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const entry = (n: number) => Buffer.from(`{"n":${n}}`)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => entry(from + i))

test('readers beside the writer see whole trees only: any entry, proof, root and tile fits its size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 2, maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 2, maxLength: 4 }),
      fc.boolean(),
      async (batches, picks, sm3) => {
        const folder = join(root, String(count++))
        await createLog(folder)
        const log = await openLog({ folder, signer, atLeast: 0, segmentBytes: 4_000, sm3 })
        const { reader } = log
        const writer = { done: false }
        let looks = 0
        const write = async () => {
          for (const batch of batches) await log.append(range(reader.size, reader.size + batch))
          writer.done = true
        }
        const look = async ([one, two]: [number, number]) => {
          do {
            const size = reader.size
            if (size > 0) {
              const [leaf, earlier] = [one % size, two % (size + 1)]
              const now = { size, root: await reader.rootAt(size) }
              expect(await reader.entry(leaf)).toEqual(entry(leaf))
              const proof = await reader.inclusionProof(leaf, size)
              expect(isIncluded(leafHash(entry(leaf)), leaf, size, proof, now.root)).toBe(true)
              const before = { size: earlier, root: await reader.rootAt(earlier) }
              expect(isConsistent(before, now, await reader.consistencyProof(earlier, size))).toBe(true)
              const width = Math.min(256, size - (leaf - (leaf % 256)))
              const index = Math.floor(leaf / 256)
              const bundle = unpackBundle((await reader.tile({ level: 'entries', index, width }))!)
              expect(bundle).toEqual(range(index * 256, index * 256 + width))
              if (sm3) expect(await reader.sm3RootAt(size)).toHaveLength(32)
              looks++
            }
            await new Promise((resolve) => setImmediate(resolve))
          } while (!writer.done)
        }
        await Promise.all([write(), ...picks.map(look)])
        expect(looks).toBeGreaterThan(0)
        await log.close()
        await rm(folder, { recursive: true })
      },
    ),
    { numRuns: runs(6) },
  )
}, 60_000)
