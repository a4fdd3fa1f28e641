import { type Expr, type RowFunction } from '../plan/index.ts'
import { familyOf } from '../lower/types.ts'
import { commonType, converted } from './types.ts'

/** A printed value and the type that the engine gives it. */
export interface Value {
  readonly sql: string
  readonly type: string
}

export type Call = Extract<Expr, { kind: 'call' }>

/**
 * Functions over values of one row. What could fail on a row (overflow, a date without a timestamp, a length beyond
 * the engine's) stands in TRY or is computed wide enough: an error would tell that such a row is there.
 */
export function printCall({ fn, type }: Pick<Call, 'fn' | 'type'>, args: readonly Value[]): Value {
  const family = familyOf(type)
  return FUNCTIONS[fn](args, { type, whole: family === 'integer', exact: family === 'decimal' })
}

interface Wanted {
  readonly type: string
  readonly whole: boolean
  readonly exact: boolean
}
type Printer = (args: readonly Value[], wanted: Wanted) => Value

const as = (value: Value | undefined, type: string): string =>
  value ? converted(value.sql, value.type, type) : 'NULL'
const double = (value: Value | undefined) => as(value, 'DOUBLE')
const huge = (value: Value | undefined) => as(value, 'HUGEINT')
const words = (value: Value | undefined) => as(value, 'VARCHAR')
const isDay = (value: Value | undefined) => value !== undefined && familyOf(value.type) === 'date'
const isFloating = (value: Value | undefined) => value !== undefined && familyOf(value.type) === 'double'
const numeric = (value: Value | undefined, wanted: Wanted) =>
  isFloating(value) ? as(value, wanted.type) : value!.sql

/** Whole numbers wide, decimals as they are, the rest as doubles (which know no overflow). */
function arithmetic(sign: '+' | '-' | '*'): Printer {
  return ([left, right], wanted) => {
    if (sign !== '*' && isDay(left) && wanted.type === 'DATE')
      return { sql: `TRY(${left!.sql} ${sign} ${as(right, 'INTEGER')})`, type: 'DATE' }
    if (sign === '-' && isDay(left) && isDay(right))
      return { sql: `TRY(${left!.sql} - ${right!.sql})`, type: 'BIGINT' }
    if (wanted.whole) return { sql: `TRY(${huge(left)} ${sign} ${huge(right)})`, type: 'HUGEINT' }
    if (wanted.exact)
      return {
        sql: converted(
          `TRY(${numeric(left, wanted)} ${sign} ${numeric(right, wanted)})`,
          'DECIMAL',
          wanted.type,
        ),
        type: wanted.type,
      }
    return { sql: `(${double(left)} ${sign} ${double(right)})`, type: 'DOUBLE' }
  }
}

/** Nothing divided by nothing is missing, in every type. */
const modulo: Printer = ([left, right], wanted) =>
  wanted.whole
    ? { sql: `TRY(${huge(left)} % nullif(${huge(right)}, 0))`, type: 'HUGEINT' }
    : { sql: `(${double(left)} % nullif(${double(right)}, 0))`, type: 'DOUBLE' }

const sign =
  (print: (sql: string) => string): Printer =>
  ([of], wanted) => {
    if (wanted.whole) return { sql: `TRY(${print(huge(of))})`, type: 'HUGEINT' }
    if (wanted.exact) return { sql: `TRY(${print(numeric(of, wanted))})`, type: of!.type }
    return { sql: print(double(of)), type: 'DOUBLE' }
  }

/** Rounding of decimals is done on doubles unless a decimal or whole number is wanted. */
const rounding =
  (name: 'round' | 'floor' | 'ceil'): Printer =>
  ([of, digits], wanted) => {
    const more = digits ? `, ${as(digits, 'INTEGER')}` : ''
    if (!wanted.whole && !wanted.exact) return { sql: `TRY(${name}(${double(of)}${more}))`, type: 'DOUBLE' }
    const wide = familyOf(of!.type) === 'integer' ? huge(of) : of!.sql
    return { sql: converted(`TRY(${name}(${wide}${more}))`, 'DECIMAL', wanted.type), type: wanted.type }
  }

const dated =
  (name: RowFunction): Printer =>
  ([of]) => ({ sql: `TRY(${name}(${of!.sql}))`, type: 'BIGINT' })

const texted =
  (name: 'lower' | 'upper' | 'trim'): Printer =>
  (args) => ({ sql: `${name}(${args.map(words).join(', ')})`, type: 'VARCHAR' })

const cut =
  (name: 'left' | 'right' | 'substring'): Printer =>
  ([of, ...places]) => ({
    sql: `TRY(${name}(${[words(of), ...places.map((one) => as(one, 'BIGINT'))].join(', ')}))`,
    type: 'VARCHAR',
  })

const chosen =
  (name: 'coalesce' | 'least' | 'greatest'): Printer =>
  (args, { type }) => ({ sql: `${name}(${args.map((one) => as(one, type)).join(', ')})`, type })

const cast =
  (type: string): Printer =>
  ([of]) => ({ sql: as(of, type), type })

const FUNCTIONS: Readonly<Record<RowFunction, Printer>> = {
  add: arithmetic('+'),
  subtract: arithmetic('-'),
  multiply: arithmetic('*'),
  divide: ([left, right]) => ({ sql: `(${double(left)} / nullif(${double(right)}, 0))`, type: 'DOUBLE' }),
  modulo,
  negate: sign((sql) => `(- ${sql})`),
  abs: sign((sql) => `abs(${sql})`),
  round: rounding('round'),
  floor: rounding('floor'),
  ceil: rounding('ceil'),
  year: dated('year'),
  quarter: dated('quarter'),
  month: dated('month'),
  week: dated('week'),
  day: dated('day'),
  dayofweek: dated('dayofweek'),
  hour: dated('hour'),
  date_trunc: ([unit, of]) => ({ sql: `TRY(date_trunc(${unit!.sql}, ${of!.sql}))`, type: 'TIMESTAMP' }),
  date_diff: ([unit, from, to]) => {
    const type = commonType([from!.type, to!.type])
    const ends = [from!, to!].map((one) => (type ? as(one, type) : one.sql))
    return { sql: `TRY(date_diff(${unit!.sql}, ${ends.join(', ')}))`, type: 'BIGINT' }
  },
  lower: texted('lower'),
  upper: texted('upper'),
  trim: texted('trim'),
  left: cut('left'),
  right: cut('right'),
  substring: cut('substring'),
  length: ([of]) => ({ sql: `length(${words(of)})`, type: 'BIGINT' }),
  // `||`: missing where a part is missing.
  concat: (args) => ({ sql: `(${args.map(words).join(' || ')})`, type: 'VARCHAR' }),
  coalesce: chosen('coalesce'),
  nullif: ([of, other], { type }) => ({ sql: `nullif(${as(of, type)}, ${as(other, type)})`, type }),
  least: chosen('least'),
  greatest: chosen('greatest'),
  to_text: cast('VARCHAR'),
  to_integer: cast('BIGINT'),
  to_double: cast('DOUBLE'),
  to_date: cast('DATE'),
}
