import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allSignedAt, contractSteps } from './steps.ts'
import { spent, timeLeft, waitedTooLong } from './time.ts'
import { groupTimeline } from './timeline.ts'

const life = {
  voidReason: null,
  createdAt: 10,
  signedAt: null,
  filedAt: null,
  startedAt: null,
  endedAt: null,
}
const drawn = (of: Parameters<typeof contractSteps>[0]) =>
  contractSteps(of)
    .map(({ key, state, at }) => `${key}:${state}${at === null ? '' : `@${at}`}`)
    .join(' ')

test('a contract stands at one step of its life', () => {
  expect(drawn({ ...life, state: 'signing' })).toBe(
    'offer:done negotiation:done@10 signing:now filing:todo performance:todo end:todo',
  )
  const filed = { ...life, signedAt: 20, filedAt: 30, startedAt: 31 }
  expect(drawn({ ...filed, state: 'suspended' })).toBe(
    'offer:done negotiation:done@10 signing:done@20 filing:done@30 performance:stopped@31 end:todo',
  )
  expect(drawn({ ...filed, state: 'ended', endedAt: 40 })).toBe(
    'offer:done negotiation:done@10 signing:done@20 filing:done@30 performance:done@31 end:done@40',
  )
})

test('one that never came into force stops where it broke off', () => {
  expect(drawn({ ...life, state: 'void', endedAt: 12 })).toContain('signing:stopped filing:todo')
  expect(drawn({ ...life, state: 'void', signedAt: 20, endedAt: 25 })).toContain(
    'signing:done@20 filing:stopped',
  )
})

test('all have signed when the last of them has', () => {
  const parties = [{ participantId: 'a' }, { participantId: 'b' }]
  expect(allSignedAt(parties, [{ participantId: 'a', signedAt: 5 }])).toBeNull()
  expect(
    allSignedAt(parties, [
      { participantId: 'b', signedAt: 9 },
      { participantId: 'a', signedAt: 5 },
    ]),
  ).toBe(9)
})

test('what is left is told in whole units of the largest that fits', () => {
  const hour = 3_600_000
  expect(timeLeft(0, 100 * 24 * hour, 0)).toEqual({ unit: 'day', count: 100, over: false, soon: false })
  expect(timeLeft(0, 100 * 24 * hour, 91 * 24 * hour)).toMatchObject({ count: 9, soon: true })
  expect(timeLeft(0, 10 * hour, 9 * hour)).toEqual({ unit: 'hour', count: 1, over: false, soon: true })
  expect(timeLeft(0, 1000, 90_000)).toEqual({ unit: 'minute', count: 1, over: true, soon: false })
  expect([spent(0, 100, -5), spent(0, 100, 25), spent(0, 100, 900), spent(5, 5, 5)]).toEqual([0, 0.25, 1, 1])
  expect([waitedTooLong(0, 72 * hour), waitedTooLong(0, 72 * hour + 1)]).toEqual([false, true])
})

test('what the caller keeps apart stands alone', () => {
  const two = [0, 1].map((leaf) => ({ leaf, at: 0, kind: 'contract.signed' }))
  const lines = (groupOf?: () => null) => groupTimeline(two, () => 'day', groupOf)[0]!.groups.length
  expect([lines(), lines(() => null)]).toEqual([1, 2])
})

test('a grouped timeline loses nothing and keeps the order (property)', () => {
  const items = fc
    .array(
      fc.record({
        at: fc.integer({ min: 0, max: 5 }),
        kind: fc.constantFrom('run.released', 'contract.signed'),
      }),
    )
    .map((all) => all.map((one, leaf) => ({ ...one, leaf })))
  fc.assert(
    fc.property(items, (all) => {
      const ordered = all.toSorted((a, b) => a.at - b.at).map((one, leaf) => ({ ...one, leaf }))
      const days = groupTimeline([...ordered].reverse(), (at) => `day ${Math.floor(at / 2)}`)
      expect(days.flatMap(({ groups }) => groups.flatMap((group) => group.items))).toEqual(ordered)
      expect(new Set(days.map(({ day }) => day)).size).toBe(days.length)
      for (const { groups } of days)
        groups.forEach((group, place) => expect(group.kind).not.toBe(groups[place - 1]?.kind))
    }),
    { numRuns: 200 },
  )
})
