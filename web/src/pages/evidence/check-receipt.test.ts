import { expect, test } from 'vitest'
import { stepsOf } from './check-receipt.ts'

const states = (where: Parameters<typeof stepsOf>[0]) => stepsOf(where).map(({ state }) => state[0])

test('steps before the failure passed, those after it were not reached', () => {
  expect(states({ ok: false, where: 'format', why: 'not JSON' })).toEqual(['f', 'n', 'n', 'n', 'n', 'n', 'n'])
  expect(states({ ok: false, where: 'signature', why: 'the signature of x does not hold' })).toEqual([
    'p',
    'p',
    'p',
    'p',
    'p',
    'f',
    'n',
  ])
  expect(states({ ok: false, where: 'proof', why: 'entry and proof lead to another root' })).toEqual([
    'p',
    'p',
    'p',
    'p',
    'p',
    'p',
    'f',
  ])
})

test('a proof that cannot be read leaves checkpoint and signature unread', () => {
  expect(states({ ok: false, where: 'proof', why: 'not a c2sp.org/tlog-proof@v1 text' })).toEqual([
    'p',
    'p',
    'p',
    'p',
    'n',
    'n',
    'f',
  ])
})
