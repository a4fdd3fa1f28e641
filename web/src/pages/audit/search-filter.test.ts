import { expect, test } from 'vitest'
import { fits, searchQuery } from './search-filter.ts'

const ID = '6f1c2a34-0b1d-4c5e-8f90-1234567890ab'

test('a search is read from the address; what does not fit is left out', () => {
  expect(searchQuery({ user: ID.toUpperCase(), contract: 'nonsense', kind: 'airlock.' })).toEqual({
    userId: ID,
    kind: 'airlock.',
    from: undefined,
    until: undefined,
    before: undefined,
  })
})

test('days count from their first to their last moment where the reader is', () => {
  const { from, until } = searchQuery({ from: '2026-11-22', until: '2026-11-22' })
  expect(new Date(Number(from)).getHours()).toBe(0)
  expect(Number(until) - Number(from)).toBe(86_399_999)
  expect(searchQuery({ from: 'yesterday' }).from).toBeUndefined()
})

test('a hash has 64 signs, everything else is an identifier', () => {
  expect(fits('digest', 'a'.repeat(64))).toBe(true)
  expect(fits('digest', ID)).toBe(false)
  expect(fits('run', ` ${ID} `)).toBe(true)
  expect(fits('run', 'a'.repeat(64))).toBe(false)
})
