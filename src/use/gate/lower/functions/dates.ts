import type { RowFunction } from '../../plan/row.ts'
import { literalFor } from '../literal.ts'
import { quotedOf, type Node } from '../node.ts'
import { type Family, familyOf } from '../types.ts'
import { namedBy, type Value } from '../value.ts'
import { type Call, type Lowering, plain, textExpr } from './model.ts'
import { mustBe } from './typed.ts'

const PARTS: Readonly<Record<string, RowFunction>> = {
  year: 'year',
  years: 'year',
  quarter: 'quarter',
  month: 'month',
  months: 'month',
  week: 'week',
  weekofyear: 'week',
  day: 'day',
  days: 'day',
  dayofmonth: 'day',
  dow: 'dayofweek',
  dayofweek: 'dayofweek',
  weekday: 'dayofweek',
  hour: 'hour',
  hours: 'hour',
}
const UNITS = ['year', 'quarter', 'month', 'week', 'day']
const DATES = { zh: '日期或时间', en: 'a date or a time' }
const isDate = (family: Family) => family === 'date' || family === 'timestamp'

const date = (call: Call, node: Node | undefined): Value =>
  node ? mustBe(call, call.row(node), isDate, DATES) : call.misused()

function part(call: Call, fn: RowFunction | undefined, node: Node | undefined): Value {
  if (!fn) return call.misused()
  const of = date(call, node)
  if (fn === 'hour') mustBe(call, of, (family) => family === 'timestamp', { zh: '时间', en: 'a time' })
  return plain(call, fn, [of], { type: 'BIGINT' })
}

const byName = ['year', 'quarter', 'month', 'week', 'weekofyear', 'day', 'dayofmonth', 'dayofweek', 'hour']

const unitOf = (call: Call): string => {
  const word = quotedOf(call.args[0])?.toLowerCase()
  return UNITS.find((unit) => unit === word) ?? call.misused()
}

function trunc(call: Call): Value {
  if (call.args.length !== 2) return call.misused()
  const unit = unitOf(call)
  const of = date(call, call.args[1])
  return plain(call, 'date_trunc', [of], { type: 'DATE', args: [textExpr(unit), of.expr] })
}

/** How many boundaries of the unit lie between two dates. A constant takes the type of the other. */
function diff(call: Call): Value {
  if (call.args.length !== 3) return call.misused()
  const unit = unitOf(call)
  const [from, to] = [call.row(call.args[1]!), call.row(call.args[2]!)]
  const named = [from, to].find(({ raw }) => !raw)
  if (!named) return call.misused()
  const exprs = [from, to].map((value) => {
    if (value.raw)
      return literalFor(named.type, value.at, { refuse: call.scope.ctx.refuse, named: namedBy(named) })
    return mustBe(call, value, (family) => isDate(family) && family === familyOf(named.type), DATES).expr
  })
  return plain(call, 'date_diff', [from, to], { type: 'BIGINT', args: [textExpr(unit), ...exprs] })
}

export const DATE_FUNCTIONS: readonly (readonly [name: string, Lowering])[] = [
  ...byName.map((name): readonly [string, Lowering] => [
    name,
    (call) => (call.args.length === 1 ? part(call, PARTS[name], call.args[0]) : call.misused()),
  ]),
  [
    'date_part',
    (call) =>
      call.args.length === 2
        ? part(
            call,
            new Map(Object.entries(PARTS)).get(quotedOf(call.args[0])?.toLowerCase() ?? ''),
            call.args[1],
          )
        : call.misused(),
  ],
  ['date_trunc', trunc],
  ['date_diff', diff],
  ['datediff', diff],
]
