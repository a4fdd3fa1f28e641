import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/postgres/tables.ts'
import { Scope } from './model.ts'
import type { Link } from './rules.ts'
import type { AuthorityTable } from './tables.ts'

export type Row = Omit<AuthorityTable, 'scope' | 'fees'> & { scope: unknown; fees: unknown }

export const linkOf = (row: Row): Link => ({
  id: row.id,
  parentId: row.parent_id,
  grantorId: row.grantor_id,
  granteeId: row.grantee_id,
  scope: Scope.parse(row.scope),
  from: row.from_at,
  until: row.until_at,
  state: row.state,
})

/** The chain up to a link, first link first; empty where there is no such link. At most three rows. */
export async function chainRows(db: Db | Tx, id: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with recursive up as (
      select a.* from authority a where a.id = ${id}
      union all select p.* from authority p join up on p.id = up.parent_id
    ) select * from up order by level`.execute(db)
  return rows
}

/** Many chains at once, by their last link; each first link first. */
export async function chainsOf(db: Db | Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Row[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Row & { last_id: string }>`
    with recursive up as (
      select a.*, a.id as last_id from authority a where a.id = any(${[...ids]}::uuid[])
      union all select p.*, up.last_id from authority p join up on p.id = up.parent_id
    ) select * from up order by level`.execute(db)
  return Map.groupBy(rows, (row) => row.last_id)
}

/** Everything that hangs on a link, without the link itself. */
export async function belowRows(db: Db | Tx, id: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with recursive down as (
      select a.* from authority a where a.parent_id = ${id}
      union all select c.* from authority c join down on c.parent_id = down.id
    ) select * from down order by level, created_at, id`.execute(db)
  return rows
}

/** Where the data sets that these links name stand now. */
export async function zonesOf(
  db: Db | Tx,
  links: readonly Pick<Link, 'scope'>[],
): Promise<(datasetId: string) => string | null> {
  const ids = [...new Set(links.flatMap(({ scope }) => scope.datasets))]
  if (ids.length === 0) return () => null
  const rows = await db.selectFrom('dataset').select(['id', 'zone_id']).where('id', 'in', ids).execute()
  const zones = new Map(rows.map((row) => [row.id, row.zone_id]))
  return (datasetId) => zones.get(datasetId) ?? null
}
