import { expect, test } from 'vitest'
import type { OutputTable } from '../run/index.ts'
import { type LogicalColumn, questionsOf } from './questions.ts'
import { drawPreview, type Released } from './rules.ts'

const column = (name: string, level: LogicalColumn['level'], type = 'VARCHAR'): LogicalColumn => ({
  name,
  level,
  type,
})
const COLUMNS = [
  column('psn_no', 'identity'),
  column('gend', 'group'),
  column('hosp_lv', 'group'),
  column('setl_time', 'group', 'TIMESTAMP'),
  column('medfee', 'measure', 'DECIMAL(18,2)'),
  column('brdy', 'compare', 'DATE'),
  column('certno', 'hidden'),
]
const output = (rows: OutputTable['rows']): OutputTable => ({
  columns: rows[0]?.map((_, at) => ({ name: `c${at}`, type: 'VARCHAR', role: 'statistic' as const })) ?? [],
  rows,
  minGroup: 10,
})
const RELEASED: readonly Released[] = [
  {
    drawn: 'marginal',
    columns: ['gend', 'hosp_lv', 'setl_time'],
    output: output([
      ['gend', '1', 300],
      ['gend', '2', 100],
      ['hosp_lv', '3', 50],
      ['hosp_lv', { rest: true }, 50],
      ['hosp_lv', '9', { withheld: 'protected' }],
      ['setl_time', '202401', 400],
    ]),
  },
  { drawn: 'mean', columns: ['medfee'], output: output([['1234.56']]) },
]
const draw = (released = RELEASED, seed = 'a', rows = 400) => drawPreview(COLUMNS, released, seed, rows)

test('rows follow the released one-way tables, and hidden columns are not there', () => {
  const { columns, rows } = draw()
  expect(columns.map(({ name, drawn }) => [name, drawn])).toEqual([
    ['psn_no', 'invented'],
    ['gend', 'marginal'],
    ['hosp_lv', 'marginal'],
    ['setl_time', 'marginal'],
    ['medfee', 'mean'],
    ['brdy', 'nothing'],
  ])
  const values = (place: number) => rows.map((row) => row[place]!)
  const women = values(1).filter((value) => value === '2').length
  expect(women).toBeGreaterThan(60)
  expect(women).toBeLessThan(140)
  // What was withheld has no weight; what was merged is drawn as merged.
  expect(new Set(values(2).map((value) => JSON.stringify(value)))).toEqual(new Set(['"3"', '{"rest":true}']))
  expect(new Set(values(3))).toEqual(new Set(['2024-01']))
  // A band around a mean of one digit: the mean itself is not repeated.
  expect(new Set(values(4))).toEqual(new Set([500, 1000, 1500]))
  expect(new Set(values(5))).toEqual(new Set([null]))
  for (const value of values(0)) expect(value).toMatch(/^SYN-[0-9A-F]{8}$/)
})

test('a preview is a function of released outputs and its seed, and of nothing else', () => {
  expect(draw()).toEqual(draw())
  expect(draw(RELEASED, 'b')).not.toEqual(draw())
  // Without an output its column is empty: there is no other source.
  const { columns, rows } = draw([])
  expect(columns.map(({ drawn }) => drawn)).toEqual(['invented', ...Array<string>(5).fill('nothing')])
  expect(rows.every((row) => row.slice(1).every((cell) => cell === null))).toBe(true)
  const nothing = output([[{ withheld: 'protected' }]])
  expect(draw([{ drawn: 'mean', columns: ['medfee'], output: nothing }]).columns[4]!.drawn).toBe('nothing')
})

test('asks one-way tables of what may be grouped by and means of measures, few runs for many columns', () => {
  const [marginals, means] = questionsOf({ name: 'setl_d', columns: COLUMNS })
  expect(marginals!.columns).toEqual(['gend', 'hosp_lv', 'setl_time'])
  expect(marginals!.sql.split('\nunion all\n')).toHaveLength(3)
  // Days are asked by month; what may not be grouped by is not named at all.
  expect(marginals!.sql).toContain('group by year("setl_time"), month("setl_time")')
  for (const name of ['psn_no', 'brdy', 'certno', 'medfee']) expect(marginals!.sql).not.toContain(name)
  expect(means).toEqual({
    drawn: 'mean',
    columns: ['medfee'],
    sql: 'select avg("medfee") as m0\nfrom "setl_d"',
  })
  const many = Array.from({ length: 40 }, (_, at) => column(`g${at}`, 'group'))
  expect(questionsOf({ name: 't', columns: many }).map((one) => one.columns.length)).toEqual([8])
  const [few] = questionsOf({ name: 't', columns: many }, ['g30', 'g3', 'nobody'])
  expect(few!.columns).toEqual(['g3', 'g30'])
  expect(questionsOf({ name: 't', columns: [column('psn_no', 'identity')] })).toEqual([])
})

test('a quote in a name stays in the name', () => {
  const [question] = questionsOf({ name: 't"x', columns: [column(`a"b'c`, 'open')] })
  expect(question!.sql).toContain(`select 'a"b''c' as name, cast("a""b'c" as varchar)`)
  expect(question!.sql).toContain('from "t""x"')
})
