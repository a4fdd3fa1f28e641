import { expect, test } from 'vitest'
import { nationalTables, shippedDictionaries } from '../standard/index.ts'
import { planCheck } from './check.ts'
import { columnsOf } from './compile.ts'
import { shippedPack } from './library.ts'
import { QUALITY_CLASSES, type Rule } from './model.ts'
import { checkInput } from '../../../../test/support/quality/demo.ts'

const { rules } = shippedPack()
const tables = nationalTables().map(({ name, columns }) => ({
  name,
  relation: name,
  columns: columns.map((column) => ({ name: column.name, type: 'VARCHAR' })),
  reference: false,
}))

test('at least a hundred rules, in all eight classes, over the register and the claims', () => {
  expect(rules.length).toBeGreaterThanOrEqual(100)
  for (const one of QUALITY_CLASSES) {
    expect(rules.filter((rule) => rule.class === one).length, one).toBeGreaterThan(5)
  }
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
  expect(rules.filter((rule) => !rule.id.startsWith(`${rule.table}.`))).toEqual([])
})

test('every rule compiles on the national tables; none is skipped', () => {
  const plan = planCheck(checkInput(tables))
  expect(plan.skipped).toEqual([])
})

test('every column and list that a rule names is in the standard', () => {
  const known = new Map(
    nationalTables().map(({ name, columns }) => [name, new Set(columns.map((c) => c.name))]),
  )
  const lists = new Set(shippedDictionaries().map(({ code }) => code))
  const unknown = (rule: Rule) =>
    !known.get(rule.table)?.has(rule.column) ||
    (rule.check.kind === 'code' && rule.check.list !== undefined && !lists.has(rule.check.list)) ||
    (rule.when !== undefined && columnsOf(rule.when).some((column) => !known.get(rule.table)!.has(column)))
  expect(rules.filter(unknown).map((rule) => rule.id)).toEqual([])
})

test('a value that is computed with is asked for its form: what is malformed is always found', () => {
  const formed = new Set(
    rules
      .filter(
        (rule) => rule.check.kind === 'form' || (rule.check.kind === 'code' && rule.check.list !== undefined),
      )
      .map((rule) => `${rule.table}.${rule.column}`),
  )
  const free = new Set(['text', 'id', 'code'])
  const open = rules.flatMap((rule) => {
    if (rule.check.kind !== 'holds') return []
    const columns = nationalTables().find(({ name }) => name === rule.table)!.columns
    return columnsOf(rule.check.test).filter((column) => {
      const { type, pattern } = columns.find(({ name }) => name === column)!
      return (!free.has(type) || pattern !== undefined) && !formed.has(`${rule.table}.${column}`)
    })
  })
  expect([...new Set(open)]).toEqual([])
})
