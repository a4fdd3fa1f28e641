import { WITHHELD } from '../../check/index.ts'
import type { AfterExpr, Literal } from '../plan/index.ts'
import { APPLY } from './functions.ts'
import { textOfValue } from './text.ts'
import {
  decimalOf,
  familyOf,
  isNumberType,
  NULL_TYPE,
  typeOfBranches,
  typeOfCall,
  type Typed,
  typeOfLiteral,
} from './types.ts'
import {
  decode,
  type Exact,
  exactText,
  isExact,
  isNumeric,
  isPlain,
  rescale,
  type Row,
  toDouble,
  type Value,
} from './value.ts'

/** An expression ready to run over the rows of an input. */
export interface Compiled extends Typed {
  readonly run: (row: Row) => Value
}

/** Deeper than any text that the lowering lets through; the tree is walked by recursion. */
const MAX_DEPTH = 1_000

/** @throws RangeError where a plan is nested deeper than the lowering ever makes one */
export function compile(expr: AfterExpr, types: readonly string[], depth = 0): Compiled {
  if (depth > MAX_DEPTH) throw new RangeError('an expression of the plan is nested too deeply')
  switch (expr.kind) {
    case 'at': {
      const { column } = expr
      return { expr, type: types[column] ?? NULL_TYPE, run: (row) => row[column] ?? null }
    }
    case 'literal': {
      const [type, value] = [typeOfLiteral(expr), literalValue(expr)]
      return { expr, type, run: () => value }
    }
    case 'nothing':
      return { expr, type: NULL_TYPE, run: () => null }
    case 'call': {
      const args = expr.args.map((arg) => compile(arg, types, depth + 1))
      return { expr, ...compileCall(expr.fn, args) }
    }
    case 'case': {
      const whens = expr.branches.map(({ when }) => compile(when, types, depth + 1))
      const thens = [...expr.branches.map(({ then }) => then), expr.otherwise].map((then) =>
        compile(then, types, depth + 1),
      )
      return { expr, ...compileCase(whens, thens) }
    }
  }
}

function literalValue(literal: Literal): Value {
  if (literal.type === 'boolean') return literal.value === 'true'
  const value = decode(literal.value, typeOfLiteral(literal))
  return literal.type === 'timestamp' && typeof value === 'string' ? value.replace(' ', 'T') : value
}

/** Functions whose arguments meet each other in one type. */
const MEETING = ['least', 'greatest', 'coalesce']
/** The same, but for numbers, which are compared as they are. */
const COMPARING = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'nullif']

function compileCall(fn: keyof typeof APPLY, args: readonly Compiled[]): Omit<Compiled, 'expr'> {
  // The lowering has refused what does not fit; a plan that does not fit all the same must not end in an exception.
  const type = typeOfCall(fn, args) ?? 'DOUBLE'
  const meets =
    MEETING.includes(fn) ||
    (COMPARING.includes(fn) && !args.every(({ type: own }) => isNumberType(own) || own === NULL_TYPE))
  // Products and remainders that are too wide for a decimal are those of doubles.
  const wide = (fn === 'multiply' || fn === 'modulo') && type === 'DOUBLE'
  const common = wide ? type : meets ? typeOfBranches(args) : null
  const runs = args.map(({ run, type: own }) => (common === null ? run : converted(run, own, common)))
  const types = args.map(({ type: own }) => common ?? own)
  const apply = APPLY[fn]
  const run = (row: Row): Value => {
    const value = apply(
      runs.map((one) => one(row)),
      types,
    )
    // One rule on both sides of the release: a division by 0, or what is too large, is missing.
    return typeof value === 'number' && !Number.isFinite(value) ? null : value
  }
  return { type, run: converted(run, '', type) }
}

/** The first branch whose condition is true; one that is withheld ends it, since nobody may know which it was. */
function compileCase(whens: readonly Compiled[], thens: readonly Compiled[]): Omit<Compiled, 'expr'> {
  const type = typeOfBranches(thens) ?? 'VARCHAR'
  const runs = thens.map(({ run, type: own }) => converted(run, own, type))
  const run = (row: Row): Value => {
    for (let i = 0; i < whens.length; i++) {
      const holds = whens[i]!.run(row)
      if (holds === true) return runs[i]!(row)
      if (holds !== null && holds !== false) return WITHHELD
    }
    return runs[whens.length]!(row)
  }
  return { type, run }
}

const converted = (run: (row: Row) => Value, from: string, to: string): ((row: Row) => Value) =>
  from === to ? run : (row) => convert(run(row), from, to)

/** A value in another type that holds it. Missing, withheld and 其他 stay what they are. */
export function convert(value: Value, from: string, to: string): Value {
  if (from === to || !isPlain(value)) return value
  const family = familyOf(to)
  if (family === 'double') return isNumeric(value) ? toDouble(value) : value
  if (family === 'decimal' && isExact(value)) return withScale(value, decimalOf(to)[1])
  if (family === 'text') return textOfValue(value, from)
  return family === 'timestamp' && familyOf(from) === 'date' && typeof value === 'string'
    ? `${value}T00:00:00`
    : value
}

/** More zeros behind the point where there is room for them: the value is the same without. */
function withScale(value: Exact, scale: number): Exact {
  const room = 38 - exactText({ ...value, scale: 0 }).replace('-', '').length
  return scale - value.scale > room ? value : rescale(value, scale)
}
