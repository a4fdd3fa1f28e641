import type { Listing } from '../plan/index.ts'
import { type Parts, type Printed, statistic } from './base.ts'
import { printExpr } from './expr.ts'
import { fromWhere, namesOf, printRelation } from './relation.ts'

/** Rows of code tables as they are: every column is a key. */
export function printListing({ input, columns }: Listing): Printed {
  const names = namesOf(input)
  const list = columns.map((column, index) => `${printExpr(column, names)} AS k${index}`)
  return {
    steps: [],
    sql: `SELECT ${list.join(', ')} ${fromWhere(printRelation(input, names, new Map()))}`,
    layout: {
      set: null,
      keys: columns.map((_, index) => index),
      cells: [],
      support: null,
      supports: [],
      institutions: null,
    },
    members: null,
  }
}

/** Statistics over tables without persons: nothing to count beside them, and quantiles as they are. */
export function printBare({ base, body, keys, arguments: args }: Parts): Printed {
  const grouping = base.sets.map((set) => `(${set.map((key) => keys[key]!).join(', ')})`)
  const several = base.sets.length > 1
  const one = keys.length > 0 ? ` GROUP BY ${keys.join(', ')}` : ''
  const group = several ? ` GROUP BY GROUPING SETS (${grouping.join(', ')})` : one
  const columns = [
    ...keys.map((key, index) => `${key} AS k${index}`),
    ...base.cells.map(({ fn, at }, index) =>
      fn === 'quantile'
        ? `quantile_cont(${args[index]!}, ${Number(at)}) AS c${index}`
        : `${statistic(fn, args[index]!)} AS c${index}`,
    ),
    ...(several ? [`${setNumber(base.sets, keys)} AS set_number`] : []),
  ]
  return {
    steps: [],
    sql: `SELECT ${columns.join(', ')} ${fromWhere(body)}${group}`,
    layout: {
      set: several ? keys.length + base.cells.length : null,
      keys: keys.map((_, index) => index),
      cells: base.cells.map((_, index) => keys.length + index),
      support: null,
      supports: base.cells.map(() => null),
      institutions: null,
    },
    members: null,
  }
}

/** GROUPING tells by one bit per key which of them is rolled up, the first key by the highest bit. */
export function setNumber(sets: Parts['base']['sets'], keys: readonly string[]): string {
  if (keys.length === 0) return '0'
  const bits = (set: readonly number[]) =>
    keys.reduce((mask, _, key) => mask * 2 + (set.includes(key) ? 0 : 1), 0)
  const branches = sets.map((set, index) => `WHEN ${bits(set)} THEN ${index}`)
  return `CASE GROUPING(${keys.join(', ')}) ${branches.join(' ')} END`
}
