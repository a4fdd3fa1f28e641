import type { SpreadFunction } from '../../after/moments.ts'
import type { Condition } from '../../plan/row.ts'
import { rawLiteral } from '../constant.ts'
import { formOf, withZeros } from '../form/form.ts'
import type { Form } from '../form/model.ts'
import { averageOf, PAIR_STATISTICS, pairOf, spreadOf } from '../form/moments.ts'
import {
  call as after,
  type Cells,
  countOf,
  countRows,
  guarded,
  numberExpr,
  type Summed,
  sumOf,
} from '../form/sum.ts'
import type { Node } from '../node.ts'
import type { RowScope } from '../scope.ts'
import { familyOf } from '../types.ts'
import type { Value } from '../value.ts'
import {
  type AggregateCall,
  countable,
  distinctName,
  filtered,
  misused,
  readCall,
  summable,
  summingOf,
} from './argument.ts'
import { EXTREMES, STATISTICS } from './names.ts'

/** What the statistics of one base lean on. */
export interface Group {
  readonly scope: RowScope
  readonly cells: Cells
}

/** One aggregate call → statistics of the base, and what is made of them after release. @throws GATE_* */
export function lowerStatistic(name: string, node: Node, group: Group): Summed {
  const call = readCall(name, node, group.scope)
  const extreme = EXTREMES[name]
  if (extreme) return refuseExtreme(call)
  if (name === 'count_star' || name === 'count') return counted(call, group)
  if (call.distinct) return misused(call)
  if (name === 'sum' && call.args.length === 1) return sumOf(summable(call, call.args[0]), group.cells)
  if ((name === 'avg' || name === 'mean') && call.args.length === 1)
    return double(averageOf(summable(call, call.args[0]), group.cells))
  if (name === 'median' || name.startsWith('quantile')) return quantile(call, group)
  const pair = PAIR_STATISTICS.find((one) => one === name)
  if (pair && call.args.length === 2) {
    const [y, x] = [summable(call, call.args[0]), summable(call, call.args[1])]
    const expr = pairOf(y, x, pair, group.cells) ?? misused(call)
    return pair === 'regr_count' ? big(expr) : double(expr)
  }
  const spread = SPREADS[name]
  if (!spread || call.args.length !== 1) return misused(call)
  return double(spreadOf(summable(call, call.args[0]), spread, group.cells) ?? misused(call))
}

const double = (expr: Summed['expr']): Summed => ({ expr, type: 'DOUBLE' })

const SPREADS: Readonly<Record<string, SpreadFunction>> = {
  stddev: 'stddev_samp',
  stddev_samp: 'stddev_samp',
  stddev_pop: 'stddev_pop',
  variance: 'var_samp',
  var_samp: 'var_samp',
  var_pop: 'var_pop',
}

function refuseExtreme(call: AggregateCall): never {
  const why = EXTREMES[call.name]!
  return call.scope.ctx.refuse({
    code: 'GATE_EXTREME',
    rule: `function.${call.name}`,
    params: { name: call.name, whyZh: why.zh, whyEn: why.en },
    at: call.node,
    allowed: {
      zh: 'median、quantile_cont(列, p) 或 avg；min、max 只可在按参保人分组的子查询中使用',
      en: 'median, quantile_cont(column, p) or avg; min and max only in a subquery that groups by the insured person',
    },
  })
}

function counted(call: AggregateCall, { cells }: Group): Summed {
  const { where, args, distinct } = call
  const family = cells.counts
  const raw = args[0] && args.length === 1 ? rawLiteral(args[0]) : null
  const isRows = args.length === 0 || (raw !== null && raw.type !== 'null')
  if (isRows && !distinct) return big(cells.add(countRows(where, family)))
  const value = countable(call)
  if (distinct) return big(cells.add(distinctCell(call, value)))
  const form = value.level === 'measure' ? formOf(value.expr, summingOf(call.scope)) : null
  if (form) return countOf(filtered(form, where), cells)
  if (!value.nullable && familyOf(value.type) !== 'double') return big(cells.add(countRows(where, family)))
  if (where.length === 0) return big(cells.add({ fn: 'count', of: value.expr, family }))
  return big(cells.add({ fn: 'count', of: guarded(where, value.expr, value.type), family }))
}

const big = (expr: Summed['expr']): Summed => ({ expr, type: 'BIGINT' })

function distinctCell(call: AggregateCall, value: Value) {
  const { where, scope, node } = call
  const name = value.level === 'identity' ? 'persons' : distinctName(value.expr, scope.ctx)
  if (!name)
    return scope.ctx.refuse({
      code: 'GATE_FUNCTION_FORM',
      rule: 'function.form.count_distinct',
      params: { name: 'count(distinct …)' },
      at: value.at === node ? node : value.at,
      ...value.refs[0],
      allowed: {
        zh: `可用 count(distinct 列)，或对 year、month、date_trunc、left 的结果去重计数`,
        en: 'count(distinct column), or of year, month, date_trunc or left of a column',
      },
    })
  const family = name === 'persons' ? name : `distinct:${name}`
  return { fn: 'count_distinct', of: guarded(where, value.expr, value.type), family } as const
}

/** Its place: between 1 and 99 hundredths, so that there are few of them. */
function placeOf(call: AggregateCall): string {
  if (call.name === 'median') return '0.5'
  const raw = call.args[1] ? rawLiteral(call.args[1]) : null
  const hundredths = Math.round(Number(raw?.value) * 100)
  const number = raw?.type === 'decimal' || raw?.type === 'double'
  if (
    number &&
    hundredths >= 1 &&
    hundredths <= 99 &&
    hundredths === Number((Number(raw.value) * 100).toFixed(9))
  )
    return String(hundredths / 100)
  return call.scope.ctx.refuse({
    code: 'GATE_QUANTILE',
    rule: 'quantile.place',
    params: { name: call.name },
    at: call.args[1] ?? call.node,
    allowed: {
      zh: '0.01 到 0.99 之间、至多两位小数的常量，例如 quantile_cont(列, 0.9)',
      en: 'a constant from 0.01 to 0.99 with at most two decimals, such as quantile_cont(column, 0.9)',
    },
  })
}

/** A quantile of one column (times and plus constants): what is taken apart must keep the order of the values. */
function quantile(call: AggregateCall, { cells }: Group): Summed {
  if (call.args.length !== (call.name === 'median' ? 1 : 2)) return misused(call)
  const at = placeOf(call)
  const form: Form = summable(call, call.args[0], withZeros)
  const [part, ...others] = form.parts
  const terms = part?.terms.filter(({ times }) => times !== 0) ?? []
  const constant = terms
    .filter(({ atoms }) => atoms.length === 0)
    .reduce((sum, { times, over }) => sum + times / over, 0)
  const [term, ...more] = terms.filter(({ atoms }) => atoms.length > 0)
  const [atom, second] = term?.atoms ?? []
  if (!part || !term || !atom || second || others.length > 0 || more.length > 0) return misused(call)
  const factor = term.times / term.over
  const place = factor < 0 ? String((100 - Math.round(Number(at) * 100)) / 100) : at
  const when: readonly Condition[] = part.when
  const cell = cells.add({
    fn: 'quantile',
    of: guarded(when, atom.expr, atom.type),
    at: place,
    family: `quantile:${place}:${atom.name}`,
  })
  const scaled = factor === 1 ? cell : after('multiply', cell, numberExpr(factor))
  return double(constant === 0 ? scaled : after('add', scaled, numberExpr(constant)))
}

/** An aggregate over what is released already. */
export function refuseAgain(node: Node, name: string, refuse: RowScope['ctx']['refuse']): never {
  return refuse({
    code: 'GATE_AGGREGATE_AGAIN',
    rule: 'statistic.again',
    params: { name },
    at: node,
    allowed: {
      zh: `对已汇总的结果可用窗口函数，例如 sum(列) OVER (…)；${STATISTICS.zh}只能用于逐人数据`,
      en: 'window functions over aggregated results, such as sum(column) OVER (…); a statistic goes over rows of persons alone',
    },
  })
}
