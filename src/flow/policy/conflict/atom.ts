import {
  type ConstraintLike,
  inDayWindow,
  LAST_INSTANT,
  networkHolds,
  parseDayWindow,
  parseDuration,
  parseExpression,
  parseInstant,
  parseNetwork,
  parseRate,
} from '../constraint/index.ts'
import { DELIVERIES, ENCRYPTIONS, ENVIRONMENTS, type Operator } from '../vocabulary.ts'

export type Point = string | number | bigint

/**
 * A constraint seen as a set of situations. What is asked of one dimension (when, where, which run, which fields …) is
 * one or more points; a situation is inside when `each` holds for every point and every one of `some` for at least one.
 */
export interface Atom {
  /** Atoms of different dimensions never speak of the same thing. */
  readonly dimension: string
  readonly each: (point: Point) => boolean
  readonly some: readonly ((point: Point) => boolean)[]
  /** One point of every class that this atom can tell apart. */
  readonly seeds: readonly Point[]
}

/** The constraint as atoms. It must have no `constraintProblem`. */
export function atomsOf(constraint: ConstraintLike): Atom[] {
  const { operand, operator } = constraint
  const values = [constraint.value].flat()
  switch (operand) {
    case 'time':
      return [ordered(operand, operator, parseInstant(values[0]!)!, 1, LAST_INSTANT)]
    case 'timeWindow':
      return [operator === 'lt' || operator === 'lteq' ? elapsed(operator, values[0]!) : hours(values)]
    case 'count':
      return [ordered(operand, operator, Number(values[0]), 1)]
    case 'dataSize':
    case 'dataRecord':
    case 'payAmount':
      return [ordered(operand, operator, Number(values[0]), 0)]
    case 'frequency': {
      const { times, per } = parseRate(values[0]!)!
      return [ordered(`frequency/${per}`, operator, times, 1)]
    }
    case 'region':
      return [matching(operand, operator, values, (value, point) => String(point).startsWith(value), inside)]
    case 'networkAddress':
      return [matching(operand, operator, values, holdsAddress, edges)]
    case 'physicalAddress':
      return [matching(operand, operator, values, (value, point) => value === point, same)]
    case 'application':
    case 'algorithm':
    case 'machineLearningModels':
      return [matching(operand, operator, values, operator === 'isA' ? isKind : isArtefact, artefacts)]
    case 'dataField':
      return [matching(operand, operator, values, (value, point) => value === point, same)]
    case 'executionEnv':
    case 'encryptMode':
    case 'deliveryMethod':
      return [
        matching(
          operand,
          operator,
          values,
          (value, point) => value === point,
          () => CODES[operand],
        ),
      ]
    case 'valueExpression':
      return operator === 'isAllOf' ? values.map((one) => filters([one])) : [filters(values)]
  }
}

const CODES = { executionEnv: ENVIRONMENTS, encryptMode: ENCRYPTIONS, deliveryMethod: DELIVERIES } as const

/** A name that no value has. */
const OTHER = '\u0000'

const COMPARE: Readonly<Partial<Record<Operator, (point: Point, value: Point) => boolean>>> = {
  eq: (point, value) => point === value,
  neq: (point, value) => point !== value,
  lt: (point, value) => point < value,
  lteq: (point, value) => point <= value,
  gt: (point, value) => point > value,
  gteq: (point, value) => point >= value,
}

function ordered(dimension: string, operator: Operator, value: number, least: number, most = Infinity): Atom {
  const compare = COMPARE[operator]!
  const seeds = [least, value - 1, value, value + 1].filter((point) => point >= least && point <= most)
  return { dimension, each: (point) => compare(point, value), some: [], seeds }
}

const elapsed = (operator: Operator, value: string): Atom =>
  ordered('timeWindow/elapsed', operator, parseDuration(value)!, 0)

function hours(values: readonly string[]): Atom {
  const windows = values.map((value) => parseDayWindow(value)!)
  const seeds = windows.flatMap(({ from, to }) => [from, to % 1440, (from + 1439) % 1440, (to + 1439) % 1440])
  return {
    dimension: 'timeWindow/hours',
    each: (point) => windows.some((window) => inDayWindow(window, Number(point))),
    some: [],
    seeds,
  }
}

/** Operators over names: which point a value stands for decides `holds`. */
function matching(
  dimension: string,
  operator: Operator,
  values: readonly string[],
  holds: (value: string, point: Point) => boolean,
  classes: (value: string) => readonly Point[],
): Atom {
  const any = (point: Point) => values.some((value) => holds(value, point))
  const all = values.map((value) => (point: Point) => holds(value, point))
  const seeds = [...values.flatMap((value) => classes(value)), ...(dimension in CODES ? [] : [OTHER])]
  const atom = { dimension, seeds, some: [] }
  if (operator === 'neq' || operator === 'isNoneOf') return { ...atom, each: (point) => !any(point) }
  if (operator === 'hasPart') return { ...atom, each: () => true, some: all }
  if (operator === 'isAllOf') return { ...atom, each: any, some: all }
  return { ...atom, each: any }
}

const same = (value: string): Point[] => [value]
/** Inside the region, but in none of its parts that anybody named. */
const inside = (value: string): Point[] => [`${value}${OTHER}`]
const isArtefact = (value: string, point: Point): boolean =>
  point === value || String(point).startsWith(`${value}@`)
/** `stat/mean` is a `stat`. */
const isKind = (value: string, point: Point): boolean =>
  isArtefact(value, point) || String(point).startsWith(`${value}/`)
function artefacts(value: string): Point[] {
  const [name] = value.split('@')
  return [value, `${name}@${OTHER}`, `${name}/${OTHER}`]
}

/** A point is an address as `4:…` or `6:…` with its number. */
function holdsAddress(value: string, point: Point): boolean {
  const [family, number] = String(point).split(':')
  if (number === undefined) return false
  const at = BigInt(number)
  return networkHolds(parseNetwork(value)!, { family: family === '4' ? 4 : 6, from: at, to: at })
}

function edges(value: string): Point[] {
  const { family, from, to } = parseNetwork(value)!
  const last = (1n << (family === 4 ? 32n : 128n)) - 1n
  return [from - 1n, from, to, to + 1n].filter((at) => at >= 0n && at <= last).map((at) => `${family}:${at}`)
}

/** Any of these row conditions. Conditions on different columns are compared only with their equals. */
function filters(texts: readonly string[]): Atom {
  const conditions = texts.map((text) => parseExpression(text)!)
  const columns = new Set(
    conditions.map(({ table, column, literal }) => `${table}.${column}/${literal.kind}`),
  )
  if (columns.size > 1) {
    const whole = texts.join(' ')
    return { dimension: `filter/${whole}`, each: (point) => point === whole, some: [], seeds: [whole, OTHER] }
  }
  const parts = conditions.map(({ comparison, literal }) => ({
    compare:
      COMPARE[
        ({ '=': 'eq', '<>': 'neq', '<': 'lt', '<=': 'lteq', '>': 'gt', '>=': 'gteq' } as const)[comparison]
      ]!,
    value: literal.kind === 'number' ? scaled(literal.value) : literal.value,
  }))
  const seeds = parts.flatMap(({ value }): Point[] =>
    typeof value === 'bigint' ? [value - 1n, value, value + 1n] : ['', value, `${value}${OTHER}`],
  )
  return {
    dimension: `filter/${[...columns][0]}`,
    each: (point) => parts.some(({ compare, value }) => compare(point, value)),
    some: [],
    seeds,
  }
}

/** Ten digits after the point, so that the number between any two literals is a point too. */
function scaled(text: string): bigint {
  const [whole, fraction = ''] = text.replace('-', '').split('.')
  const value = BigInt(`${whole}${fraction.padEnd(10, '0')}`)
  return text.startsWith('-') ? -value : value
}
