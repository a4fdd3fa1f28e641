import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BOX_WIDTH, layOut } from './lineage-layout.ts'

const edge = (from: string, to: string, column: string | null = null) => ({
  from,
  fromColumn: column,
  to,
  toColumn: column,
  how: null,
})

test('what something was made of stands left of it, and no two boxes lie on each other (property)', () => {
  const graphs = fc.integer({ min: 1, max: 100 }).chain((count) =>
    fc.record({
      nodes: fc.tuple(...Array.from({ length: count }, () => fc.integer({ min: 0, max: 6 }))),
      pairs: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 200 }),
    }),
  )
  fc.assert(
    fc.property(graphs, ({ nodes, pairs }) => {
      const made = nodes.map((columns, at) => ({
        id: `n${at}`,
        columns: Array.from({ length: columns }, (_, column) => `c${column}`),
      }))
      const edges = pairs.filter(([a, b]) => a < b).map(([a, b]) => edge(`n${a}`, `n${b}`))
      const { boxes, wires, width, height } = layOut(made, edges)
      expect(boxes).toHaveLength(made.length)
      const byId = new Map(boxes.map((box) => [box.id, box]))
      for (const one of edges) expect(byId.get(one.from)!.layer).toBeLessThan(byId.get(one.to)!.layer)
      for (const layer of Map.groupBy(boxes, (box) => box.layer).values()) {
        const sorted = [...layer].sort((a, b) => a.y - b.y)
        for (const [at, box] of sorted.entries())
          if (at > 0) expect(box.y).toBeGreaterThan(sorted[at - 1]!.y + sorted[at - 1]!.height)
      }
      for (const box of boxes) {
        expect(box.x + BOX_WIDTH).toBeLessThanOrEqual(width)
        expect(box.y + box.height).toBeLessThanOrEqual(height)
      }
      expect(new Set(wires.map((wire) => wire.key)).size).toBe(wires.length)
    }),
    { numRuns: 60 },
  )
})

test('a circle does not hang, and wires end at lines that are drawn', () => {
  const nodes = [
    { id: 'a', columns: ['x'] },
    { id: 'b', columns: [] },
  ]
  const { wires } = layOut(nodes, [edge('a', 'b', 'x'), edge('b', 'a', 'x')])
  expect(wires.map(({ fromColumn, toColumn }) => [fromColumn, toColumn])).toEqual([
    ['x', null],
    [null, 'x'],
  ])
})
