import { expect, test } from 'vitest'
import type { Verdict } from '../../../../src/safeguard/evidence/verifier/index.ts'
import { stepsOf } from './check-receipt.ts'

const states = (verdict: Verdict) =>
  stepsOf(verdict)
    .map(({ state }) => state[0])
    .join('')

test('what held passed, the first failure failed, the rest was not reached', () => {
  expect(states({ ok: false, where: 'format', why: 'not JSON', held: [] })).toBe('fnnnnnnnn')
  expect(
    states({
      ok: false,
      where: 'signature',
      why: 'does not hold',
      held: ['format', 'entry', 'payload', 'key'],
    }),
  ).toBe('ppppfnnnn')
  // A receipt without payload: nothing of it was looked at, and what comes after was.
  expect(states({ ok: false, where: 'proof', why: 'unread', held: ['format', 'entry', 'key'] })).toBe(
    'ppnpnnfnn',
  )
})

test('a good receipt says what it does not carry', () => {
  const held = ['format', 'entry', 'key', 'signature', 'checkpoint', 'proof'] as const
  expect(states({ ok: true, held } as unknown as Verdict)).toBe('ppappppaa')
})
