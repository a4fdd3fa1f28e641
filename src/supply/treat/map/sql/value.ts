import { hashSql } from '../../../../safeguard/crypto/hashing/index.ts'
import { quoteName, quoteText } from '../../../source/child/index.ts'
import type { Condition, Value } from '../model.ts'
import {
  type Bind,
  dateOfText,
  datetimeOfText,
  fenOfText,
  monthOfText,
  narrow,
  numberOfText,
  textOfNumber,
} from './forms.ts'
import type { Ref, Steps } from './steps.ts'

export type Kind = 'text' | 'number' | 'date' | 'datetime' | 'fen'

/** A value as SQL, with the statement that tells where what was there did not fit. */
export interface Compiled extends Ref {
  readonly kind: Kind
  /** True where something was there that this could not read; null where that cannot happen. */
  readonly bad: string | null
}

/** A mapping that means nothing, with the place in it; made an error with the column by who compiles a part. */
export class SenseError extends Error {
  readonly zh: string
  constructor(en: string, zh: string) {
    super(en)
    this.zh = zh
  }
}

export interface Source {
  /** Kind of a column, or undefined where there is none. */
  kindOf(column: string): { name: string; kind: Kind } | undefined
}

/** Everything that a value may refer to. */
export interface Scope {
  readonly source: Source
  readonly used: Set<string>
  readonly steps: Steps
  /** Cell of another table's row. */
  lookup(table: string, column: string, on: readonly (readonly [column: string, text: Ref])[]): Compiled
  words(list: string, version: number | undefined): readonly (readonly [word: string, code: string])[]
}

const anyBad = (items: readonly Compiled[]): string | null => {
  const bad = items.flatMap((item) => item.bad ?? [])
  return bad.length === 0 ? null : bad.length === 1 ? bad[0]! : `(${bad.join(' OR ')})`
}
const top = (items: readonly Ref[]): number => Math.max(0, ...items.map(({ level }) => level))

/** Steps from a level on; each adds a column. */
function chain(scope: Scope, from: number): { bind: Bind; level: () => number } {
  let level = from
  const bind: Bind = (sql) => {
    const ref = scope.steps.bind({ sql, level })
    level = Math.max(level, ref.level)
    return ref.sql
  }
  return { bind, level: () => level }
}

/** A step that may fail on what is there. */
function step(
  inner: Compiled,
  kind: Kind,
  scope: Scope,
  make: (text: string, bind: Bind) => string,
): Compiled {
  const { bind, level } = chain(scope, inner.level)
  const text = bind(textIn(inner, bind))
  const sql = bind(make(text, bind))
  const lost = `(${text} IS NOT NULL AND ${sql} IS NULL)`
  return { sql, kind, level: level(), bad: inner.bad === null ? lost : `(${inner.bad} OR ${lost})` }
}

function textIn({ sql, kind }: Compiled, bind: Bind): string {
  if (kind === 'text') return sql
  return kind === 'number' ? textOfNumber(sql, bind) : `CAST(${sql} AS VARCHAR)`
}

/** The value as text. */
export function asText(value: Compiled, scope: Scope): Compiled {
  if (value.kind === 'text') return value
  const { bind, level } = chain(scope, value.level)
  const sql = bind(textIn(value, bind))
  return { sql, kind: 'text', level: level(), bad: value.bad }
}

/** The same value under a name. */
function named(scope: Scope, value: Compiled): Compiled {
  return { ...value, ...scope.steps.bind(value) }
}

const SIGNS: Record<string, string> = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' }

/** @throws SenseError where kinds do not go together or a column is not there */
export function compileValue(value: Value, scope: Scope): Compiled {
  const of = (inner: Value) => compileValue(inner, scope)
  const text = (inner: Value) => asText(of(inner), scope)
  switch (value.fn) {
    case 'copy':
      return copy(value.column, scope)
    case 'constant':
      return { sql: quoteText(value.value), kind: 'text', bad: null, level: 0 }
    case 'date': {
      const inner = of(value.of)
      if (inner.kind === 'date') return inner
      if (inner.kind === 'datetime') return { ...inner, sql: `CAST(${inner.sql} AS DATE)`, kind: 'date' }
      return step(inner, 'date', scope, (one, bind) => dateOfText(one, value.format, bind))
    }
    case 'datetime': {
      const inner = of(value.of)
      if (inner.kind === 'datetime') return inner
      if (inner.kind === 'date') return { ...inner, sql: `CAST(${inner.sql} AS TIMESTAMP)`, kind: 'datetime' }
      return step(inner, 'datetime', scope, (one, bind) => datetimeOfText(one, value.format, bind))
    }
    case 'month':
    case 'year': {
      const inner = of(value.of)
      if (isDay(inner)) {
        const form = value.fn === 'month' ? '%Y%m' : '%Y'
        return { ...inner, sql: `strftime(${inner.sql}, '${form}')`, kind: 'text' }
      }
      if (value.fn === 'month') return step(inner, 'text', scope, monthOfText)
      return step(inner, 'text', scope, (one, bind) => {
        const bare = bind(narrow(one))
        return `CASE WHEN regexp_full_match(${bare}, '\\d{4}') THEN ${bare} ELSE substr(${monthOfText(bare, bind)}, 1, 4) END`
      })
    }
    case 'age': {
      const [from, at] = [of(value.of), of(value.at)]
      if (!isDay(from) || !isDay(at)) throw new SenseError('age needs two days', '年龄需要两个日期')
      const sql = `CAST(date_sub('year', CAST(${from.sql} AS DATE), CAST(${at.sql} AS DATE)) AS DECIMAL(24, 6))`
      return named(scope, { sql, kind: 'number', bad: anyBad([from, at]), level: top([from, at]) })
    }
    case 'fen': {
      const inner = of(value.of)
      return inner.kind === 'fen' ? inner : step(inner, 'fen', scope, fenOfText)
    }
    case 'number': {
      const inner = of(value.of)
      return inner.kind === 'number' ? inner : step(inner, 'number', scope, numberOfText)
    }
    case 'unit': {
      const inner = of(value.of)
      if (inner.kind !== 'number') throw new SenseError('unit needs a number', '单位换算需要数值')
      return named(scope, { ...inner, sql: unit(inner.sql, value.multiply, value.divide) })
    }
    case 'sum':
      return sum(value.of.map(of), scope)
    case 'minus': {
      const items = [of(value.of), of(value.less)] as const
      return total(items, scope, `${items[0].sql} - coalesce(${items[1].sql}, 0)`)
    }
    case 'dictionary':
      return translated(text(value.of), scope.words(value.list, value.version), value.otherwise, scope)
    case 'translate':
      return translated(text(value.of), Object.entries(value.words), value.otherwise, scope)
    case 'concat': {
      const items = value.of.map(text)
      const sql = `nullif(concat_ws(${quoteText(value.with)}, ${items.map((item) => item.sql).join(', ')}), '')`
      return named(scope, { sql, kind: 'text', bad: anyBad(items), level: top(items) })
    }
    case 'split': {
      const inner = text(value.of)
      const sql = `nullif(trim(string_split(${inner.sql}, ${quoteText(value.by)})[${value.part}]), '')`
      return named(scope, { ...inner, sql })
    }
    case 'substring': {
      const inner = text(value.of)
      return named(scope, {
        ...inner,
        sql: `nullif(substr(${inner.sql}, ${value.start}, ${value.length}), '')`,
      })
    }
    case 'upper': {
      const inner = text(value.of)
      return { ...inner, sql: `upper(${inner.sql})` }
    }
    case 'coalesce': {
      const items = value.of.map(of)
      const sql = `coalesce(${items.map((item) => item.sql).join(', ')})`
      return named(scope, { sql, kind: oneKind(items), bad: anyBad(items), level: top(items) })
    }
    case 'lookup': {
      const on = Object.entries(value.on)
      if (on.length === 0) throw new SenseError('lookup needs a key', '查找需要键')
      return scope.lookup(
        value.table,
        value.column,
        on.map(([column, key]) => [column, text(key)] as const),
      )
    }
    case 'hash': {
      const items = value.of.map(text)
      const some = items.map(({ sql }) => `${sql} IS NOT NULL`).join(' OR ')
      const all = items.map(({ sql }) => `coalesce(${sql}, '')`).join(` || chr(31) || `)
      const sql = `CASE WHEN ${some} THEN ${hashSql(all)}[1:32] END`
      return named(scope, { sql, kind: 'text', bad: anyBad(items), level: top(items) })
    }
    case 'when':
      return choice(value, scope)
  }
}

function choice(value: Value & { fn: 'when' }, scope: Scope): Compiled {
  const cases = value.cases.map((one) => ({
    test: compileCondition(one.if, scope),
    made: compileValue(one.value, scope),
  }))
  const last = value.otherwise === undefined ? null : compileValue(value.otherwise, scope)
  const results = [...cases.map(({ made }) => made), ...(last ? [last] : [])]
  const level = top([...results, ...cases.map(({ test }) => test)])
  const choose = (pick: (item: Compiled) => string, otherwise: string) =>
    `CASE ${cases.map(({ test, made }) => `WHEN ${test.sql} THEN ${pick(made)}`).join(' ')} ELSE ${last ? pick(last) : otherwise} END`
  // Only the branch that is taken can fail.
  const bad = anyBad(results) === null ? null : choose((item) => item.bad ?? 'false', 'false')
  return named(scope, { sql: choose((item) => item.sql, 'NULL'), kind: oneKind(results), bad, level })
}

function copy(column: string, scope: Scope): Compiled {
  const found = scope.source.kindOf(column)
  if (!found) throw new SenseError(`there is no column ${column}`, `没有“${column}”这一列`)
  scope.used.add(found.name)
  const name = `s.${quoteName(found.name)}`
  const sql = found.kind === 'text' ? `nullif(trim(${name}, ' \t\u00a0\u3000'), '')` : name
  return { sql, kind: found.kind, bad: null, level: 0 }
}

function sum(items: readonly Compiled[], scope: Scope): Compiled {
  const some = items.map(({ sql }) => `${sql} IS NOT NULL`).join(' OR ')
  return total(
    items,
    scope,
    `CASE WHEN ${some} THEN ${items.map(({ sql }) => `coalesce(${sql}, 0)`).join(' + ')} END`,
  )
}

/** A sum over a part that could not be read would be wrong, not incomplete: then there is none. */
function total(items: readonly Compiled[], scope: Scope, sql: string): Compiled {
  const kind = oneKind(items, ['fen', 'number'])
  const bad = anyBad(items)
  const exact = `CAST(${sql} AS ${kind === 'fen' ? 'BIGINT' : 'DECIMAL(24, 6)'})`
  const safe = bad === null ? exact : `CASE WHEN NOT ${bad} THEN ${exact} END`
  return named(scope, { sql: safe, kind, bad, level: top(items) })
}

function translated(
  inner: Compiled,
  words: readonly (readonly [string, string])[],
  otherwise: string | undefined,
  scope: Scope,
): Compiled {
  const text = scope.steps.bind(inner)
  const rows = words.map(([word, code]) => `(${quoteText(word)}, ${quoteText(code)})`).join(', ')
  const list = words.length === 0 ? `(SELECT NULL::VARCHAR AS w, NULL::VARCHAR AS c)` : `(VALUES ${rows})`
  const code = scope.steps.join(
    `${list} AS {n}(w, c)`,
    { sql: `{n}.w = ${text.sql}`, level: text.level },
    '{n}.c',
  )
  if (otherwise !== undefined) {
    const sql = `CASE WHEN ${text.sql} IS NOT NULL THEN coalesce(${code.sql}, ${quoteText(otherwise)}) END`
    return { sql, kind: 'text', bad: inner.bad, level: code.level }
  }
  const lost = `(${text.sql} IS NOT NULL AND ${code.sql} IS NULL)`
  return { ...code, kind: 'text', bad: inner.bad === null ? lost : `(${inner.bad} OR ${lost})` }
}

const isDay = ({ kind }: Compiled): boolean => kind === 'date' || kind === 'datetime'

/** Exact at six places, half away from zero: through whole numbers, since a division of decimals is a float. */
function unit(sql: string, multiply: number, divide: number): string {
  const whole = `CAST(abs(${sql}) * CAST(1000000 AS DECIMAL(20,0)) AS HUGEINT)`
  const scaled = `((${whole} * ${2 * multiply} + ${divide}) // ${2 * divide})`
  return `CAST(CAST(sign(${sql}) AS INTEGER) * CAST(${scaled} AS DECIMAL(24, 0)) * CAST(0.000001 AS DECIMAL(7, 6)) AS DECIMAL(24, 6))`
}

function oneKind(items: readonly Compiled[], allowed?: readonly Kind[]): Kind {
  const kinds = [...new Set(items.map(({ kind }) => kind))]
  const [kind] = kinds
  if (kinds.length !== 1 || (allowed && !allowed.includes(kind!))) {
    const wanted = allowed ? ` (${allowed.join(', ')})` : ''
    throw new SenseError(
      `values of one kind are needed${wanted}, not ${kinds.join(', ')}`,
      `各值须为同一类型${wanted}，现为 ${kinds.join('、')}`,
    )
  }
  return kind!
}

/** A statement; what is not known counts as not true. */
export function compileCondition(condition: Condition, scope: Scope): Ref {
  switch (condition.op) {
    case 'and':
    case 'or': {
      const items = condition.of.map((one) => compileCondition(one, scope))
      const sql = `(${items.map((item) => item.sql).join(condition.op === 'and' ? ' AND ' : ' OR ')})`
      return { sql, level: top(items) }
    }
    case 'not': {
      const inner = compileCondition(condition.of, scope)
      return { ...inner, sql: `(NOT ${inner.sql})` }
    }
    case 'empty':
    case 'filled': {
      const inner = compileValue(condition.of, scope)
      return { sql: `(${inner.sql} IS ${condition.op === 'empty' ? '' : 'NOT '}NULL)`, level: inner.level }
    }
    case 'in': {
      const text = asText(compileValue(condition.of, scope), scope)
      return {
        sql: `coalesce(${text.sql} IN (${condition.values.map(quoteText).join(', ')}), false)`,
        level: text.level,
      }
    }
    default: {
      const items = sameKind(compileValue(condition.left, scope), compileValue(condition.right, scope), scope)
      return {
        sql: `coalesce(${items[0].sql} ${SIGNS[condition.op]!} ${items[1].sql}, false)`,
        level: top(items),
      }
    }
  }
}

/** A text takes the kind of what it is compared with. */
function sameKind(left: Compiled, right: Compiled, scope: Scope): readonly [Compiled, Compiled] {
  if (left.kind === right.kind) return [left, right]
  const cast = (from: Compiled, to: Kind): Compiled => {
    if (to === 'number') return step(from, to, scope, numberOfText)
    if (to === 'date') return step(from, to, scope, (one, bind) => dateOfText(one, 'auto', bind))
    if (to === 'datetime') return step(from, to, scope, (one, bind) => datetimeOfText(one, 'auto', bind))
    return to === 'fen' ? step(from, to, scope, fenOfText) : asText(from, scope)
  }
  return left.kind === 'text' ? [cast(left, right.kind), right] : [left, cast(right, left.kind)]
}
