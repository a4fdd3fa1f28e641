import { type Node, textOf } from '../node.ts'
import type { Refuse } from '../refuse.ts'

/** A star where it would show rows. */
export function refuseStar(node: Node, refuse: Refuse): never {
  return refuse({
    code: 'GATE_STAR',
    rule: 'select.star',
    at: node,
    words: ['*', textOf(node.relation_name)],
    allowed: {
      zh: '写出分组列和统计，例如 count(*)',
      en: 'name the grouping columns and the statistics, such as count(*)',
    },
  })
}
