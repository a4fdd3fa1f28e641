import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SeatState } from '../model.ts'
import { limitsFrom, nextState, SEAT_EVENTS } from './rules.ts'

test('every pair of state and event leads where the table says, and nowhere else', () => {
  const all = SeatState.options.flatMap((state) =>
    SEAT_EVENTS.flatMap((event) => {
      const next = nextState(state, event)
      return next === null ? [] : [`${state} --${event}--> ${next}`]
    }),
  )
  expect(all).toEqual([
    'waiting --admit--> starting',
    'waiting --fall--> asleep',
    'waiting --block--> blocked',
    'waiting --close--> closed',
    'starting --wait--> waiting',
    'starting --open--> live',
    'starting --fall--> asleep',
    'starting --block--> blocked',
    'starting --close--> closed',
    'live --sleep--> asleep',
    'live --fall--> asleep',
    'live --block--> blocked',
    'live --close--> closed',
    'asleep --admit--> starting',
    'asleep --wait--> waiting',
    'asleep --block--> blocked',
    'asleep --close--> closed',
    'blocked --unblock--> asleep',
    'blocked --close--> closed',
  ])
})

test('a blocked seat runs again only after it was unblocked, and a closed one never', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...SEAT_EVENTS), { maxLength: 40 }), (events) => {
      let state: SeatState = 'waiting'
      let [blocked, closed] = [false, false]
      for (const event of events) {
        const next = nextState(state, event)
        if (next === null) continue
        if (event === 'block') blocked = true
        if (event === 'unblock') blocked = false
        if (event === 'close') closed = true
        state = next
        if (blocked && !closed) expect(state).toBe('blocked')
        if (closed) expect(state).toBe('closed')
      }
    }),
  )
})

test('a contract lowers what the settings give and never raises it', () => {
  const settings = {
    memoryMib: 256,
    diskMib: 128,
    inodes: 9,
    processes: 8,
    cpuSecondsPerDay: 0,
    viewRowsPerDay: 5000,
  }
  expect(limitsFrom(settings, [])).toMatchObject({ memoryBytes: 268_435_456, cpuSecondsPerDay: null })
  const quota = { memoryMib: 512, diskMib: 64, cpuSecondsPerDay: 60, viewRowsPerDay: 100 }
  const other = { memoryMib: null, diskMib: null, cpuSecondsPerDay: 30, viewRowsPerDay: 9999 }
  expect(limitsFrom(settings, [quota, other])).toMatchObject({
    memoryBytes: 268_435_456,
    diskBytes: 67_108_864,
    cpuSecondsPerDay: 30,
    viewRowsPerDay: 100,
  })
})
