import { expect, test } from 'vitest'
import { hex, leafHash, nodeHash, utf8 } from '../../../../../src/safeguard/evidence/verifier/index.ts'
import { oneUp, rangesOf } from './climb.ts'
import { hashOfLeaf } from './tree-hash.ts'

const [a, b, c] = ['a', 'b', 'c'].map((text) => leafHash(utf8(text)))

test('the browser’s own SHA-256 climbs to the root that the verifier computes', async () => {
  const root = hex(nodeHash(nodeHash(a!, b!), c!))
  const path = [
    { hash: hex(a!), side: 'left', from: 0, to: 1 },
    { hash: hex(c!), side: 'right', from: 2, to: 3 },
  ] as const
  let hash = await hashOfLeaf('b')
  expect(hash).toBe(hex(b!))
  for (const step of path) hash = await oneUp(hash, step)
  expect(hash).toBe(root)
  expect(rangesOf({ leaf: 1, path })).toEqual([
    { from: 1, to: 2 },
    { from: 0, to: 2 },
    { from: 0, to: 3 },
  ])
  // A neighbour on the wrong side leads elsewhere.
  expect(await oneUp(hex(b!), { ...path[0], side: 'right' })).not.toBe(hex(nodeHash(a!, b!)))
})
