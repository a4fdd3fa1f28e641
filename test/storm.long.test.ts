import { expect, test } from 'vitest'
import { storm } from './support/storm.ts'

const LIMIT = 1000

test('64 clients with queries alone against 1,000 runs, and 30 kills', async () => {
  const { opened, used, leased, counter, states, lost, problems } = await storm({
    clients: 64,
    queries: 64,
    limit: LIMIT,
    kills: 30,
    upToMs: 8000,
  })
  console.info(`${opened} opened:`, states)
  expect(opened).toBe(LIMIT)
  expect({ used, leased, counter }).toEqual({ used: LIMIT, leased: 0, counter: { used: LIMIT, leased: 0 } })
  expect([states.granted ?? 0, states.running ?? 0]).toEqual([0, 0])
  expect(lost).toEqual([])
  expect(problems).toEqual([])
})
