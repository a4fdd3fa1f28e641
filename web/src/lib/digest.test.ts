import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestBy } from './digest.ts'

/** Around one block and two, where an ending begins a block of its own. */
const pieces = fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 6 })

test.each([
  ['international', 'sha256'],
  ['guomi', 'sm3'],
] as const)('a file in pieces has the digest of OpenSSL: %s', async (suite, algorithm) => {
  await fc.assert(
    fc.asyncProperty(pieces, async (parts) => {
      const digest = await digestBy(suite)
      const wanted = createHash(algorithm)
      for (const part of parts) {
        digest.update(part)
        wanted.update(part)
      }
      expect(digest.hex()).toBe(wanted.digest('hex'))
    }),
    { numRuns: 200 },
  )
})
