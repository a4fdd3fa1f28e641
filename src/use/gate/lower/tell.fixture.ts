import type { After, AfterExpr, Base, Condition, Expr, Plan, Relation } from '../plan/index.ts'

/** A plan as short text, so that a test can say what it expects. Columns are `t0.name`, derived ones `t1.#0`. */
export const tell = (plan: Plan): string[] => [...plan.bases.map(base), after(plan.after)]

const list = <T>(all: readonly T[], one: (item: T) => string) => all.map(one).join(', ')

function base(one: Base): string {
  if (one.op === 'listing') return `list ${list(one.columns, expr)} from ${relation(one.input)}`
  const sets = one.sets.length > 1 ? ` sets ${JSON.stringify(one.sets)}` : ''
  const cells = list(one.cells, ({ fn, of, at, family }) => {
    const argument = [...(of ? [expr(of)] : []), ...(at ? [at] : [])].join(', ')
    return `${fn}(${argument}) ${family}`
  })
  return `by [${list(one.keys, expr)}]${sets}: ${cells} from ${relation(one.input)}`
}

export function relation(one: Relation): string {
  switch (one.op) {
    case 'scan':
      return `${one.table} t${one.scan}`
    case 'filter':
      return `(${relation(one.input)} where ${condition(one.where)})`
    case 'project':
      return `t${one.scan} (${list(one.columns, expr)} of ${relation(one.input)})`
    case 'perPerson':
      return `t${one.scan} (person ${list(one.keys, expr)}: ${list(
        one.cells,
        ({ fn, of }) => `${fn}(${of ? expr(of) : ''})`,
      )} of ${relation(one.input)})`
    case 'union':
      return `t${one.scan} (${one.inputs
        .map(({ input, columns }) => `${list(columns, expr)} of ${relation(input)}`)
        .join(' + ')})`
  }
  const on = one.on.map(({ left, right }) => `${expr(left)}=${expr(right)}`).join(' & ')
  return `(${relation(one.left)} ${one.kind} ${relation(one.right)} on ${on})`
}

export function expr(one: Expr): string {
  switch (one.kind) {
    case 'column':
      return `t${one.scan}.${one.column}`
    case 'derived':
      return `t${one.scan}.#${one.index}`
    case 'literal':
      return one.type === 'text' ? `'${one.value}'` : one.value
    case 'call':
      return `${one.fn}(${list(one.args, expr)})`
  }
  const branches = one.branches.map(({ when, then }) => `${condition(when)} ? ${expr(then)}`).join(' | ')
  return `{${branches}${one.otherwise ? ` | ${expr(one.otherwise)}` : ''}}`
}

export function condition(one: Condition): string {
  switch (one.kind) {
    case 'and':
    case 'or':
      return one.of.map(condition).join(` ${one.kind} `)
    case 'not':
    case 'untrue':
      return `${one.kind}(${condition(one.of)})`
    case 'compare':
      return `${expr(one.left)} ${one.op} ${expr(one.right)}`
    case 'in':
      return `${expr(one.left)} ${one.negated ? 'not in' : 'in'} (${list(one.values, expr)})`
    case 'between':
      return `${expr(one.left)} in ${expr(one.low)}..${expr(one.high)}`
    case 'null':
      return `${expr(one.left)}${one.negated ? '' : ' un'}known`
  }
  return `${expr(one.left)} ${one.negated ? 'unlike' : 'like'} '${one.pattern}'`
}

function after(one: After): string {
  switch (one.op) {
    case 'released':
      return `#${one.base}`
    case 'select':
      return `${after(one.input)} > ${list(one.columns, value)}`
    case 'keep':
      return `${after(one.input)} keep ${value(one.where)}`
    case 'window':
      return `${after(one.input)} window ${list(one.columns, ({ fn, args }) => `${fn}(${args.join()})`)}`
    case 'join':
      return `(${after(one.left)}) ${one.kind} (${after(one.right)}) on ${one.on.map((pair) => pair.join('=')).join()}`
    case 'union':
      return one.inputs.map((input) => `(${after(input)})`).join(' + ')
    case 'distinct':
      return `${after(one.input)} distinct`
  }
  const by = one.by.map(({ column, descending }) => `${descending ? '-' : ''}${column}`).join()
  const limit = one.limit === null ? '' : ` limit ${one.limit}`
  return `${after(one.input)} order [${by}]${limit}${one.offset ? ` offset ${one.offset}` : ''}`
}

function value(one: AfterExpr): string {
  switch (one.kind) {
    case 'at':
      return `@${one.column}`
    case 'literal':
      return one.type === 'text' ? `'${one.value}'` : one.value
    case 'nothing':
      return 'null'
    case 'call':
      return `${one.fn}(${list(one.args, value)})`
  }
  const branches = one.branches.map(({ when, then }) => `${value(when)} ? ${value(then)}`).join(' | ')
  return `{${branches} | ${value(one.otherwise)}}`
}
