import { quoteName, quoteText } from '../../source/child/index.ts'
import type { Fix, How } from './model.ts'
import { alive } from './targets.ts'
import { ruleFits, type WorkTable } from './work.ts'

/**
 * SQL of the rows that a merging fix takes out: `fix, tbl, rule, row, kept`. A finding of uniqueness must blame the
 * group, and nothing but what may differ may differ.
 */
export function mergeSql(fix: Fix, table: WorkTable, has: (t: string, c: string) => boolean): string | null {
  const { how } = fix
  if (how.kind === 'keep_first') return copies(fix, how, table, has)
  if (how.kind === 'keep_referred') return twins(fix, how, table, has)
  return null
}

const blamedRows = (fix: Fix, table: string): string =>
  `SELECT row, min(rule) AS rule FROM blame b WHERE b.tbl = ${quoteText(table)} AND b.cls = 'uniqueness'
     AND ${fix.rules ? ruleFits('b.rule', fix.rules) : 'true'} GROUP BY row`

/** Exact copies: the hash of what was not lifted is compared too. */
function copies(
  fix: Fix,
  how: Extract<How, { kind: 'keep_first' }>,
  table: WorkTable,
  has: (t: string, c: string) => boolean,
): string | null {
  if (!how.key.every((c) => has(table.name, c))) return null
  const same = table.columns.map(({ name }) => name).filter((name) => !how.apart.includes(name))
  const group = [...same.map(quoteName), '__rest'].join(', ')
  const keys = how.key.map((c) => `t.${quoteName(c)} IS NOT NULL`).join(' AND ')
  return `WITH b AS (${blamedRows(fix, table.name)}), t AS (SELECT * FROM ${alive(table.name)}),
    g AS (SELECT t.__row AS row, b.rule, min(t.__row) OVER (PARTITION BY ${group}) AS kept
      FROM t JOIN b ON b.row = t.__row WHERE ${keys})
    SELECT ${quoteText(fix.id)} AS fix, ${quoteText(table.name)} AS tbl, rule, row, kept FROM g WHERE row <> kept`
}

/** One thing under several numbers: exactly one is referred to, the others by nobody. */
function twins(
  fix: Fix,
  how: Extract<How, { kind: 'keep_referred' }>,
  table: WorkTable,
  has: (t: string, c: string) => boolean,
): string | null {
  const by = how.by.filter((one) => has(one.table, one.column))
  if (by.length === 0 || ![...how.same, how.id].every((c) => has(table.name, c))) return null
  const id = quoteName(how.id)
  const used = by
    .map((one) => `EXISTS (SELECT 1 FROM ${alive(one.table)} o WHERE o.${quoteName(one.column)} = t.${id})`)
    .join(' OR ')
  const same = how.same.map((c) => `t.${quoteName(c)}`).join(', ')
  const keys = how.same.map((c) => `t.${quoteName(c)} IS NOT NULL`).join(' AND ')
  return `WITH b AS (${blamedRows(fix, table.name)}),
    t AS (SELECT t.*, b.rule AS __rule, (${used}) AS __used FROM ${alive(table.name)} t JOIN b ON b.row = t.__row),
    g AS (SELECT t.__row AS row, t.__rule AS rule, t.__used AS used,
        count(*) FILTER (t.__used) OVER (PARTITION BY ${same}) AS n,
        min(CASE WHEN t.__used THEN t.__row END) OVER (PARTITION BY ${same}) AS kept FROM t WHERE ${keys})
    SELECT ${quoteText(fix.id)} AS fix, ${quoteText(table.name)} AS tbl, rule, row, kept FROM g WHERE n = 1 AND NOT used`
}
