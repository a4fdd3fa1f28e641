import { afterAll, beforeAll, expect, test } from 'vitest'
import { takeFinalists } from '../admission/take.ts'
import { type FinalSpace, finalSpace } from '../final.fixture.ts'
import { defenceOrder } from '../store.ts'
import { commitDraw, makeDraw, voidDraw } from './actions.ts'
import { orderOf } from './draw.ts'
import { drawsOf, verifyDraw } from './store.ts'

let space: FinalSpace
beforeAll(async () => {
  space = await finalSpace(6)
}, 60_000)
afterAll(() => space?.stop())

const STATE = { code: 'CONTEST_DRAW_STATE' }
const latest = async () => (await drawsOf(space.core, space.contest.id))[0]!

test('the lot: bound before, drawn from words and the root of the log, counted again by anybody', async () => {
  const { core, contest, officer, teams } = space
  await expect(commitDraw(core, officer, contest.id, 'contest')).rejects.toMatchObject({
    code: 'CONTEST_NO_FINALISTS',
  })
  expect(await takeFinalists(core, officer, contest.id)).toBe(6)
  // Two presses at once: one draw.
  const both = await Promise.allSettled([
    commitDraw(core, officer, contest.id, 'contest'),
    commitDraw(core, officer, contest.id, 'contest'),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const bound = await latest()
  expect(bound).toMatchObject({ state: 'committed', seed: null, places: [], root: null })
  expect(bound.commitLeaf).not.toBeNull()
  expect(await verifyDraw(core, bound)).toBeNull()

  const stranger = { teamId: crypto.randomUUID(), word: 'x' }
  await expect(makeDraw(core, officer, contest.id, [stranger])).rejects.toMatchObject({
    code: 'CONTEST_DRAW_WORD',
  })
  const words = teams.slice(0, 2).map(({ id }, at) => ({ teamId: id, word: ` 词${at} ` }))
  // Pressed twice at once: one order.
  await Promise.allSettled([
    makeDraw(core, officer, contest.id, words),
    makeDraw(core, officer, contest.id, words),
  ])
  const drawn = await latest()
  expect(drawn.state).toBe('drawn')
  expect([...drawn.places].sort()).toEqual(teams.map(({ id }) => id).sort())
  expect(drawn.words.map(({ word }) => word)).toEqual(['词0', '词1'])
  expect(await defenceOrder(core.db, contest.id)).toEqual(
    drawn.places.map((teamId, at) => ({ teamId, place: at + 1 })),
  )
  expect(await verifyDraw(core, drawn)).toEqual({ commitment: true, root: true, order: true })
  // Whoever changes one published value is found out.
  const other = { ...drawn, words: [{ ...drawn.words[0]!, word: '别的' }, drawn.words[1]!] }
  expect(await verifyDraw(core, other)).toMatchObject({ order: false })
  expect(await verifyDraw(core, { ...drawn, seed: '00'.repeat(32) })).toMatchObject({
    commitment: false,
    order: false,
  })
  expect(await verifyDraw(core, { ...drawn, root: 'AAAA' })).toMatchObject({ root: false })

  // The log says the same, in this order, and the seed came after the commitment.
  const told = await core.evidence.leavesAbout([drawn.id])
  expect(told.map(({ kind }) => kind)).toEqual([
    'contest.draw_committed',
    'contest.draw_closed',
    'contest.draw_made',
  ])
  expect(told[0]!.leaf).toBe(drawn.commitLeaf)
  expect(told[1]!.leaf + 1).toBe(drawn.size)
  await expect(makeDraw(core, officer, contest.id, [])).rejects.toMatchObject(STATE)
})

test('cut off after the words were closed, it goes on with the same words and the same root', async () => {
  const { core, contest, officer, teams } = space
  await voidDraw(core, officer, contest.id, '名单有误')
  expect(await latest()).toMatchObject({ state: 'void', reason: '名单有误' })
  expect(await defenceOrder(core.db, contest.id)).toEqual([])
  const id = await commitDraw(core, officer, contest.id, 'division')
  const words = [{ teamId: teams[0]!.id, word: '山' }]
  const reader = core.evidence.reader()
  const killed = {
    ...core,
    evidence: {
      ...core.evidence,
      reader: () => ({
        ...reader,
        rootAt: () => Promise.reject(new Error('killed')),
      }),
    },
  } as unknown as typeof core
  await expect(makeDraw(killed, officer, contest.id, words)).rejects.toThrow('killed')
  expect(await latest()).toMatchObject({ id, state: 'closed', seed: null })
  const before = (await latest()).size
  // Other words come too late.
  await makeDraw(core, officer, contest.id, [{ teamId: teams[0]!.id, word: '海' }])
  const drawn = await latest()
  expect(drawn).toMatchObject({ id, number: 2, state: 'drawn', words })
  expect(drawn.size).toBe(before ?? drawn.size)
  const { algorithm, seed, root, groups } = drawn
  expect(orderOf({ algorithm, draw: id, seed: seed!, root: root!, groups, words })).toEqual(drawn.places)
})
