import { expect, test } from 'vitest'
import { gapsIn } from './gaps.ts'

const span = (from: number, until: number) => ({ from, until })

test('times that no shift covers, whatever the order and however shifts overlap', () => {
  expect(gapsIn([], 0, 10)).toEqual([span(0, 10)])
  expect(gapsIn([span(0, 10)], 0, 10)).toEqual([])
  expect(gapsIn([span(6, 9), span(-5, 3)], 0, 10)).toEqual([span(3, 6), span(9, 10)])
  expect(gapsIn([span(0, 8), span(2, 4), span(8, 20)], 0, 10)).toEqual([])
  expect(gapsIn([span(12, 20)], 0, 10)).toEqual([span(0, 10)])
  expect(gapsIn([span(2, 2)], 0, 4)).toEqual([span(0, 2), span(2, 4)])
})
