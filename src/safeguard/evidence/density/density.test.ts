import { afterAll, beforeAll, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import { uuid7 } from '../../../kernel/index.ts'
import { act } from '../act.ts'
import { density } from './density.ts'
import { leavesBefore } from './store.ts'

let space: TestSpace
let [user, body, start] = ['', '', 0]
/** Minutes after the start at which one entry each is made. */
const AT = [0, 0, 1, 1, 1, 30, 90, 91]

beforeAll(async () => {
  space = await testSpace()
  start = space.clock.now()
  const id = () => uuid7(space.core.random, start)
  ;[user, body] = [id(), id()]
  let now = 0
  for (const [place, minute] of AT.entries()) {
    space.clock.advance((minute - now) * 60_000)
    now = minute
    const actor = { kind: 'user', userId: user, participantId: body, roles: [] } as const
    await act(space.core, actor, async ({ note }) =>
      note({ kind: place % 2 ? 'odd.one' : 'even.one', subject: { thing: 'x' } }),
    )
  }
})
afterAll(() => space.stop())

const counts = async (...asked: Parameters<typeof density> extends [unknown, ...infer R] ? R : never) => {
  const { bars, step, total } = await density(space.core.db, ...asked)
  return {
    step,
    total,
    at: bars.filter((bar) => bar.count > 0).map((bar) => [(bar.at - start) / 60_000, bar.count]),
  }
}

test('the whole log is counted by halving, a filtered one by walking: both say the same', async () => {
  const all = await counts({}, 0)
  expect(all).toEqual({
    step: 60_000,
    total: 8,
    at: [
      [0, 2],
      [1, 3],
      [30, 1],
      [90, 1],
      [91, 1],
    ],
  })
  expect(await counts({ actor: user }, 0)).toEqual(all)
  expect(await counts({ own: body }, 0)).toEqual(all)
  expect(await counts({ kind: 'odd.one' }, 0)).toMatchObject({ total: 4 })
  expect(await counts({ kind: 'no.such' }, 0)).toMatchObject({ total: 0, at: [] })
})

test('a stretch of time is looked at more closely, and nothing outside of it is counted', async () => {
  const [from, to] = [start + 60_000, start + 30 * 60_000]
  expect(await counts({ from, to }, 0)).toMatchObject({
    total: 4,
    at: [
      [1, 3],
      [30, 1],
    ],
  })
  expect(await counts({ from, to, actor: user }, 0)).toMatchObject({ total: 4 })
  expect(await counts({ from: to, to: from }, 0)).toMatchObject({ total: 0 })
  // From the beginning of time to its end: the bars lie where the entries are.
  const ever = { from: 0, to: Number.MAX_SAFE_INTEGER }
  const all = await counts({}, 0)
  expect(await counts(ever, 0)).toEqual(all)
  expect(await counts({ ...ever, actor: user }, -14 * 60)).toMatchObject({ total: 8 })
  expect(await counts({ ...ever, kind: 'odd.one' }, 0)).toMatchObject({ total: 4 })
})

test('every moment is placed as by counting', async () => {
  const moments = [-1, 0, 1, 2, 30, 31, 90, 91, 92].map((minute) => start + minute * 60_000)
  const byCounting = moments.map((at) => AT.filter((minute) => start + minute * 60_000 < at).length)
  expect(await leavesBefore(space.core.db, AT.length, moments)).toEqual(byCounting)
})
