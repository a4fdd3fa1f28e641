import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countStates, inOrder, shortName, signOf, tileColumns } from './wall-layout.ts'

test('200 tiles fill a wide field in about 20 columns, a tall one in fewer', () => {
  expect(tileColumns(200, 1200, 600, 6)).toBe(20)
  expect(tileColumns(200, 340, 900, 4)).toBeLessThan(12)
  expect(tileColumns(1, 1200, 600, 6)).toBe(1)
  expect(tileColumns(0, 1200, 600, 6)).toBe(1)
})

test('all tiles fit and no other number of columns makes them larger (property)', () => {
  const field = fc.record({
    count: fc.integer({ min: 1, max: 300 }),
    width: fc.integer({ min: 200, max: 3000 }),
    height: fc.integer({ min: 200, max: 2000 }),
  })
  fc.assert(
    fc.property(field, ({ count, width, height }) => {
      const size = (columns: number) => Math.min(width / columns, height / Math.ceil(count / columns))
      const chosen = tileColumns(count, width, height, 0)
      for (const other of [chosen - 1, chosen + 1])
        if (other >= 1) expect(size(chosen)).toBeGreaterThanOrEqual(size(other) - 1e-9)
    }),
  )
})

test('a tile is named by its number, or by the beginning of its name', () => {
  expect(shortName('席位 017')).toBe('017')
  expect(shortName('Team 3 (A)')).toBe('3')
  expect(shortName('住院费用分析')).toBe('住院费用')
})

test('tiles keep their order, states that are not known count as closed', () => {
  const seat = (name: string, state = 'live') => ({
    id: name,
    name,
    consumerId: '',
    consumerNameZh: null,
    consumerNameEn: null,
    state,
    cpu: 0,
    memory: 0,
    alerts: 0,
  })
  const seats = [seat('席位 10'), seat('席位 9', 'blocked'), seat('席位 1', 'gone')]
  expect(inOrder(seats).map(({ name }) => name)).toEqual(['席位 1', '席位 9', '席位 10'])
  expect(signOf('gone')).toBe('closed')
  expect(countStates(seats).filter(({ count }) => count > 0)).toEqual([
    { sign: 'live', count: 1 },
    { sign: 'blocked', count: 1 },
    { sign: 'closed', count: 1 },
  ])
})
