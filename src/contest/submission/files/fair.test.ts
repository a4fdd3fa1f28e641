import fc from 'fast-check'
import { setImmediate as breathe } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createFair } from './fair.ts'

/** Lanes in the order in which their works began, all asked for at once behind a first one. */
async function order(works: readonly { lane: string; cost: number }[]): Promise<string[]> {
  const fair = createFair(1)
  const began: string[] = []
  let open = () => {}
  const shut = new Promise<void>((resolve) => (open = resolve))
  const gate = fair.take('gate', 1, () => shut)
  const all = works.map(({ lane, cost }) => fair.take(lane, cost, async () => void began.push(lane)))
  open()
  await Promise.all([gate, ...all])
  return began
}

test('a team with much work delays another by one slice, and not by all of its own', async () => {
  const works = [
    ...Array.from({ length: 25 }, () => ({ lane: 'large', cost: 8 })),
    { lane: 'small', cost: 5 },
  ]
  expect((await order(works)).indexOf('small')).toBeLessThanOrEqual(1)
})

test('at every moment teams that wait have had nearly the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ lane: fc.constantFrom('a', 'b', 'c'), cost: fc.integer({ min: 1, max: 9 }) }), {
        minLength: 1,
        maxLength: 40,
      }),
      async (works) => {
        const left = new Map<string, number[]>()
        for (const { lane, cost } of works) left.set(lane, [...(left.get(lane) ?? []), cost])
        const had = new Map([...left.keys()].map((lane) => [lane, 0]))
        for (const lane of await order(works)) {
          const others = [...left].filter(([other, rest]) => other !== lane && rest.length > 0)
          // Whoever is chosen has had no more than who waits, but for one work of theirs.
          for (const [other] of others) expect(had.get(lane)!).toBeLessThanOrEqual(had.get(other)! + 9)
          had.set(lane, had.get(lane)! + left.get(lane)!.shift()!)
        }
        expect([...left.values()].every((rest) => rest.length === 0)).toBe(true)
      },
    ),
  )
})

test('no more run at once than are let, and one that fails gives its place back', async () => {
  const fair = createFair(2)
  let running = 0
  let most = 0
  const all = Array.from({ length: 20 }, (_, i) =>
    fair
      .take(`lane ${i % 3}`, 1, async () => {
        most = Math.max(most, ++running)
        await breathe()
        running--
        if (i % 4 === 0) throw new Error('fails')
      })
      .catch(() => {}),
  )
  await Promise.all(all)
  expect(most).toBe(2)
  expect(fair.waiting()).toBe(0)
})
