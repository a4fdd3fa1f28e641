import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { addViewed, createViews, viewedOf, viewMigrations, type Views } from './index.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MOST = 100

let space: TestSpace
let views: Views
const project = () => uuid7(space.core.random, space.clock.now())
beforeAll(async () => {
  space = await testSpace([viewMigrations])
  views = createViews(space.core, async () => MOST)
})
afterAll(() => space?.stop())

/** Takes and pays so many rows; what was given. */
async function look(projectId: string, rows: number): Promise<number> {
  const lease = await views.lease(projectId, rows)
  await space.core.db.transaction().execute((tx) => lease.pay(tx, lease.rows))
  lease.done()
  return lease.rows
}

describe('the cap of views', () => {
  test('is not passed by asking many times, nor by many at once', async () => {
    const one = project()
    const given = []
    for (let at = 0; at < 30; at += 1) given.push(await look(one, 7))
    expect(given.reduce((a, b) => a + b)).toBe(MOST)
    const other = project()
    const leases = await Promise.all(Array.from({ length: 30 }, () => views.lease(other, 7)))
    expect(leases.reduce((sum, { rows }) => sum + rows, 0)).toBe(MOST)
    expect(leases.at(-1)).toMatchObject({ rows: 0, capped: true, most: MOST })
  })

  test('gives back what was set aside and not shown, and never what was shown', async () => {
    const one = project()
    const lease = await views.lease(one, MOST)
    expect((await views.lease(one, 1)).rows).toBe(0)
    await space.core.db.transaction().execute((tx) => lease.pay(tx, 10))
    lease.done()
    lease.done()
    expect((await views.lease(one, MOST)).rows).toBe(MOST - 10)
  })

  test('counts what is paid ahead at once, so that a crash gives nothing back', async () => {
    const one = project()
    const lease = await views.lease(one, 60)
    await lease.ahead(5)
    // As if the server had been killed here and started anew: nothing is remembered but the ledger.
    const after = createViews(space.core, async () => MOST)
    expect((await after.lease(one, MOST)).rows).toBe(MOST - 60)
    expect((await views.viewed([one])).get(one)).toBe(60)
    await space.core.db.transaction().execute((tx) => lease.pay(tx, 5))
    lease.done()
    expect((await views.viewed([one])).get(one)).toBe(5)
    expect((await views.lease(one, MOST)).rows).toBe(MOST - 5)
  })

  test('holds over any 24 hours, however the looks lie around midnight', { timeout: 60_000 }, async () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 13 * HOUR }),
      rows: fc.integer({ min: 1, max: 80 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const one = project()
        const looks: { at: number; rows: number }[] = []
        for (const { wait, rows } of steps) {
          space.clock.advance(wait)
          looks.push({ at: space.clock.now(), rows: await look(one, rows) })
        }
        for (const { at } of looks) {
          const within = looks.filter((other) => other.at >= at && other.at < at + DAY)
          expect(within.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(MOST)
        }
      }),
      { numRuns: 25 },
    )
  })

  test('a night that comes twice is one night: a clock set back opens no new day', async () => {
    const one = project()
    const now = space.clock.now()
    const { db } = space.core
    await addViewed(db, one, 60, now)
    await addViewed(db, one, 30, now - 30 * HOUR)
    expect((await viewedOf(db, [one], now)).get(one)).toBe(90)
    expect((await viewedOf(db, [one], now - 30 * HOUR)).get(one)).toBe(90)
    expect((await viewedOf(db, [one], now + 26 * HOUR)).size).toBe(0)
  })

  test('short texts cost when they are new, and are held back when nothing is left', async () => {
    const one = project()
    const names = Array.from({ length: 50 }, (_, at) => `${at}`.padEnd(256, 'x'))
    expect(await views.texts(one, names)).toMatchObject({ cut: false })
    expect((await views.viewed([one])).get(one)).toBe(50)
    expect((await views.texts(one, names)).fresh).toEqual([])
    expect((await views.viewed([one])).get(one)).toBe(50)
    const more = await views.texts(one, [
      ...names,
      ...Array.from({ length: 60 }, (_, at) => `y${at}`.padEnd(256, 'y')),
    ])
    expect(more).toMatchObject({ cut: true })
    expect(more.shown).toHaveLength(100)
    expect((await views.texts(one, ['new'])).shown).toEqual([])
    expect((await views.texts(one, names)).shown).toHaveLength(50)
  })
})
