import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { Dictionary, type ElementUse, NationalTable, ShippedElement } from './model.ts'

const DATA = join(import.meta.dirname, 'data')

function readAll<T>(folder: string, read: (value: unknown) => T): readonly T[] {
  const names = readdirSync(join(DATA, folder)).filter((name) => name.endsWith('.json'))
  return names.sort().map((name) => read(JSON.parse(readFileSync(join(DATA, folder, name), 'utf8'))))
}

/** As they are read in the picture: persons, enrolment, contributions, then care and its cost, then registers. */
const ORDER = [
  'psn_info_b',
  'psn_insu_d',
  'staf_psn_clct_detl_d',
  'rsdt_psn_clct_detl_d',
  'insu_emp_info_b',
  'medins_info_b',
  'setl_d',
  'mdtrt_d',
  'fee_list_d',
  'setl_list_diag_d',
  'setl_list_oprn_d',
  'natural_person',
  'legal_entity',
  'licence',
  'diag_list_b',
  'hilist_b',
  'admdvs_b',
]

const place = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)
const TABLES: readonly NationalTable[] = readAll('tables', (value) => NationalTable.parse(value)).toSorted(
  (a, b) => place(a.name) - place(b.name),
)
const DICTIONARIES: readonly Dictionary[] = readAll('dictionaries', (value) => Dictionary.parse(value))

/** Every table of the standard, registers of persons first. */
export const nationalTables = (): readonly NationalTable[] => TABLES

export const findNationalTable = (name: string): NationalTable | undefined =>
  TABLES.find((table) => table.name === name.toLowerCase())

/** One table by its name. @throws XinyuError STANDARD_TABLE_UNKNOWN */
export function nationalTable(name: string): NationalTable {
  const table = findNationalTable(name)
  if (!table) throw new XinyuError('STANDARD_TABLE_UNKNOWN', { name })
  return table
}

/** The dictionaries as they come with the program: version 1 of each. */
export const shippedDictionaries = (): readonly Dictionary[] => DICTIONARIES

export const shippedDictionary = (code: string): Dictionary | undefined =>
  DICTIONARIES.find((dictionary) => dictionary.code === code)

/** Where each shared data element stands, in the order of the tables. */
export const elements = (): readonly ElementUse[] =>
  TABLES.flatMap((table) =>
    table.columns.flatMap(({ element, name }) =>
      element === undefined ? [] : [{ element, table: table.name, column: name }],
    ),
  )

const ELEMENTS = z.array(ShippedElement).parse(JSON.parse(readFileSync(join(DATA, 'elements.json'), 'utf8')))

/** The data elements that several tables share, as they come with the program. */
export const shippedElements = (): typeof ELEMENTS => ELEMENTS
