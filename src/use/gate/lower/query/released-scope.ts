import { listOf, type Node, textOf } from '../node.ts'
import type { Refuse } from '../refuse.ts'
import { ambiguous, lowerCase, unknownColumn } from '../scope.ts'
import type { ReleasedColumn, ReleasedSource } from './model.ts'

/** A column of released values with its place in the input. */
export interface Placed extends ReleasedColumn {
  readonly at: number
}

/** The released column that a COLUMN_REF names, or undefined. @throws GATE_COLUMN_AMBIGUOUS */
export function findReleased(
  node: Node,
  sources: readonly ReleasedSource[],
  refuse: Refuse,
): Placed | undefined {
  const names = listOf(node.column_names).map(textOf)
  if (names.length > 2) return undefined
  const column = lowerCase(names.at(-1) ?? '')
  const qualified = names.length === 2
  const among = qualified ? sources.filter(({ alias }) => alias === lowerCase(names[0]!)) : sources
  const found = among.flatMap((source) =>
    source.columns.flatMap((one, index) =>
      lowerCase(one.name) === column && (qualified || !source.merged.includes(column))
        ? [{ ...one, at: source.from + index, alias: source.alias }]
        : [],
    ),
  )
  if (found.length > 1)
    ambiguous(
      names.at(-1)!,
      found.map(({ alias }) => alias),
      node,
      refuse,
    )
  return found[0]
}

/** The column that must exist. @throws GATE_COLUMN_UNKNOWN */
export const releasedColumn = (node: Node, sources: readonly ReleasedSource[], refuse: Refuse): Placed =>
  findReleased(node, sources, refuse) ??
  unknownColumn(node, sources, refuse, ({ columns }) => columns.map(({ name }) => name))
