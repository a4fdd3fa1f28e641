import { XinyuError } from '../../../kernel/errors/index.ts'
import {
  idcard15to18,
  idcardBirth,
  idcardDivision,
  idcardOk,
  idcardSex,
  orgcodeOk,
  type Share,
  usccOk,
} from './identity.ts'
import { quoteText } from './sql.ts'
import {
  atMost,
  BOOL,
  DATE,
  fitting,
  type Kind,
  mostOf,
  num,
  rescale,
  TEXT,
  TIME,
  type Value,
  whole,
} from './values.ts'

/** A function of rules: what it takes, in words for the form, and how it is printed. */
export interface RuleFunction {
  readonly takes: string
  readonly zh: string
  readonly en: string
  /** Null where the arguments do not fit. @throws XinyuError RULE_TOO_LARGE, RULE_PATTERN_INVALID */
  readonly build: (args: readonly Value[], name: string, share: Share) => Value | null
}

type Is = Kind['is']
const make = (takes: string, zh: string, en: string, build: RuleFunction['build']): RuleFunction => ({
  takes,
  zh,
  en,
  build,
})

/** A function of a fixed list of kinds. */
const fixed = (
  kinds: readonly Is[],
  zh: string,
  en: string,
  result: Kind,
  sql: (...args: string[]) => string,
) =>
  make(kinds.join(', '), zh, en, (args) =>
    args.length === kinds.length && kinds.every((kind, i) => args[i]!.kind.is === kind)
      ? { sql: sql(...args.map((arg) => arg.sql)), kind: result }
      : null,
  )

const isDate = (value: Value): boolean => value.kind.is === 'date' || value.kind.is === 'time'
const asDate = (value: Value): string => (value.kind.is === 'time' ? `CAST(${value.sql} AS DATE)` : value.sql)

/** A text constant as a day or moment, where it stands beside one. */
function asTime(value: Value, kind: Kind): Value {
  if (value.lit === undefined || (kind.is !== 'date' && kind.is !== 'time')) return value
  const form = kind.is === 'date' ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/
  if (!form.test(value.lit)) return value
  return { sql: `${kind.is === 'date' ? 'DATE' : 'TIMESTAMP'} ${quoteText(value.lit)}`, kind }
}

/** Values of one kind, numbers with the same places; null where they cannot be compared. */
function alike(args: readonly Value[], name: string): Value[] | null {
  const led = args.find((arg) => arg.lit === undefined) ?? args[0]
  if (!led) return null
  const values = args.map((arg) => asTime(arg, led.kind))
  if (values.some((value) => value.kind.is !== led.kind.is)) return null
  const scale = Math.max(...values.map(({ kind }) => (kind.is === 'num' ? kind.scale : 0)))
  return values.map((value) => rescale(name, value, scale))
}

const digitsOf = ({ kind }: Value): number => (kind.is === 'num' ? kind.digits : 0)
const scaleOf = ({ kind }: Value): number => (kind.is === 'num' ? kind.scale : 0)
/** 128 bits where the result may need them. */
const wide = (sql: string, digits: number): string => (digits > 18 ? `${sql}::HUGEINT` : sql)

const comparison = (sign: string, zh: string, en: string): RuleFunction =>
  make('x, x', zh, en, (args, name) => {
    const values = args.length === 2 ? alike(args, name) : null
    return values && { sql: `(${values[0]!.sql} ${sign} ${values[1]!.sql})`, kind: BOOL }
  })

const sum = (sign: '+' | '-', zh: string, en: string): RuleFunction =>
  make('number, number, …', zh, en, (args, name) => {
    if (args.length < 2 || args.some((arg) => arg.kind.is !== 'num')) return null
    if (sign === '-' && args.length !== 2) return null
    const values = alike(args, name)!
    const digits = Math.max(...values.map(digitsOf)) + String(values.length).length
    const most = values.map(mostOf).reduce((a, b) => a + b, 0)
    const kind = atMost(fitting(name, scaleOf(values[0]!), digits), most)
    const small = Number.isFinite(mostOf({ sql: '', kind }))
    const sql = values.map((value) => (small ? value.sql : wide(value.sql, digits))).join(` ${sign} `)
    return { sql: `(${sql})`, kind }
  })

const logic = (word: 'AND' | 'OR', zh: string, en: string): RuleFunction =>
  make('bool, bool, …', zh, en, (args) =>
    args.length > 0 && args.every((arg) => arg.kind.is === 'bool')
      ? { sql: `(${args.map((arg) => arg.sql).join(` ${word} `)})`, kind: BOOL }
      : null,
  )

const check = (zh: string, en: string, kind: Kind, sql: (text: string, share: Share) => string) =>
  make('text', zh, en, ([a, more], _, share) =>
    a?.kind.is === 'text' && !more ? { sql: sql(a.sql, share), kind } : null,
  )

const times = make('number, number', '相乘', 'product', (args, name) => {
  const [a, b] = args
  if (args.length !== 2 || a!.kind.is !== 'num' || b!.kind.is !== 'num') return null
  const digits = digitsOf(a!) + digitsOf(b!)
  const kind = fitting(name, scaleOf(a!) + scaleOf(b!), digits)
  if (b!.lit === '1' && scaleOf(b!) === 0) return { sql: a!.sql, kind: atMost(kind, mostOf(a!)) }
  return { sql: `(${wide(a!.sql, digits)} * ${wide(b!.sql, digits)})`, kind }
})

/** Half away from zero, as amounts are rounded. */
const round = make(
  'number',
  '四舍五入到整数',
  'rounded to a whole number, half away from zero',
  ([a, more], name) => {
    if (!a || more || a.kind.is !== 'num') return null
    const { scale, digits } = a.kind
    if (scale === 0) return a
    fitting(name, scale, digits + 2)
    const half = whole(10n ** BigInt(scale), digits + 2)
    const double = whole(2n * 10n ** BigInt(scale), digits + 2)
    return {
      sql: `(sign(${a.sql}) * ((abs(${a.sql}) * 2 + ${half}) // ${double}))`,
      kind: num(0, digits - scale + 1),
    }
  },
)

const months = make(
  'date, date | month, month',
  '相隔的月数',
  'months from the first to the second',
  (args) => {
    const [a, b] = args
    if (args.length !== 2 || !a || !b) return null
    const count = (year: (s: string) => string, month: (s: string) => string, x: string, y: string) =>
      `((${year(y)} - ${year(x)}) * 12 + ${month(y)} - ${month(x)})`
    if (isDate(a) && isDate(b)) {
      const sql = count(
        (s) => `year(${s})`,
        (s) => `month(${s})`,
        asDate(a),
        asDate(b),
      )
      return { sql, kind: num(0, 6) }
    }
    if (a.kind.is !== 'num' || b.kind.is !== 'num' || digitsOf(a) > 6 || digitsOf(b) > 6) return null
    if (scaleOf(a) + scaleOf(b) > 0) return null
    return {
      sql: count(
        (s) => `${s} // 100`,
        (s) => `${s} % 100`,
        a.sql,
        b.sql,
      ),
      kind: num(0, 6),
    }
  },
)

const year = make('date | month', '年份', 'the year', ([a, more]) => {
  if (!a || more) return null
  if (isDate(a)) return { sql: `year(${a.sql})`, kind: num(0, 4) }
  if (a.kind.is !== 'num' || scaleOf(a) > 0 || digitsOf(a) > 6) return null
  return { sql: `(${a.sql} // 100)`, kind: num(0, 4) }
})

const age = make('date, date', '在某日的周岁', 'whole years at a day', (args) => {
  const [birth, day] = args
  if (args.length !== 2 || !birth || !day || !isDate(birth) || !isDate(day)) return null
  const [b, d] = [asDate(birth), asDate(day)]
  const before = `month(${d}) * 100 + day(${d}) < month(${b}) * 100 + day(${b})`
  return { sql: `(year(${d}) - year(${b}) - CASE WHEN ${before} THEN 1 ELSE 0 END)`, kind: num(0, 5) }
})

const among = make('x, constant, …', '是其中之一', 'is one of', (args, name) => {
  if (args.length < 2 || args.slice(1).some((arg) => arg.lit === undefined)) return null
  const values = alike(args, name)
  return (
    values && {
      sql: `(${values[0]!.sql} IN (${values
        .slice(1)
        .map((v) => v.sql)
        .join(', ')}))`,
      kind: BOOL,
    }
  )
})

const between = make('x, low, high', '在两者之间（含）', 'lies between, ends included', (args, name) => {
  const values = args.length === 3 ? alike(args, name) : null
  return values && { sql: `(${values[0]!.sql} BETWEEN ${values[1]!.sql} AND ${values[2]!.sql})`, kind: BOOL }
})

const coalesce = make('x, x, …', '第一个非空的值', 'the first that is not empty', (args, name) => {
  const values = alike(args, name)
  if (!values) return null
  const [led] = values
  const digits = Math.max(...values.map(digitsOf))
  const most = Math.max(...values.map(mostOf))
  const kind = led!.kind.is === 'num' ? atMost(num(scaleOf(led!), digits), most) : led!.kind
  return { sql: `coalesce(${values.map((value) => value.sql).join(', ')})`, kind }
})

const matches = make(
  'text, constant pattern',
  '符合正则表达式',
  'has the form of a regular expression',
  (args) => {
    const [text, pattern] = args
    if (args.length !== 2 || text!.kind.is !== 'text' || pattern!.lit === undefined) return null
    return { sql: fullMatch(text!.sql, pattern!.lit), kind: BOOL }
  },
)

/** @throws XinyuError RULE_PATTERN_INVALID: only what the engine's linear-time matcher knows */
export function fullMatch(sql: string, pattern: string): string {
  try {
    // Look-around, back references: the engine has none; a pattern that JavaScript cannot read is refused too.
    if (/\(\?(?!:)|\\[1-9k]/.test(pattern)) throw new SyntaxError('not supported')
    if (new RegExp(pattern).source === '') throw new SyntaxError('empty')
  } catch {
    throw new XinyuError('RULE_PATTERN_INVALID', { pattern })
  }
  return `regexp_full_match(${sql}, ${quoteText(pattern)})`
}

/** The closed list. What is not in it does not exist. */
export const FUNCTIONS: Readonly<Record<string, RuleFunction>> = {
  add: sum('+', '相加', 'sum'),
  sub: sum('-', '相减', 'difference'),
  mul: times,
  abs: make('number', '绝对值', 'absolute value', ([a, more]) =>
    a?.kind.is === 'num' && !more ? { sql: `abs(${a.sql})`, kind: a.kind } : null,
  ),
  round,
  number: check(
    '数字文本的值',
    'the value of a text of digits',
    num(0, 18),
    (text) => `CASE WHEN regexp_full_match(${text}, '[0-9]{1,18}') THEN TRY_CAST(${text} AS BIGINT) END`,
  ),
  eq: comparison('=', '等于', 'equals'),
  ne: comparison('<>', '不等于', 'differs from'),
  lt: comparison('<', '小于', 'is less than'),
  le: comparison('<=', '不大于', 'is at most'),
  gt: comparison('>', '大于', 'is more than'),
  ge: comparison('>=', '不小于', 'is at least'),
  and: logic('AND', '都成立', 'all hold'),
  or: logic('OR', '至少一个成立', 'one holds'),
  not: fixed(['bool'], '不成立', 'does not hold', BOOL, (a) => `(NOT ${a})`),
  is_null: make('x', '为空', 'is empty', ([a, more]) =>
    a && !more ? { sql: `(${a.sql} IS NULL)`, kind: BOOL } : null,
  ),
  coalesce,
  in: among,
  between,
  length: fixed(['text'], '字符数', 'number of characters', num(0, 9), (a) => `length(${a})`),
  substr: make('text, from, count', '截取', 'a part, counted from 1', (args) => {
    const [text, from, count] = args
    if (args.length !== 3 || text!.kind.is !== 'text') return null
    if (from!.lit === undefined || count!.lit === undefined) return null
    if (from!.kind.is !== 'num' || count!.kind.is !== 'num') return null
    if (Number(from!.lit) < 1 || Number(count!.lit) < 0) return null
    return { sql: `substr(${text!.sql}, ${Number(from!.lit)}, ${Number(count!.lit)})`, kind: TEXT }
  }),
  lower: fixed(['text'], '小写', 'in small letters', TEXT, (a) => `lower(${a})`),
  upper: fixed(['text'], '大写', 'in capitals', TEXT, (a) => `upper(${a})`),
  days_between: make('date, date', '相隔的天数', 'days from the first to the second', (args) =>
    args.length === 2 && args.every(isDate)
      ? { sql: `(${asDate(args[1]!)} - ${asDate(args[0]!)})`, kind: num(0, 8) }
      : null,
  ),
  months_between: months,
  year_of: year,
  date_of: make('time', '日期部分', 'the day of a moment', ([a, more]) =>
    a && !more && isDate(a) ? { sql: asDate(a), kind: DATE } : null,
  ),
  add_days: make('date, number', '加若干天', 'so many days later', (args) => {
    const [a, n] = args
    if (args.length !== 2 || a!.kind.is !== 'date' || n!.kind.is !== 'num' || scaleOf(n!) > 0) return null
    if (digitsOf(n!) > 6) return null
    return { sql: `(${a!.sql} + (${n!.sql})::INTEGER)`, kind: DATE }
  }),
  age_at: age,
  is_date: check(
    '是存在的日期',
    'is a day that exists',
    BOOL,
    (a) =>
      `CASE WHEN regexp_full_match(${a}, '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?') THEN TRY_CAST(substr(${a}, 1, 10) AS DATE) IS NOT NULL END`,
  ),
  matches,
  idcard_ok: check('身份证号校验通过', 'the identity number is sound', BOOL, idcardOk),
  idcard_birth: check('身份证号中的出生日期', 'birth date in the identity number', DATE, idcardBirth),
  idcard_sex: check('身份证号中的性别', 'sex in the identity number', TEXT, idcardSex),
  idcard15_to_18: check('15 位身份证号升为 18 位', '15 digits made 18', TEXT, idcard15to18),
  division_of: check('身份证号中的区划', 'division in the identity number', TEXT, idcardDivision),
  uscc_ok: check('统一社会信用代码校验通过', 'the credit code is sound', BOOL, usccOk),
  orgcode_ok: check('组织机构代码校验通过', 'the organisation code is sound', BOOL, orgcodeOk),
}

/** Functions without arguments depend on the moment of the check. */
export const momentFunctions = (local: string): Readonly<Record<string, Value>> => ({
  now: { sql: `TIMESTAMP ${quoteText(local)}`, kind: TIME },
  today: { sql: `DATE ${quoteText(local.slice(0, 10))}`, kind: DATE },
})
