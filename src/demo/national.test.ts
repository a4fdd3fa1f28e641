import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OTHER_COLUMNS, TABLE_COLUMNS } from './tables.ts'
import { columnTitles } from './titles.ts'
import { demoPlan } from './plan.ts'
import { usccCheck } from './checks.ts'
import { DIAGNOSES } from './data/diagnoses.ts'
import { ITEMS } from './data/items.ts'

const real = process.env['XINYU_REAL_DATA'] ?? join(import.meta.dirname, '../../../shared/data')

test('the four claim tables have as many columns as the national templates', () => {
  expect(TABLE_COLUMNS.setl_d.length).toBe(100)
  expect(TABLE_COLUMNS.mdtrt_d.length).toBe(106)
  expect(TABLE_COLUMNS.fee_list_d.length).toBe(82)
  expect(TABLE_COLUMNS.setl_list_diag_d.length).toBe(23)
})

test('every column has a Chinese title', () => {
  const all = [...Object.values(TABLE_COLUMNS), ...Object.values(OTHER_COLUMNS)].flat()
  expect(all.filter((column) => !columnTitles[column])).toEqual([])
})

test('no value of the data files would need quotes in CSV', () => {
  expect([...DIAGNOSES, ...ITEMS].filter(({ name }) => /[",\n]/.test(name))).toEqual([])
})

test('item and diagnosis codes have the published shapes', () => {
  const shapes = { X: /^X[0-9A-Z]{22}$/, Z: /^Z[0-9A-Z]{19}$/, S: /^\d{15}$/, C: /^C\d{19}$/ }
  expect(ITEMS.filter((item) => !shapes[item.kind].test(item.code)).map((item) => item.key)).toEqual([])
  expect(DIAGNOSES.filter((d) => !/^[A-Z]\d{2}\.[\dx]\d{2}(x\d{3})?$/.test(d.code))).toEqual([])
  expect(new Set(ITEMS.map((item) => item.code)).size).toBe(ITEMS.length)
})

test('bodies have valid credit codes, users belong to bodies, the three officers are three persons', () => {
  const { bodies, users, datasets } = demoPlan()
  expect(bodies.filter((body) => usccCheck(body.uscc.slice(0, 17)) !== body.uscc[17])).toEqual([])
  const codes = new Set(bodies.map((body) => body.code))
  expect(users.filter((user) => !codes.has(user.body))).toEqual([])
  expect(datasets.filter((dataset) => !codes.has(dataset.owner))).toEqual([])
  expect(new Set(users.map((user) => user.login)).size).toBe(users.length)
  const officers = ['system_administrator', 'security_officer', 'auditor'] as const
  expect(users.filter((user) => officers.filter((role) => user.roles.includes(role)).length > 1)).toEqual([])
  for (const role of officers) expect(users.some((user) => user.roles.includes(role))).toBe(true)
})

test.skipIf(!existsSync(join(real, 'drg-1.1')))(
  'diagnosis codes and names are those of the real tables (skipped without XINYU_REAL_DATA)',
  () => {
    const names = new Map(
      readFileSync(join(real, 'drg-1.1/codes.csv'), 'utf8')
        .split('\n')
        .map((line) => line.split(',') as [string, string]),
    )
    expect(DIAGNOSES.filter((d) => !names.has(d.code)).map((d) => d.code)).toEqual([])
  },
)
