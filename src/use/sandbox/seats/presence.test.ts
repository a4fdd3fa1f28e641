import { expect, test } from 'vitest'
import { createSlots, createTurns } from './house.ts'
import { createPresence } from './presence.ts'

test('who does something is there until they leave, are not heard of, or have no stream open any more', () => {
  let now = 0
  const presence = createPresence(() => now)
  expect(presence.join('s', 'a')).toBe(true)
  expect(presence.join('s', 'a')).toBe(false)
  presence.join('s', 'b')
  const release = presence.hold('s', 'b')
  now += 6 * 60_000
  expect(presence.expire()).toEqual([{ seatId: 's', userId: 'a' }])
  expect(presence.of('s')).toEqual(['b'])
  release()
  now += 4 * 60_000
  expect(presence.expire()).toEqual([])
  now += 2 * 60_000
  expect(presence.expire()).toEqual([{ seatId: 's', userId: 'b' }])
  presence.join('t', 'a')
  expect(presence.seatsOf('a')).toEqual(['t'])
  expect(presence.leave('t', 'a')).toBe(true)
  expect(presence.leave('t', 'a')).toBe(false)
})

test('no two seats have one number, and there are no more than there may be', () => {
  const slots = createSlots(3)
  expect([slots.take(), slots.take(), slots.take(), slots.take()]).toEqual([1, 2, 3, null])
  slots.free(2)
  expect([slots.take(), slots.taken]).toEqual([2, 3])
})

test('what is done with one seat is done one after the other, whatever fails', async () => {
  const inTurn = createTurns()
  const order: number[] = []
  const slow = inTurn('s', async () => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    order.push(1)
    throw new Error('x')
  })
  const next = inTurn('s', async () => order.push(2))
  const other = inTurn('t', async () => order.push(0))
  await expect(slow).rejects.toThrow('x')
  await Promise.all([next, other])
  expect(order).toEqual([0, 1, 2])
})
