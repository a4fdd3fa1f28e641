import type { Look } from '../look/look.ts'
import { isName } from '../rules/identifiers.ts'
import type { Column } from './columns.ts'
import type { Table } from './model.ts'
import {
  isAddressColumn,
  isAmountName,
  isBirthColumn,
  isCodeName,
  isIdentifyingName,
  isNameColumn,
  isPhoneColumn,
} from './names.ts'
import { isWithheld } from './numbers.ts'

/** How many cells of a column must say the same before the column is taken for it. */
const SOME = 3
const MOSTLY = 0.8

const HASH =
  /^(?:[0-9a-fA-F]{16}|[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9+/_-]{22,88}={0,2})$/
const OLD_ID = /^[1-8]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/
const ADDRESS = /(?:路|街|道|村|弄|巷|里|镇|乡).{0,30}(?:号|室|栋|幢|组|弄)/
const FULL_DATE = /^(?:19|20)\d\d[-/年.]?(?:0?[1-9]|1[0-2])[-/月.]?(?:0?[1-9]|[12]\d|3[01])日?$/

/** Columns that stand for persons: by name, or by what most of their cells look like. */
export function lookAtPersons(look: Look, table: Table, columns: readonly Column[]): void {
  for (const rule of [
    'identifying-column',
    'person-name',
    'record-number',
    'repeated-token',
    'address',
  ] as const)
    look.looked(rule, columns.length)
  for (const column of columns) {
    const filled = column.cells.map((cell) => cell.trim()).filter((cell) => !isWithheld(cell))
    if (filled.length === 0) continue
    const place = table.column(column.at)
    const distinct = new Set(filled)
    const most = (test: (cell: string) => boolean) => {
      const hits = filled.filter(test).length
      return hits >= SOME && hits >= filled.length * MOSTLY
    }
    if (isIdentifyingName(column.name, look.terms.identifying)) look.found('identifying-column', place)
    if (isBirthColumn(column.name) && filled.some((cell) => FULL_DATE.test(cell)))
      look.found('identifying-column', place)
    if (
      isNameColumn(column.name) ? filled.some(isName) : most(isName) && distinct.size >= 5 && names(filled)
    ) {
      look.found('person-name', place, { verdict: isNameColumn(column.name) ? 'fail' : 'review' })
    }
    if (
      isAddressColumn(column.name)
        ? filled.some((cell) => ADDRESS.test(cell))
        : most((cell) => ADDRESS.test(cell))
    )
      look.found('address', place)
    if (most((cell) => OLD_ID.test(cell)) && distinct.size >= SOME) look.found('identity-number', place)
    if (isPhoneColumn(column.name) && most((cell) => /^1[3-9]\d{9}$/.test(cell)))
      look.found('phone-number', place)
    if (isRecordNumber(column, filled, distinct)) look.found('record-number', place)
    if (distinct.size >= 5 && most(isHash) && distinct.size >= filled.length * 0.5)
      look.found('repeated-token', place)
  }
}

/** Words of two or three characters that begin like surnames (drugs, places) seldom have so many different beginnings. */
const names = (cells: readonly string[]): boolean => new Set(cells.map((cell) => cell[0])).size >= 4

/** Long numbers, nearly all different, of one length: numbers of persons or records. */
function isRecordNumber(column: Column, filled: readonly string[], distinct: ReadonlySet<string>): boolean {
  if (
    distinct.size < 10 ||
    distinct.size < filled.length * 0.95 ||
    isAmountName(column.name) ||
    isCodeName(column.name)
  )
    return false
  const lengths = new Set(filled.map((cell) => cell.length))
  const digits = filled.every((cell) => /^[A-Za-z]{0,4}[-_]?\d{6,20}$/.test(cell))
  if (!digits || lengths.size > 2) return false
  const [shortest = 0] = [...lengths].sort((a, b) => a - b)
  // Divisions (310101) and months (202401) are six digits long; days (20240131) eight.
  if (shortest <= 6 || filled.every((cell) => FULL_DATE.test(cell))) return false
  return true
}

function isHash(cell: string): boolean {
  return HASH.test(cell) && /\d/.test(cell) && /[A-Za-z]/.test(cell) && new Set(cell).size >= 8
}
