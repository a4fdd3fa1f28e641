import { describe, expect, test } from 'vitest'
import {
  findNationalTable,
  nationalTable,
  nationalTables,
  shippedDictionaries,
  shippedDictionary,
} from './index.ts'
import { shippedElements } from './library.ts'

describe('the national tables', () => {
  test('have keys, elements and code lists that exist, and each column once', () => {
    for (const table of nationalTables()) {
      const names = table.columns.map((column) => column.name)
      expect(new Set(names).size, table.name).toBe(names.length)
      for (const key of table.key) expect(names, table.name).toContain(key)
      for (const { codeList, pattern } of table.columns) {
        if (codeList) expect(shippedDictionary(codeList), codeList).toBeDefined()
        if (pattern) expect(pattern).toMatch(/^\^.*\$$/)
      }
    }
    expect(nationalTable('SETL_D').columns).toHaveLength(100)
    expect(nationalTable('mdtrt_d').columns).toHaveLength(106)
    expect(nationalTable('fee_list_d').columns).toHaveLength(82)
    expect(nationalTable('setl_list_diag_d').columns).toHaveLength(23)
    expect(nationalTable('setl_list_oprn_d').columns).toHaveLength(31)
    expect(() => nationalTable('setl_e')).toThrow('no table "setl_e"')
  })

  test('the authority of each shipped element is a column that carries it', () => {
    for (const { code, source } of shippedElements()) {
      if (!source) continue
      const column = findNationalTable(source.table)?.columns.find(({ name }) => name === source.column)
      expect(column?.element, `${source.table}.${source.column}`).toBe(code)
    }
  })

  test('56 ethnic groups, and the kinds of insurance of the correction list', () => {
    expect(shippedDictionary('naty')!.codes.filter(({ zh }) => zh.endsWith('族'))).toHaveLength(56)
    const codes = shippedDictionary('insutype')!.codes.map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['310', '350', '360', '370', '380', '390', '399', '410']))
    expect(shippedDictionaries().length).toBeGreaterThan(20)
  })
})
