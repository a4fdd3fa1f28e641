import { LIMITS } from '../context.ts'
import { listOf, type Node, neutral, nodeOf, nodesOf, textOf, unknownField } from '../node.ts'
import { refuseClause } from '../words.ts'
import type { Cte, Env, Result } from './model.ts'
import { lowerSelect } from './select.ts'
import { lowerUnion } from './union.ts'

/** What is written for what DuckDB calls it, and the words to point at. */
const STATEMENTS: Readonly<Record<string, { clause: string; words: readonly string[] }>> = {
  RECURSIVE_CTE_NODE: { clause: 'WITH RECURSIVE', words: ['recursive', 'with'] },
  CTE_NODE: { clause: 'WITH', words: ['with'] },
}

/** One query of the text, whatever its kind. @throws GATE_* */
export function lowerQuery(node: Node, outer: Env): Result {
  const { refuse } = outer.ctx
  if (outer.depth > LIMITS.queries) {
    refuse({
      code: 'GATE_TOO_DEEP',
      rule: 'depth.queries',
      params: { limit: LIMITS.queries },
      at: node,
      allowed: {
        zh: `子查询嵌套不超过 ${LIMITS.queries} 层`,
        en: `at most ${LIMITS.queries} queries inside each other`,
      },
    })
  }
  const type = textOf(node.type)
  const own: Cte[] = []
  const env = withCtes(node, outer, own)
  const lowering = LOWERINGS[type]
  if (lowering) {
    const result = lowering(node, env)
    for (const cte of own) if (!cte.used) checkUnused(cte)
    return result
  }
  return refuseClause(STATEMENTS[type]?.clause ?? type, refuse, {
    words: STATEMENTS[type]?.words ?? [],
    at: STATEMENTS[type] ? undefined : node,
  })
}

const LOWERINGS: Readonly<Record<string, (node: Node, env: Env) => Result>> = {
  SELECT_NODE: (node, env) => lowerSelect(node, env),
  SET_OPERATION_NODE: (node, env) => lowerUnion(node, env),
}

/** What stands in WITH must be of the language, used or not; it adds nothing to the plan. */
function checkUnused({ node, env }: Cte): void {
  lowerQuery(node, { ...env, ctx: { ...env.ctx, bases: [], origins: new Map() } })
}

/** A query inside another. */
export const inside = (env: Env): Env => ({ ...env, depth: env.depth + 1, shown: false })

/** The names of WITH. A later one sees the earlier ones, none sees itself. */
function withCtes(node: Node, env: Env, own: Cte[]): Env {
  const written = nodesOf(nodeOf(node.cte_map).map)
  if (written.length === 0) return env
  const ctes = new Map(env.ctes)
  for (const { key, value } of written) {
    const cte = nodeOf(value)
    const odd = unknownField(cte, ['aliases', 'query', 'materialized', 'key_targets'])
    const inner = nodeOf(nodeOf(cte.query).node)
    if (odd || !neutral(cte.key_targets) || inner.type === 'RECURSIVE_CTE_NODE')
      refuseClause('WITH RECURSIVE', env.ctx.refuse, { words: ['recursive', 'with'] })
    const entry: Cte = {
      node: inner,
      aliases: listOf(cte.aliases).map(textOf),
      env: inside({ ...env, ctes: new Map(ctes) }),
    }
    ctes.set(textOf(key).toLowerCase(), entry)
    own.push(entry)
  }
  return { ...env, ctes }
}
