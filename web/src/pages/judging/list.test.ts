import { expect, test } from 'vitest'
import { asBody, changesOf, goesOn, NO_CHANGES, turned } from './list.ts'

const on = { teamId: 'a', byRank: 'on' } as const
const off = { teamId: 'b', byRank: 'contested' } as const

test('a team is turned the other way with a reason, and back without one', () => {
  const one = turned(on, NO_CHANGES, 'withdrew')
  const two = turned(off, one, 'drawn by lot')
  expect([goesOn(on, two), goesOn(off, two)]).toEqual([false, true])
  expect(asBody(two)).toEqual({
    add: [{ teamId: 'b', why: 'drawn by lot' }],
    remove: [{ teamId: 'a', why: 'withdrew' }],
  })
  expect(changesOf(asBody(two))).toEqual(two)
  const back = turned(off, turned(on, two, ''), '')
  expect(back).toEqual(NO_CHANGES)
  expect([goesOn(on, back), goesOn(off, back)]).toEqual([true, false])
})
