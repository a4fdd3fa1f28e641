import { afterAll, beforeAll, expect, test } from 'vitest'
import { identityMigrations } from '../../../safeguard/identity/index.ts'
import { spaceMigrations } from '../../../safeguard/space/index.ts'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import type { UserActor } from '../../../kernel/actor.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { Config } from '../../../platform/config/index.ts'
import { createViews } from '../views/index.ts'
import { createRecording, type Happened, type Recording, recordMigrations } from './index.ts'

const DAY = 86_400_000
let space: TestSpace
let recording: Recording
const id = () => uuid7(space.core.random, space.clock.now())
const auditor = (): UserActor => ({ kind: 'user', userId: id(), participantId: id(), roles: ['auditor'] })
const happened = (seatId: string, text: string): Happened => ({
  seatId,
  userId: null,
  kind: 'state',
  text,
  leaf: 3,
})
const all = async (seatId: string, limit = 7) => {
  const items = []
  for (let from: number | null = 0; from !== null; ) {
    const page = await recording.look(auditor(), seatId, { from, limit })
    items.push(...page.items)
    from = page.next
  }
  return items
}

beforeAll(async () => {
  space = await testSpace([spaceMigrations, identityMigrations, recordMigrations])
  const core = { ...space.core, config: Config.parse({ sandbox: { recordDays: 10 } }) }
  recording = createRecording(
    core,
    createViews(core, async () => 0),
  )
})
afterAll(() => space?.stop())

test('what happens at once is numbered without a gap, each seat by itself, and comes back in order', async () => {
  const [one, other] = [id(), id()]
  const texts = Array.from({ length: 40 }, (_, at) => `n${at}`)
  await Promise.all([
    ...texts.map((text) => recording.keep(happened(one, text))),
    recording.keep([happened(one, 'x'), happened(other, 'y'), happened(one, 'z')]),
  ])
  const items = await all(one)
  expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: 42 }, (_, at) => at + 1))
  expect(items.map(({ text }) => text).toSorted()).toEqual([...texts, 'x', 'z'].toSorted())
  expect(items.findIndex(({ text }) => text === 'z')).toBe(items.findIndex(({ text }) => text === 'x') + 1)
  expect(await all(other)).toMatchObject([{ seq: 1, text: 'y', leaf: 3 }])
})

test('text out of foreign programs is kept, large outputs come in parts', { timeout: 60_000 }, async () => {
  const seatId = id()
  const text = `a\0b\uD800c${'x'.repeat(300_000)}`
  const big = 'y'.repeat(4_500_000)
  const outputs = [{ kind: 'text' as const, stream: 'out' as const, text: big }]
  await recording.keep(Array.from({ length: 2 }, () => ({ ...happened(seatId, text), outputs })))
  const page = await recording.look(auditor(), seatId, { from: 0, limit: 50 })
  expect(page.items).toHaveLength(1)
  expect(page.items[0]!.text.slice(0, 5)).toBe('a\uFFFDb\uFFFDc')
  expect(page.items[0]!.text).toHaveLength(200_000)
  expect(await all(seatId)).toHaveLength(2)
})

test('nothing of it is changed or taken away, not even by the server itself, before it is old', async () => {
  const seatId = id()
  await recording.keep(happened(seatId, 'old'))
  const { db } = space.core
  const never = { message: expect.stringContaining('never changed') }
  await expect(db.updateTable('seat_recorded').set({ text: 'other' }).execute()).rejects.toMatchObject(never)
  await expect(db.deleteFrom('seat_recorded').execute()).rejects.toMatchObject(never)
  await recording.expire()
  expect(await all(seatId)).toHaveLength(1)
  space.clock.advance(9 * DAY)
  await recording.keep(happened(seatId, 'new'))
  space.clock.advance(2 * DAY)
  await recording.expire()
  expect(await all(seatId)).toMatchObject([{ seq: 2, text: 'new' }])
  await expect(db.deleteFrom('seat_recorded').execute()).rejects.toMatchObject(never)
})

test('each look is evidence, and a seat that is not there is not found', async () => {
  const seatId = id()
  await recording.keep({ ...happened(seatId, 'x'), userId: id() })
  await recording.look(auditor(), seatId, { from: 0, limit: 1 })
  await recording.look(auditor(), seatId, { from: 99, limit: 1 })
  expect((await space.core.evidence.leavesAbout([seatId])).map(({ kind }) => kind)).toEqual([
    'recording.viewed',
    'recording.viewed',
  ])
  expect(await recording.people(seatId)).toHaveLength(1)
  await expect(recording.look(auditor(), id(), { from: 0, limit: 1 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
})
