import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFairQueue, jain } from './fair.ts'

const never = new AbortController().signal

test('who had least goes first, and everybody knows the place in the queue', async () => {
  const queue = createFairQueue(1)
  const first = await queue.place('a', never, () => {})
  const places: Record<string, number[]> = { a: [], b: [], c: [] }
  const order: string[] = []
  const ask = (key: string) =>
    queue
      .place(key, never, (place) => places[key]!.push(place))
      .then((release) => {
        order.push(key)
        release(10)
      })
  const all = [ask('a'), ask('b'), ask('c')]
  first(100)
  await Promise.all(all)
  expect(order).toEqual(['b', 'c', 'a'])
  expect(places['a']!.at(-1)).toBe(1)
  expect(places['a']).toContain(3)
  expect(places['c']![0]).toBe(2)
  expect(queue.load()).toEqual({ waiting: 0, working: 0 })
})

test('one that stops waiting leaves the queue, and no place is lost', async () => {
  const queue = createFairQueue(1)
  const release = await queue.place('a', never, () => {})
  const gone = new AbortController()
  const refused = queue.place('b', gone.signal, () => {})
  const third = queue.place('c', never, () => {})
  gone.abort(new Error('asleep'))
  await expect(refused).rejects.toThrow('asleep')
  release()
  release()
  ;(await third)(1)
  expect(queue.load()).toEqual({ waiting: 0, working: 0 })
})

test('whatever they ask, those who always want more get the same CPU, and never more places than there are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 12 }),
      async (places, costs) => {
        const queue = createFairQueue(places)
        const had = costs.map(() => 0)
        let [now, most, done] = [0, 0, false]
        const member = async (at: number) => {
          while (!done) {
            const release = await queue.place(String(at), never, () => {})
            most = Math.max(most, ++now)
            await Promise.resolve()
            now--
            const cost = costs[at] ?? 0
            had[at]! += cost
            release(cost)
            if (had.reduce((sum, one) => sum + one, 0) > 2000 * costs.length) done = true
          }
        }
        // More than there are places at a time each, so that everybody always waits for something.
        const each = Array.from({ length: places + 2 })
        await Promise.all(costs.flatMap((_, at) => each.map(() => member(at))))
        expect(most).toBeLessThanOrEqual(places)
        // Where there are as many places as members nobody waits, and nothing needs to be fair.
        if (costs.length > places * 2) expect(jain(had)).toBeGreaterThan(0.95)
      },
    ),
    { numRuns: 40 },
  )
})

test('one that was away does not take all that the others had meanwhile', async () => {
  const queue = createFairQueue(1)
  ;(await queue.place('busy', never, () => {}))(10_000)
  const working = await queue.place('busy', never, () => {})
  const order: string[] = []
  const asks = ['new', 'new', 'busy', 'new', 'busy'].map((key) =>
    queue
      .place(key, never, () => {})
      .then((release) => {
        order.push(key)
        release(100)
      }),
  )
  working(1)
  await Promise.all(asks)
  expect(order.slice(0, 4)).toContain('busy')
})

test('the index of Jain', () => {
  expect(jain([1, 1, 1, 1])).toBe(1)
  expect(jain([4, 0, 0, 0])).toBe(0.25)
  expect(jain([])).toBe(1)
})
