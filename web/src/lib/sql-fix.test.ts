import { expect, test } from 'vitest'
import type { SchemaTable } from '../api/flow.ts'
import type { ProblemView } from '../api/types.ts'
import { type Fix, fixOf, nearest } from './sql-fix.ts'

const TABLES: readonly SchemaTable[] = [
  {
    name: 'setl_d',
    titleZh: '',
    titleEn: '',
    persons: true,
    columns: (
      [
        ['psn_no', 'identity'],
        ['gend', 'group'],
        ['hosp_lv', 'group'],
        ['medfee_sumamt', 'measure'],
        ['certno', 'hidden'],
      ] as const
    ).map(([name, level]) => ({ name, level, type: 'VARCHAR', titleZh: '', titleEn: '' })),
  },
]

const problem = (code: string, sql: string, word: string, more: object = {}): ProblemView => ({
  code,
  zh: '',
  en: '',
  detail: {
    rule: 'r',
    place: { line: 1, column: 1, offset: sql.indexOf(word), length: word.length },
    ...more,
  },
})
const mended = (sql: string, fix: Fix | null) =>
  fix && `${sql.slice(0, fix.from)}${fix.insert}${sql.slice(fix.to)}`
const fixed = (code: string, sql: string, word: string, more: object = {}) =>
  mended(sql, fixOf(problem(code, sql, word, more), sql, TABLES))

test.each([
  ['GATE_TABLE_UNKNOWN', 'select 1 from setld', 'setld', {}, 'select 1 from setl_d'],
  ['GATE_COLUMN_UNKNOWN', 'select hosp_lvl from setl_d', 'hosp_lvl', {}, 'select hosp_lv from setl_d'],
  ['GATE_COLUMN_UNKNOWN', 'select s.gendr from setl_d s', 's.gendr', {}, 'select s.gend from setl_d s'],
  [
    'GATE_COLUMN_LEVEL',
    'select psn_no from setl_d',
    'psn_no',
    { level: 'identity' },
    'select count(distinct psn_no) from setl_d',
  ],
  [
    'GATE_COLUMN_LEVEL',
    'select medfee_sumamt from setl_d',
    'medfee_sumamt',
    { level: 'measure' },
    'select avg(medfee_sumamt) from setl_d',
  ],
  [
    'GATE_EXTREME',
    'select max(medfee_sumamt) from setl_d',
    'max',
    {},
    'select quantile_cont(medfee_sumamt, 0.95) from setl_d',
  ],
  [
    'GATE_UNGROUPED',
    'select gend, count(*) from setl_d order by 1',
    'gend',
    {},
    'select gend, count(*) from setl_d\ngroup by gend order by 1',
  ],
  [
    'GATE_UNGROUPED',
    'select gend, hosp_lv, count(*) from setl_d group by hosp_lv',
    'gend',
    {},
    'select gend, hosp_lv, count(*) from setl_d group by gend, hosp_lv',
  ],
])('%s: %s', (code, sql, word, more, expected) => {
  expect(fixed(code, sql, word, more)).toBe(expected)
})

test('proposes what the server proposes, and nothing where the writer has to choose', () => {
  const sql = 'select min(x) from t'
  const fix = { offset: 7, length: 6, text: 'median(x)' }
  expect(fixed('GATE_CLAUSE', sql, 'min', { fix })).toBe('select median(x) from t')
  expect(fixed('GATE_CLAUSE', sql, 'min')).toBeNull()
  // A hidden column is never proposed: its name is not told by a fix.
  expect(fixed('GATE_COLUMN_UNKNOWN', 'select certnr from setl_d', 'certnr')).toBeNull()
  // In a filter there is nothing that an identity column could become.
  const filter = 'select count(*) from setl_d where psn_no = 1'
  expect(fixed('GATE_COLUMN_LEVEL', filter, 'psn_no', { level: 'identity' })).toBeNull()
})

test('a name is near when few letters differ', () => {
  expect(nearest('setl', ['setl_d', 'mdtrt_d'])).toBe('setl_d')
  expect(nearest('xyz', ['setl_d'])).toBeNull()
})
