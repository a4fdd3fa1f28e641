import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addCells, subtractCells } from './exact.ts'
import { roundCount } from './rounding.ts'

describe('exact sums of statistics', () => {
  test.each([
    ['BIGINT', [1, null, 2], 3],
    ['BIGINT', [null, null], null],
    ['BIGINT', [], null],
    ['HUGEINT', ['9007199254740993', 4], '9007199254740997'],
    ['HUGEINT', [9007199254740991, 1], '9007199254740992'],
    ['HUGEINT', ['9007199254740993', -9], 9007199254740984],
    ['DECIMAL(18,2)', [0.1, 0.2], 0.3],
    ['DECIMAL(38,2)', [-0.05, 0.02], -0.03],
    ['DECIMAL(38,2)', ['99999999999999999.99', 0.01], '100000000000000000.00'],
    ['DECIMAL(38, 8)', [1e-7, 2e-8], 1.2e-7],
    ['DOUBLE', [1e16, 1, -1e16], 1],
    ['DOUBLE', ['NaN', 1], 'NaN'],
  ] as const)('%s %j → %j', (type, values, sum) => expect(addCells(type, values)).toBe(sum))

  test('a difference', () => {
    expect(subtractCells('DECIMAL(18,2)', 0.3, [0.1])).toBe(0.2)
    expect(subtractCells('HUGEINT', '18014398509481985', ['9007199254740993', 1])).toBe(9007199254740991)
  })

  test('text that is no number fails closed', () => {
    expect(() => addCells('DECIMAL(18,2)', ['1,5', 1])).toThrow(TypeError)
  })

  test('property: decimals add as whole cents, and any order of doubles gives the same', () => {
    const cents = fc.array(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), { minLength: 1 })
    const text = (units: bigint) => {
      const digits = String(units < 0n ? -units : units).padStart(3, '0')
      return `${units < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
    }
    fc.assert(
      fc.property(cents, (all) => {
        const sum = addCells('DECIMAL(38,2)', all.map(text))
        const expected = text(all.reduce((a, b) => a + b, 0n))
        expect(typeof sum === 'number' ? sum : String(sum)).toBe(
          typeof sum === 'number' ? Number(expected) : expected,
        )
      }),
    )
    const doubles = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 20 })
    fc.assert(
      fc.property(doubles, (all) => {
        expect(addCells('DOUBLE', all.toReversed())).toBe(addCells('DOUBLE', all))
      }),
    )
  })
})

test('rounding: base 5 and midpoint 6', () => {
  const of = (rounding: 'base5' | 'midpoint6') =>
    [0, 1, 2, 3, 6, 7, 8, 12, 13].map((n) => roundCount(n, rounding))
  expect(of('base5')).toEqual([0, 0, 0, 5, 5, 5, 10, 10, 15])
  expect(of('midpoint6')).toEqual([0, 3, 3, 3, 3, 9, 9, 9, 15])
  expect(roundCount('9007199254740993', 'base5')).toBe('9007199254740995')
  expect(roundCount(7, 'none')).toBe(7)
  expect(roundCount(null, 'base5')).toBe(null)
})
