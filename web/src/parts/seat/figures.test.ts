import { expect, test } from 'vitest'
import { digitsOf, figure } from './figures.ts'

const shown = (values: (number | null)[]) => {
  const digits = digitsOf(values)
  return values.flatMap((value) => (value === null ? [] : [figure(value, digits)]))
}

test('a column has the same decimals throughout', () => {
  expect(shown([12873.4412, 6120.99, 1822.1])).toEqual(['12873.44', '6120.99', '1822.10'])
  expect(shown([0.123456789, 1, null])).toEqual(['0.123457', '1.000000'])
  expect(shown([2024, 2025])).toEqual(['2024', '2025'])
})

test('what would vanish is said by its power of ten', () => {
  expect(shown([0.00000123])).toEqual(['0.000001230'])
  expect(shown([1.5e-9, 0.5])).toEqual(['1.500e-9', '0.5'])
  expect(shown([Number.NaN, 1])).toEqual(['NaN', '1'])
})
