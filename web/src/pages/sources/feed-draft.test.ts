import { expect, test } from 'vitest'
import { mayReadAnew } from './feed-draft.ts'

test('everything is read again where increments may have missed something and the source can tell it', () => {
  expect(mayReadAnew({ mode: 'increment' }, 'postgresql')).toBe(true)
  expect(mayReadAnew({ mode: 'increment' }, 'http')).toBe(true)
  expect(mayReadAnew({ mode: 'snapshot' }, 'postgresql')).toBe(false)
  expect(mayReadAnew({ mode: 'increment' }, 'push')).toBe(false)
})
