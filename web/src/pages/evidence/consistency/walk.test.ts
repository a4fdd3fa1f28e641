import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  hex,
  isConsistent,
  leafHash,
  nodeHash,
  utf8,
} from '../../../../../src/safeguard/evidence/verifier/index.ts'
import { walkConsistency } from './walk.ts'

const LEAVES = Array.from({ length: 40 }, (_, leaf) => leafHash(utf8(`entry ${leaf}`)))
const split = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1)

/** RFC 6962 §2.1, by its recursion. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const middle = split(leaves.length)
  return leaves.length === 1
    ? leaves[0]!
    : nodeHash(rootOf(leaves.slice(0, middle)), rootOf(leaves.slice(middle)))
}

/** RFC 6962 §2.1.2, SUBPROOF. */
function subproof(m: number, leaves: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  const n = leaves.length
  if (m === n) return whole ? [] : [rootOf(leaves)]
  const k = split(n)
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), rootOf(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), rootOf(leaves.slice(0, k))]
}

const sizes = fc
  .tuple(fc.integer({ min: 1, max: LEAVES.length }), fc.integer({ min: 1, max: LEAVES.length }))
  .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)

test('the walk in the browser comes to both roots, as the verifier does', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async ([from, to]) => {
      const [first, second] = [from, to].map((size) => ({ size, root: rootOf(LEAVES.slice(0, size)) }))
      const proof = subproof(from, LEAVES.slice(0, to), true)
      expect(isConsistent(first!, second!, proof)).toBe(true)
      const walk = await walkConsistency({ size: from, root: hex(first!.root) }, { size: to }, proof.map(hex))
      expect(walk).toMatchObject({ oldRoot: hex(first!.root), newRoot: hex(second!.root) })
    }),
  )
})

test('a changed hash, a missing one and one too many come to no such roots', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), async ([from, to], pick) => {
      fc.pre(from < to)
      const [oldRoot, newRoot] = [from, to].map((size) => hex(rootOf(LEAVES.slice(0, size))))
      const proof = subproof(from, LEAVES.slice(0, to), true).map(hex)
      const place = pick % proof.length
      const other = hex(leafHash(utf8('other')))
      const altered = [proof.with(place, other), proof.toSpliced(place, 1), [...proof, other]]
      for (const one of altered) {
        const walk = await walkConsistency({ size: from, root: oldRoot! }, { size: to }, one)
        expect(walk?.oldRoot === oldRoot && walk?.newRoot === newRoot).toBe(false)
      }
    }),
    { numRuns: 40 },
  )
})
