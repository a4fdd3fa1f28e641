import type { SchemaTable } from '../api/flow.ts'
import { refusalOf } from '../api/runs.ts'
import type { ProblemView } from '../api/types.ts'

/** A change of the text that would mend a refusal: UTF-16 offsets, and the words of the portal for it. */
export interface Fix {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/**
 * What one click may change: the server's own proposal, or one that follows from the refusal's code, column and level.
 * Null where the way to say it is the writer's to choose.
 */
export function fixOf(problem: ProblemView, sql: string, tables: readonly SchemaTable[]): Fix | null {
  const refusal = refusalOf(problem)
  if (!refusal) return null
  if (refusal.fix) {
    const { offset, length, text } = refusal.fix
    return { from: offset, to: offset + length, insert: text }
  }
  const { place } = refusal
  if (!place) return null
  const at = { from: place.offset, to: place.offset + place.length }
  const written = sql.slice(at.from, at.to)
  switch (problem.code) {
    case 'GATE_TABLE_UNKNOWN':
      return replaced(
        at,
        nearest(
          written,
          tables.map(({ name }) => name),
        ),
      )
    case 'GATE_COLUMN_UNKNOWN': {
      const names = tables
        .filter(({ name }) => refusal.table === undefined || name === refusal.table)
        .flatMap(({ columns }) => columns.filter(({ level }) => level !== 'hidden').map(({ name }) => name))
      const [, prefix = '', name = written] = /^(.*\.)?([^.]+)$/.exec(written) ?? []
      const close = nearest(name, names)
      return replaced(at, close && `${prefix}${close}`)
    }
    case 'GATE_COLUMN_LEVEL':
      if (!NAME.test(written) || !isSelected(sql, at.from)) return null
      if (refusal.level === 'identity') return replaced(at, `count(distinct ${written})`)
      return replaced(at, refusal.level === 'measure' ? `avg(${written})` : null)
    case 'GATE_EXTREME': {
      const call = /^(min|max)\s*\(\s*([\w."]+)\s*\)/i.exec(sql.slice(at.from))
      if (!call) return null
      const end = at.from + call[0].length
      const share = call[1]!.toLowerCase() === 'min' ? '0.05' : '0.95'
      return { from: at.from, to: end, insert: `quantile_cont(${call[2]}, ${share})` }
    }
    case 'GATE_UNGROUPED':
      if (!NAME.test(written)) return null
      return grouped(sql, written)
    default:
      return null
  }
}

const NAME = /^[\w."]+$/

const replaced = (at: { from: number; to: number }, insert: string | null): Fix | null =>
  insert ? { ...at, insert } : null

/** Before FROM: what is written there is shown. */
const isSelected = (sql: string, offset: number): boolean => !/\bfrom\b/i.test(sql.slice(0, offset))

/** One more key: after the keys that there are, or as the last clause before order and limit. */
function grouped(sql: string, column: string): Fix {
  const has = /\bgroup\s+by\b\s*/i.exec(sql)
  if (has) {
    const end = has.index + has[0].length
    return { from: end, to: end, insert: `${column}, ` }
  }
  const later = /\s*\b(having|order\s+by|limit)\b/i.exec(sql)
  const end = later ? later.index : sql.trimEnd().replace(/;$/, '').length
  return { from: end, to: end, insert: `\ngroup by ${column}` }
}

/** The name that was probably meant: at most a third of its letters away. */
export function nearest(written: string, names: readonly string[]): string | null {
  const meant = written.toLowerCase().replaceAll('"', '')
  const near = names
    .map((name) => ({ name, far: distance(meant, name.toLowerCase()) }))
    .filter(({ name, far }) => far > 0 && far <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.far - b.far)
  return near[0]?.name ?? null
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, place) => place)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
