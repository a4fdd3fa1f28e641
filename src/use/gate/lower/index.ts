import type { Json } from '../../../kernel/canonical.ts'
import type { GrantTerms } from '../../run/index.ts'
import { Plan } from '../plan/index.ts'
import { type Context, LIMITS, sizeOf, tooLarge } from './context.ts'
import { type Node, listOf, nodeOf, unknownField } from './node.ts'
import type { Result } from './query/model.ts'
import { lowerQuery } from './query/query.ts'
import { type Refuse, refuser } from './refuse.ts'
import { refuseClause } from './words.ts'

export { fitLiteral } from './literal.ts'
export { type Both, type Refuse, refuser } from './refuse.ts'
export { place, placeOfOther } from './text.ts'
export * from './types.ts'

/**
 * DuckDB's own tree of one text → the closed plan. Everything that is not known is refused by name; nothing of the
 * text goes further than this. @throws XinyuError GATE_*
 */
export function lower(tree: Json, text: string, terms: GrantTerms): Plan {
  const refuse = refuser(text)
  const ctx: Context = { terms, refuse, bases: [], origins: new Map(), scans: 0, inlined: 0 }
  const result = lowerQuery(oneStatement(tree, refuse), { ctx, ctes: new Map(), depth: 0, shown: true })
  return planOf(result, ctx)
}

function oneStatement(tree: Json, refuse: Refuse): Node {
  const statements = listOf(nodeOf(tree).statements)
  if (statements.length !== 1) {
    refuse({
      code: statements.length === 0 ? 'GATE_EMPTY' : 'GATE_ONE_STATEMENT',
      rule: statements.length === 0 ? 'statement.none' : 'statement.many',
      words: [';'],
      allowed: { zh: '一条 SELECT 语句', en: 'one SELECT statement' },
    })
  }
  const statement = nodeOf(statements[0])
  if (unknownField(statement, ['node'])) refuseClause('?', refuse, { words: ['?', '$'] })
  return nodeOf(statement.node)
}

function planOf(result: Result, ctx: Context): Plan {
  if (result.world !== 'released') throw new TypeError('rows reached the top of a query')
  const { after, columns } = result
  // Without an order rows would come as they lie on disk, which may tell; an empty order is that of all columns.
  const ordered = after.op === 'order' ? after : { op: 'order', input: after, by: [], limit: null, offset: 0 }
  const output = columns.map(({ name, type, role }) => ({ name, type, role }))
  const plan = { plan: 'xinyu/2', bases: ctx.bases, after: ordered, output } as const
  // A query of WITH that is used twice stands there twice.
  if (sizeOf(plan, LIMITS.plan) > LIMITS.plan) tooLarge(ctx, undefined)
  // The closed form is checked once more as a whole: what the schema does not hold cannot leave the gate.
  return Plan.parse(plan)
}
