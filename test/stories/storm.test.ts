import { expect, test } from 'vitest'
import { storm } from '../support/storm.ts'

const LONG = process.env.XINYU_LONG_TESTS === '1'
/** The most runs that may be opened. */
const LIMIT = Number(process.env.XINYU_STORM_RUNS ?? 1000)
const KILLS = 5

test.skipIf(!LONG)(
  `64 clients against ${LIMIT} runs while the server is killed: never more opened, none lost, none leaked${LONG ? '' : ' (skipped: part of npm run test:long)'}`,
  {
    timeout: 900_000,
  },
  async () => {
    const began = performance.now()
    const result = await storm({ clients: 64, queries: 4, limit: LIMIT, kills: KILLS, upToMs: 1500 })
    const { answered, opened, used, leased, counter, states, lost, problems, kills } = result
    const released = [...answered.values()].filter((state) => state === 'released').length
    const seconds = ((performance.now() - began) / 1000).toFixed(0)
    console.info(
      `${kills} kills, ${answered.size} answers, ${released} released, ${opened} opened, in ${seconds} s:`,
      states,
    )
    expect(opened).toBe(LIMIT)
    expect({ used, leased, counter }).toEqual({ used: LIMIT, leased: 0, counter: { used: LIMIT, leased: 0 } })
    expect(states.granted ?? 0).toBe(0)
    expect(states.running ?? 0).toBe(0)
    expect(lost).toEqual([])
    expect(problems).toEqual([])
    // What was opened is what was released, or was killed on the way.
    const ended = (states.released ?? 0) + (states.withheld ?? 0) + (states.failed ?? 0)
    expect(ended).toBeLessThanOrEqual(LIMIT)
    expect(ended + (states.lost ?? 0)).toBeGreaterThanOrEqual(LIMIT)
    expect(released).toBeGreaterThan(LIMIT / 2)
  },
)
