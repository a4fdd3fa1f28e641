import type { Look } from '../look/look.ts'
import type { Column } from './columns.ts'
import type { Table } from './model.ts'
import { decimalsOf } from './numbers.ts'

/** Percentages beside the counts that they are of; and percentages whose decimals give their denominator away. */
export function lookAtShares(look: Look, table: Table, columns: readonly Column[]): void {
  const counts = columns.filter(({ kind }) => kind === 'count')
  for (const column of columns.filter(({ kind }) => kind === 'share')) {
    const scale = scaleOf(column)
    look.looked('small-denominator', column.numbers.length)
    smallDenominators(look, table, column, scale)
    for (const count of counts) {
      look.looked('small-share', count.numbers.length)
      smallShares(look, table, column, count, scale)
    }
  }
}

/** 100 where percent is meant, 1 where a share of one is. */
const scaleOf = ({ cells, numbers }: Column): number =>
  cells.some((cell) => /[%％]/.test(cell)) || numbers.some((value) => value !== null && value > 1) ? 100 : 1

/** The share times the count: where it is a whole number in every row, it is the number of persons meant. */
function smallShares(look: Look, table: Table, column: Column, count: Column, scale: number): void {
  const rows = column.numbers.flatMap((share, row) => {
    const of = count.numbers[row] ?? null
    if (share === null || of === null || share < 0 || share > scale || of === 0) return []
    const persons = (share / scale) * of
    // What rounding the share leaves open.
    const open = (of * 0.5 * 10 ** -decimalsOf(column.cells[row]!)) / scale
    return [{ row, persons, open, of }]
  })
  const near = rows.every(({ persons, open }) => Math.abs(persons - Math.round(persons)) <= open + 1e-9)
  if (rows.length < 2 || !near) return
  for (const { row, persons, open, of } of rows) {
    const left = of - persons
    const small = (some: number) =>
      some - open > 0 && Math.round(some) > 0 && some + open < look.terms.minGroup
    if (small(persons) || small(left))
      look.found('small-share', table.cell(row, column.at), { group: `${table.place} ${column.at}` })
  }
}

/** 0.142857 is one of seven: several such values mean few persons below the line. */
function smallDenominators(look: Look, table: Table, column: Column, scale: number): void {
  const told = column.numbers.flatMap((share, row) => {
    const decimals = decimalsOf(column.cells[row] ?? '') + (scale === 100 ? 2 : 0)
    if (share === null || decimals < 4) return []
    return isSmallFraction(share / scale, decimals, look.terms.minGroup) ? [row] : []
  })
  const few = told.length >= 2 || (told.length === 1 && column.numbers.length <= 3)
  if (!few || told.length < column.numbers.length * 0.2) return
  for (const row of told)
    look.found('small-denominator', table.cell(row, column.at), { group: `${table.place} ${column.at}` })
}

function isSmallFraction(value: number, decimals: number, minGroup: number): boolean {
  if (value <= 0 || value >= 1) return false
  const open = 0.5 * 10 ** -decimals
  for (let denominator = 3; denominator < minGroup; denominator++) {
    // Halves, quarters, fifths and tenths are round numbers that anything may be.
    if ([4, 5, 8].includes(denominator)) continue
    const numerator = Math.round(value * denominator)
    const exact = numerator / denominator
    const round = Math.abs(exact * 1000 - Math.round(exact * 1000)) < 1e-9
    if (!round && Math.abs(value - exact) <= open) return true
  }
  return false
}
