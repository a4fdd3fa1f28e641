import type { Window } from '../plan/index.ts'
import { type Node, textOf, wholeOf } from '../lower/node.ts'
import { refuseClause } from '../lower/words.ts'
import type { Refuse } from '../lower/refuse.ts'
import { isNumberType } from './types.ts'

const ALLOWED = {
  zh: '窗口范围可用：ROWS 或 RANGE BETWEEN [UNBOUNDED | n] PRECEDING AND [CURRENT ROW | [UNBOUNDED | n] FOLLOWING]，n 为整数常量；RANGE n 只用于按一个数值列排序',
  en: 'frames allowed: ROWS or RANGE BETWEEN [UNBOUNDED | n] PRECEDING AND [CURRENT ROW | [UNBOUNDED | n] FOLLOWING] with a whole constant n; RANGE n over one numeric ORDER BY column',
}

/** The frame of a WINDOW node; undefined for the default one. @throws GATE_CLAUSE */
export function frameOf(node: Node, orderTypes: readonly string[], refuse: Refuse): Window['frame'] {
  const [start, end] = [textOf(node.start), textOf(node.end)]
  if (start === 'UNBOUNDED_PRECEDING' && end === 'CURRENT_ROW_RANGE') return undefined
  const mode = /_(ROWS|RANGE|GROUPS)$/.exec(end)?.[1] ?? /_(ROWS|RANGE|GROUPS)$/.exec(start)?.[1] ?? 'ROWS'
  if (mode !== 'ROWS' && mode !== 'RANGE')
    return refuseClause(mode, refuse, { at: node, words: ['groups'], allowed: ALLOWED })
  const from = bound(start, node.start_expr)
  const to = bound(end, node.end_expr)
  const isDistance = (one: number | null | undefined) => one !== null && one !== 0
  const wrong =
    mode === 'RANGE' &&
    (isDistance(from) || isDistance(to)) &&
    !(orderTypes.length === 1 && isNumberType(orderTypes[0]!))
  if (from === undefined || to === undefined || wrong) {
    return refuseClause(`${mode} BETWEEN`, refuse, {
      at: node,
      words: [mode.toLowerCase()],
      allowed: ALLOWED,
    })
  }
  return { mode: mode === 'ROWS' ? 'rows' : 'range', from, to }
}

/** One end, counted from the current row; null is unbounded, undefined is none that we know. */
function bound(kind: string, expr: Node[string] | undefined): number | null | undefined {
  if (kind.startsWith('UNBOUNDED_')) return null
  if (kind.startsWith('CURRENT_ROW_')) return 0
  const distance = wholeOf(expr)
  if (distance === undefined || distance < 0) return undefined
  if (kind.startsWith('EXPR_PRECEDING_')) return distance === 0 ? 0 : -distance
  return kind.startsWith('EXPR_FOLLOWING_') ? distance : undefined
}
