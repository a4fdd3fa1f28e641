import type { SeatTableView } from '../../api/types.ts'
import type { Pieces } from './use-desk.ts'

type Table = Pick<SeatTableView, 'name' | 'origin'>

const call = ({ name, origin }: Table): string =>
  `${origin === 'own' ? 'xinyu.own' : 'xinyu.table'}(${JSON.stringify(name)})`

/** A variable's name for a table: letters, digits and underscores, and no digit first. */
const variable = (name: string): string => name.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_')

/** What a click on a table writes. */
export const tablePieces = (table: Table): Pieces => ({
  python: call(table),
  sql: quoted(table.name),
  alone: `${variable(table.name)} = ${call(table)}\n${variable(table.name)}.head(20)`,
})

/** What a click on one of its columns writes. */
export const columnPieces = (table: Table, column: string): Pieces => ({
  python: JSON.stringify(column),
  sql: quoted(column),
  alone: `${call(table)}[${JSON.stringify(column)}].value_counts().head(20)`,
})

const quoted = (name: string): string =>
  /^[a-z_]\w*$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`
