import type { Look } from '../look/look.ts'
import type { Column } from './columns.ts'
import type { Table } from './model.ts'

/** For people: what a column of numbers looks like, without its rows. */
export function lookAtAids(look: Look, table: Table, columns: readonly Column[]): void {
  for (const { at, numbers, kind } of columns) {
    if (kind === 'text') continue
    const values = numbers.filter((value) => value !== null)
    const notZero = values.filter((value) => value !== 0)
    const share = (by: number) => values.filter((value) => value % by === 0).length / values.length
    const least = (some: readonly number[]) => some.reduce((low, value) => Math.min(low, value), Infinity)
    look.aid({
      column: table.column(at),
      min: least(values),
      minNotZero: notZero.length > 0 ? least(notZero) : null,
      max: values.reduce((high, value) => Math.max(high, value), -Infinity),
      sum: values.reduce((sum, value) => sum + value, 0),
      by5: share(5),
      by6: share(6),
    })
  }
}
