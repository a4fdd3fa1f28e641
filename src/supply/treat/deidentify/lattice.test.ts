import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Node, searchLattice } from './lattice.ts'

const loss = (heights: readonly number[]) => (node: Node) =>
  node.reduce((total, at, i) => total + at / Math.max(1, heights[i]!), 0) / node.length

/** Passes where the node is at or above one of some nodes: every monotone rule is such a one. */
const above = (bounds: readonly Node[]) => (node: Node) =>
  bounds.some((bound) => bound.every((at, i) => node[i]! >= at))

const lattices = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }).chain((heights) =>
  fc.record({
    heights: fc.constant(heights),
    bounds: fc.array(fc.tuple(...heights.map((height) => fc.integer({ min: 0, max: height }))), {
      maxLength: 4,
    }),
  }),
)

test('finds what trying every node finds, with fewer checks', async () => {
  await fc.assert(
    fc.asyncProperty(lattices, async ({ heights, bounds }) => {
      const passes = above(bounds)
      const cost = loss(heights)
      const found = await searchLattice({
        heights,
        loss: cost,
        check: async (node) => passes(node),
        stop: () => false,
      })
      const all = bounds.map((bound) => cost(bound))
      expect(found.searchedAll).toBe(true)
      expect(found.best === null).toBe(bounds.length === 0)
      if (found.best !== null) {
        expect(passes(found.best)).toBe(true)
        expect(cost(found.best)).toBeCloseTo(Math.min(...all), 12)
      }
      expect(found.checked).toBeLessThanOrEqual(found.nodes)
    }),
    { numRuns: 300 },
  )
})

test('says when it did not search all, and gives the best so far', async () => {
  const heights = [4, 4, 4]
  let checks = 0
  const found = await searchLattice({
    heights,
    loss: loss(heights),
    check: async (node) => {
      checks++
      return node.every((at) => at === 4)
    },
    stop: () => checks >= 2,
  })
  expect(found).toMatchObject({ best: [4, 4, 4], searchedAll: false, nodes: 125, checked: 2 })
})

test('one failure decides everything below it', async () => {
  const heights = [3, 3]
  const asked: Node[] = []
  await searchLattice({
    heights,
    loss: loss(heights),
    check: async (node) => {
      asked.push(node)
      return node[0] === 3 && node[1] === 3
    },
    stop: () => false,
  })
  // The top, the bottom, then half-way [2,2]; what lies below those is never asked again.
  expect(asked.slice(0, 3)).toEqual([
    [3, 3],
    [0, 0],
    [2, 2],
  ])
  expect(asked.filter((node) => node[0]! <= 2 && node[1]! <= 2)).toHaveLength(2)
})
