import type { OutputTable } from '../api/types.ts'

type Row = OutputTable['rows'][number]
type Cell = Row[number]

export interface Order {
  readonly column: number
  readonly direction: 'ascending' | 'descending'
}

/** Up, down, and as it came. */
export function nextOrder(order: Order | null, column: number): Order | null {
  if (order?.column !== column) return { column, direction: 'ascending' }
  return order.direction === 'ascending' ? { column, direction: 'descending' } : null
}

/** Rows by one column; what has no value to compare (withheld, 其他, nothing) stands last either way. */
export function sortRows(rows: readonly Row[], { column, direction }: Order): Row[] {
  const sign = direction === 'ascending' ? 1 : -1
  return rows.toSorted((a, b) => {
    const [left, right] = [a[column]!, b[column]!]
    if (isPlain(left) && isPlain(right)) return sign * compare(left, right)
    return Number(isPlain(right)) - Number(isPlain(left))
  })
}

type Plain = string | number | boolean
const isPlain = (cell: Cell): cell is Plain => cell !== null && typeof cell !== 'object'

function compare(a: Plain, b: Plain): number {
  const [x, y] = [Number(a), Number(b)]
  if (Number.isFinite(x) && Number.isFinite(y) && a !== '' && b !== '') return x - y
  return String(a).localeCompare(String(b), 'zh')
}
