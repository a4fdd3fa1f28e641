import { addBase } from '../context.ts'
import type { Node } from '../node.ts'
import { lowerCase } from '../scope.ts'
import type { Env, ReleasedFrom, ReleasedSource, RowFrom } from './model.ts'

/**
 * A code table beside released values: its open columns are listed as they are. Rows of persons never stand there.
 * @throws GATE_MIXED
 */
export function asReleased(from: RowFrom | ReleasedFrom, at: Node, env: Env): ReleasedFrom {
  if (from.world === 'released') return from
  const { ctx } = env
  const open = from.sources.flatMap((source) =>
    source.columns.filter(({ value }) => value.level === 'open').map((column) => ({ source, column })),
  )
  if (from.persons || open.length === 0)
    return ctx.refuse({
      code: 'GATE_MIXED',
      rule: 'join.mixed',
      at,
      allowed: {
        zh: '先在同一层连接逐人数据再汇总；已汇总的结果只能与已汇总的结果或公开的码表连接',
        en: 'join rows of persons before they are aggregated; aggregated results join aggregated ones or open code tables alone',
      },
    })
  const base = addBase(
    ctx,
    { op: 'listing', input: from.relation, columns: open.map(({ column }) => column.value.expr) },
    at,
  )
  // Columns of one source lie side by side, as `open` has them.
  const sources: ReleasedSource[] = []
  let place = 0
  for (const source of from.sources) {
    const columns = source.columns
      .filter(({ value }) => value.level === 'open')
      .map(({ name, value }) => ({ name, type: value.type, role: 'key' as const }))
    sources.push({
      alias: source.alias,
      table: source.table,
      from: place,
      columns,
      merged: source.merged.map(lowerCase),
    })
    place += columns.length
  }
  const columns = open.map((_, column) => ({ kind: 'at' as const, column }))
  return { world: 'released', after: { op: 'select', input: { op: 'released', base }, columns }, sources }
}
