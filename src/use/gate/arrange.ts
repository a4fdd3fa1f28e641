import type { Cell } from '../../platform/engine/index.ts'
import type { Withheld } from '../check/index.ts'
import type { OrderItem, Plan } from './model.ts'

type Shown = Cell | Withheld
type Row = readonly Shown[]

const isCell = (value: Shown | undefined): value is Exclude<Cell, null> =>
  value !== null && value !== undefined && typeof value !== 'object'

/** Numbers that do not fit a double come as exact text; they are compared as whole and fraction. */
function compareNumbers(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const near = Number(a) - Number(b)
  if (near !== 0) return near
  const [wholeA = '0', partA = ''] = String(a).split('.')
  const [wholeB = '0', partB = ''] = String(b).split('.')
  const length = Math.max(partA.length, partB.length)
  const one = BigInt(wholeA + partA.padEnd(length, '0'))
  const two = BigInt(wholeB + partB.padEnd(length, '0'))
  return one < two ? -1 : one > two ? 1 : 0
}

function compareCells(a: Exclude<Cell, null>, b: Exclude<Cell, null>, numeric: boolean): number {
  if (numeric && typeof a !== 'boolean' && typeof b !== 'boolean') return compareNumbers(a, b)
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return Number(a) - Number(b)
}

const NUMERIC = /INT|DECIMAL|DOUBLE|FLOAT/

/**
 * Order and limit of the user over what is shown. Ties, and no order at all, fall back to the keys, so that the order
 * tells nothing of how the rows lie on disk; a withheld cell sorts with the missing ones.
 */
export function arrange(plan: Plan, types: readonly string[], rows: readonly Row[]): Row[] {
  const keys = plan.output.flatMap(({ from }, output) => (from === 'key' ? [output] : []))
  const byKeys = keys.map((output): OrderItem => ({ output, descending: false, nullsFirst: false }))
  const compare = ({ output, descending, nullsFirst }: OrderItem, a: Row, b: Row): number => {
    const [one, two] = [a[output], b[output]]
    if (!isCell(one) || !isCell(two)) {
      return isCell(one) === isCell(two) ? 0 : isCell(one) === nullsFirst ? 1 : -1
    }
    const order = compareCells(one, two, NUMERIC.test(types[output] ?? ''))
    return descending ? -order : order
  }
  const sorted = [...rows].sort((a, b) => {
    for (const item of [...plan.order, ...byKeys]) {
      const order = compare(item, a, b)
      if (order !== 0) return order
    }
    return 0
  })
  return plan.limit === null ? sorted : sorted.slice(0, plan.limit)
}
