import { expect, test } from 'vitest'
import { headerOf } from './header.ts'

test('the first line alone, with quoted names and without a byte order mark', () => {
  expect(headerOf('\uFEFFid, age,"cost, yuan"\r\n1,2,3')).toEqual(['id', 'age', 'cost, yuan'])
  expect(headerOf('')).toEqual([])
})
