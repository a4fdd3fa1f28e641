import type { AfterExpr, AfterFunction } from '../plan/index.ts'
import { type Node, neutral, nodesOf, textOf } from '../lower/node.ts'
import type { Both } from '../lower/refuse.ts'
import { refuseClause } from '../lower/words.ts'
import { type Part, typed, unified } from './meet.ts'
import { ALLOWED, type AfterScope, labelOf, type Lowered } from './scope.ts'
import { familyOf } from './types.ts'

/** A function by its name in SQL: what it is here, and with how many arguments. */
interface Known {
  readonly fn: AfterFunction
  readonly fewest: number
  readonly most: number
  /** The arguments meet in one type. */
  readonly meets?: true
}

const one = (fn: AfterFunction): Known => ({ fn, fewest: 1, most: 1 })
const two = (fn: AfterFunction): Known => ({ fn, fewest: 2, most: 2 })

const FUNCTIONS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['+', two('add')],
  ['-', two('subtract')],
  ['*', two('multiply')],
  ['/', two('divide')],
  ['%', two('modulo')],
  ['mod', two('modulo')],
  ['add', two('add')],
  ['subtract', two('subtract')],
  ['multiply', two('multiply')],
  ['abs', one('abs')],
  ['@', one('abs')],
  ['round', { fn: 'round', fewest: 1, most: 2 }],
  ['floor', one('floor')],
  ['ceil', one('ceil')],
  ['ceiling', one('ceil')],
  ['sqrt', one('sqrt')],
  ['ln', one('ln')],
  ['exp', one('exp')],
  ['power', two('power')],
  ['pow', two('power')],
  ['**', two('power')],
  ['^', two('power')],
  ['least', { fn: 'least', fewest: 1, most: 32, meets: true }],
  ['greatest', { fn: 'greatest', fewest: 1, most: 32, meets: true }],
  ['nullif', { ...two('nullif'), meets: true }],
  ['||', two('concat')],
  ['concat', { fn: 'concat', fewest: 1, most: 32 }],
  ['left', two('left')],
  ['substring', { fn: 'substring', fewest: 2, most: 3 }],
  ['substr', { fn: 'substring', fewest: 2, most: 3 }],
  ['length', one('length')],
  ['len', one('length')],
  ['lower', one('lower')],
  ['lcase', one('lower')],
  ['upper', one('upper')],
  ['ucase', one('upper')],
  ['~~', two('like')],
  ['!~~', two('like')],
])

const FIELDS = [
  'class',
  'type',
  'alias',
  'query_location',
  'function_name',
  'schema',
  'children',
  'is_operator',
]

/** Clauses that belong to aggregates alone, with the word for each. */
const CLAUSES: Readonly<Record<string, string>> = {
  distinct: 'DISTINCT',
  filter: 'FILTER',
  order_bys: 'ORDER BY',
}

/** A call or operator over released values. @throws GATE_FUNCTION, GATE_FUNCTION_FORM, GATE_TYPE, GATE_CLAUSE */
export function lowerFunction(node: Node, part: (node: Node) => Part, scope: AfterScope): Lowered {
  const name = textOf(node.function_name).toLowerCase()
  const known = ['', 'main'].includes(textOf(node.schema)) ? FUNCTIONS.get(name) : undefined
  if (!known) return unknown(name, node, scope)
  const odd = Object.keys(node).find((key) => !FIELDS.includes(key) && !neutral(node[key]))
  if (odd !== undefined)
    refuseClause(`${name}(… ${CLAUSES[odd] ?? odd.toUpperCase()})`, scope.refuse, { at: node })
  const children = nodesOf(node.children)
  const unary = children.length === 1 ? UNARY[name] : undefined
  if (!unary && (children.length < known.fewest || children.length > known.most)) misused(name, node, scope)
  const parts = children.map(part)
  if (name === '+' && unary) return typed('abs', parts, node, scope) && parts[0]!.lowered
  if (unary) return typed(unary, parts, node, scope, name)
  if (known.fn === 'round') mustBeWhole(children[1], parts[1], name, scope)
  const lowered = known.meets
    ? unified(known.fn, parts, node, scope)
    : plain(known.fn, name, parts, node, scope)
  return name === '!~~' ? { ...lowered, expr: { kind: 'call', fn: 'not', args: [lowered.expr] } } : lowered
}

const UNARY: Readonly<Record<string, AfterFunction>> = { '-': 'negate', '+': 'abs' }

const EMPTY: AfterExpr = { kind: 'literal', type: 'text', value: '' }

function plain(
  fn: AfterFunction,
  name: string,
  parts: readonly Part[],
  node: Node,
  scope: AfterScope,
): Lowered {
  if (fn === 'left' || fn === 'substring') parts.slice(1).forEach((one) => mustBeNumber(one, name, scope))
  if (fn === 'like') parts.forEach((one) => typed('lower', [one], one.node, scope, 'LIKE'))
  const lowered = typed(fn, parts, node, scope, name)
  if (name !== 'concat' || lowered.expr.kind !== 'call') return lowered
  // concat() leaves missing parts out, where || is missing as a whole.
  const filled = lowered.expr.args.map(
    (arg): AfterExpr => ({
      kind: 'call',
      fn: 'coalesce',
      args: [{ kind: 'call', fn: 'to_text', args: [arg] }, EMPTY],
    }),
  )
  return { ...lowered, expr: { kind: 'call', fn, args: filled } }
}

function mustBeNumber(part: Part, name: string, scope: AfterScope): void {
  if (['integer', 'null'].includes(familyOf(part.lowered.type))) return
  scope.refuse({
    code: 'GATE_TYPE',
    rule: `function.type.${name}`,
    params: { name, column: labelOf(part.node), type: part.lowered.type },
    at: part.node,
    allowed: { zh: '位置与长度用整数', en: 'places and lengths are whole numbers' },
  })
}

/** The digits of round decide the type of the result: they are a constant. */
function mustBeWhole(node: Node | undefined, part: Part | undefined, name: string, scope: AfterScope): void {
  if (!node || !part) return
  const { expr } = part.lowered
  const whole = expr.kind === 'literal' && expr.type === 'integer' && Math.abs(Number(expr.value)) <= 38
  if (!whole)
    misused(name, node, scope, {
      zh: 'round(x, 2)：位数写整数常量',
      en: 'round(x, 2): the digits are a whole constant',
    })
}

function misused(name: string, node: Node, { refuse }: AfterScope, allowed: Both = ALLOWED): never {
  return refuse({
    code: 'GATE_FUNCTION_FORM',
    rule: `function.form.${name}`,
    params: { name },
    at: node,
    allowed,
  })
}

function unknown(name: string, node: Node, { refuse }: AfterScope): never {
  return refuse({
    code: 'GATE_FUNCTION',
    rule: `function.${name}`,
    params: { name },
    at: node,
    allowed: ALLOWED,
  })
}
