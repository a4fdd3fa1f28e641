import { expect, test } from 'vitest'
import { contestStorm, jain, quantile } from '../support/contest-storm.ts'
import { testDatabase } from '../support/database.ts'

/** The long suite has ten times the teams; the size of the national contest is `npm run bench contest-storm`. */
const LONG = process.env.XINYU_LONG_TESTS === '1'
const TEAMS = LONG ? 400 : 20
const LAGGARDS = 3
const FINISHERS = 5

test(`${TEAMS} teams hand in before the deadline, the server is killed twice`, async () => {
  const database = await testDatabase()
  try {
    const result = await contestStorm({
      teams: TEAMS,
      bytes: (team) => (team % 20 === 17 ? 2_000_000 : 200_000),
      windowMs: LONG ? 60_000 : 8_000,
      graceMs: 1_000,
      arrivals: 1,
      pieceBytes: 64 * 1024,
      laggards: LAGGARDS,
      finishers: FINISHERS,
      kills: [0.35, 0.7],
      databaseUrl: database.url,
      deadline: 'when_done',
    })
    expect(result.problems).toEqual([])
    expect(result.kills).toBe(2)
    // Who handed in after the grace was told, whoever was in time has a receipt; at the end of the grace it is one of both.
    expect(result.late).toBeGreaterThanOrEqual(LAGGARDS)
    expect(result.late).toBeLessThanOrEqual(LAGGARDS + FINISHERS)
    expect(result.acknowledged.length + result.late).toBe(TEAMS)
    const waits = result.acknowledged
      .filter(({ team }) => team >= LAGGARDS + FINISHERS)
      .map(({ waitMs }) => waitMs)
    console.info(
      `${result.acknowledged.length} works, ${result.late} too late, ${result.kills} kills; ` +
        `wait p50 ${Math.round(quantile(waits, 0.5))} ms, p95 ${Math.round(quantile(waits, 0.95))} ms, Jain index of waits ${jain(waits).toFixed(3)}`,
    )
  } finally {
    await database.drop()
  }
})
