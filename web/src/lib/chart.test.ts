import { expect, test } from 'vitest'
import type { OutputTable } from '../api/types.ts'
import { chartPlan, finding } from './chart.ts'

const table = (columns: [string, string, 'key' | 'statistic'][], rows: OutputTable['rows']): OutputTable => ({
  columns: columns.map(([name, type, role]) => ({ name, type, role })),
  rows,
  minGroup: 10,
})

test('a withheld cell is null, never zero', () => {
  const plan = chartPlan(
    table(
      [
        ['place', 'VARCHAR', 'key'],
        ['persons', 'BIGINT', 'statistic'],
      ],
      [
        ['Shanghai', 41_275],
        ['Zhejiang', { withheld: 'protected' }],
        ['Anhui', 20_000],
      ],
    ),
  )
  expect(plan?.form).toBe('bar')
  expect(plan?.series[0]?.values).toEqual([41_275, null, 20_000])
})

test('years make a line, in order, and the finding tells the change', () => {
  const plan = chartPlan(
    table(
      [
        ['year', 'BIGINT', 'key'],
        ['n', 'BIGINT', 'statistic'],
      ],
      [
        [2025, 150],
        [2023, 100],
        [2024, 120],
      ],
    ),
  )!
  expect(plan).toMatchObject({ form: 'line', categories: ['2023', '2024', '2025'] })
  expect(finding(plan)).toEqual({
    key: 'finding.change',
    params: { y: 'n', from: '2023', to: '2025', share: 0.5 },
  })
})

test('a second key splits into series', () => {
  const plan = chartPlan(
    table(
      [
        ['place', 'VARCHAR', 'key'],
        ['sex', 'VARCHAR', 'key'],
        ['n', 'BIGINT', 'statistic'],
      ],
      [
        ['a', 'f', 4],
        ['a', 'm', 1],
        ['b', 'f', 2],
        ['c', 'm', 8],
      ],
    ),
  )!
  expect(plan.series).toEqual([
    { name: 'f', values: [4, 2, undefined] },
    { name: 'm', values: [1, undefined, 8] },
  ])
  expect(finding(plan)).toEqual({
    key: 'finding.most',
    params: { y: 'n', most: 'c · m', value: 8, least: 'a · m', times: 8 },
  })
})

test('one number alone, or too many keys, is not a chart', () => {
  expect(chartPlan(table([['n', 'BIGINT', 'statistic']], [[1]]))).toBeNull()
})
