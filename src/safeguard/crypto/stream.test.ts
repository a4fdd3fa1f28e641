import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guomi, international, openStream, sealedBytes, sealStream } from './index.ts'
import { runs } from '../../../test/support/runs.ts'

const key = randomBytes(32)
const gather = async (parts: AsyncIterable<Uint8Array>) => {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all)
}
const cut = (bytes: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, at * size + size),
    ),
  )
describe.each([international, guomi].map(({ cipher }) => cipher))('$name', (cipher) => {
  const sealed = (body: Buffer, owner = 'a', size = 10_000) =>
    gather(sealStream(cut(body, size), key, owner, randomBytes(7), cipher))

  test('what was sealed comes back, whatever its size and however it was cut', async () => {
    for (const length of [0, 1, 65_535, 65_536, 65_537, 65_552, 131_072, 200_001]) {
      const body = randomBytes(length)
      const whole = await sealed(body)
      expect(whole.length).toBe(sealedBytes(length))
      for (const size of [7, 65_536, 1_000_000].filter((one) => length / one < 3_000))
        expect((await gather(openStream(cut(whole, size), key, 'a', cipher))).equals(body)).toBe(true)
    }
  })

  test('a changed byte, a missing end, a moved frame, another owner and another key are found', async () => {
    const body = randomBytes(150_000)
    const whole = await sealed(body)
    const fails = (bytes: Buffer, owner = 'a', by = key) =>
      expect(gather(openStream(cut(bytes, 4096), by, owner, cipher))).rejects.toThrow()
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (at) => {
        const changed = Buffer.from(whole)
        changed[at]! ^= 1
        await fails(changed)
      }),
      { numRuns: runs(30) },
    )
    const frame = 65_536 + 16
    for (const length of [0, 3, 7, 7 + frame, 7 + 2 * frame, whole.length - 1])
      await fails(whole.subarray(0, length))
    const swapped = Buffer.concat([
      whole.subarray(0, 7),
      whole.subarray(7 + frame, 7 + 2 * frame),
      whole.subarray(7, 7 + frame),
      whole.subarray(7 + 2 * frame),
    ])
    await fails(swapped)
    await fails(whole, 'b')
    await fails(whole, 'a', randomBytes(32))
  })
})
