import { LIMITS } from '../context.ts'
import { type Node, wholeOf } from '../node.ts'
import type { Refuse } from '../refuse.ts'

/** The place that a constant in GROUP BY means. @throws GATE_ORDINAL */
export function groupOrdinal(node: Node, last: number, refuse: Refuse): number {
  const place = wholeOf(node)
  if (place !== undefined && place >= 1 && place <= last) return place - 1
  return refuse({
    code: 'GATE_ORDINAL',
    rule: 'group.ordinal',
    params: { clause: 'GROUP BY', last },
    at: node,
    allowed: { zh: `1 到 ${last}`, en: `1 to ${last}` },
  })
}

/** @throws GATE_TOO_MANY_COLUMNS */
export function mustBeFew(columns: number, at: Node, refuse: Refuse): void {
  if (columns <= LIMITS.columns) return
  refuse({
    code: 'GATE_TOO_MANY_COLUMNS',
    rule: 'column.count',
    params: { limit: LIMITS.columns },
    at,
    allowed: { zh: `最多 ${LIMITS.columns} 列`, en: `at most ${LIMITS.columns} columns` },
  })
}
