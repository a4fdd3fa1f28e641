import { nationalTables } from '../standard/index.ts'
import { FUNCTIONS } from './functions.ts'
import type { Check, Expr, Rule } from './model.ts'

type Language = 'zh' | 'en'

const columnTitle = (table: string, column: string, language: Language): string => {
  const found = nationalTables()
    .find(({ name }) => name === table)
    ?.columns.find(({ name }) => name === column)
  return (language === 'zh' ? found?.titleZh : found?.titleEn) ?? column
}
const tableTitle = (table: string, language: Language): string => {
  const found = nationalTables().find(({ name }) => name === table)
  return (language === 'zh' ? found?.titleZh : found?.titleEn) ?? table
}

/** Functions that stand between their arguments. */
const SIGNS: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '≠',
  lt: '<',
  le: '≤',
  gt: '>',
  ge: '≥',
  add: '+',
  sub: '−',
  mul: '×',
}

/** What a rule checks, as a sentence for who does not read code. */
export function wordsOf(rule: Rule, language: Language): string {
  const when = rule.when === undefined ? '' : exprWords(rule.when, rule.table, language)
  const check = checkWords(rule.check, rule, language)
  if (when === '') return check
  return language === 'zh' ? `当 ${when} 时，${check}` : `Where ${when}: ${check}`
}

function checkWords(check: Check, rule: Rule, language: Language): string {
  const zh = language === 'zh'
  const mine = columnTitle(rule.table, rule.column, language)
  const columns = (names: readonly string[]) =>
    names.map((name) => columnTitle(rule.table, name, language)).join(zh ? '、' : ', ')
  switch (check.kind) {
    case 'required':
      return zh ? `“${mine}”不为空` : `"${mine}" is not empty`
    case 'form': {
      const pattern = check.pattern === undefined ? '' : ` ${check.pattern}`
      return zh ? `“${mine}”符合格式${pattern}` : `"${mine}" has its form${pattern}`
    }
    case 'code': {
      const list = check.in ? tableTitle(check.in.table, language) : (check.list ?? '')
      return zh ? `“${mine}”在“${list}”内` : `"${mine}" is in "${list}"`
    }
    case 'unique': {
      const per = check.per === undefined ? '' : columnTitle(rule.table, check.per, language)
      if (per === '')
        return zh ? `“${columns(check.columns)}”不重复` : `"${columns(check.columns)}" occurs once`
      return zh
        ? `同一“${columns(check.columns)}”只对应一个“${per}”`
        : `one "${columns(check.columns)}" has one "${per}"`
    }
    case 'exists': {
      const other = tableTitle(check.table, language)
      const names = columns(Object.values(check.on))
      return zh ? `“${names}”在“${other}”中存在` : `"${names}" exists in "${other}"`
    }
    case 'holds':
      return exprWords(check.test, rule.table, language)
  }
}

function exprWords(expr: Expr, table: string, language: Language): string {
  const zh = language === 'zh'
  if ('col' in expr) return columnTitle(table, expr.col, language)
  if ('raw' in expr) return columnTitle(table, expr.raw, language)
  if ('lit' in expr) return typeof expr.lit === 'string' ? `“${expr.lit}”` : String(expr.lit)
  if ('setting' in expr) return `[${expr.setting}]`
  if ('lookup' in expr) {
    const { table: other, column } = expr.lookup
    return zh
      ? `${tableTitle(other, language)}的${columnTitle(other, column, language)}`
      : `${columnTitle(other, column, language)} of ${tableTitle(other, language)}`
  }
  if ('total' in expr) {
    const { table: other, column } = expr.total
    const of = column === undefined ? (zh ? '行数' : 'rows') : columnTitle(other, column, language)
    return zh ? `${tableTitle(other, language)}的${of}之和` : `sum of ${of} in ${tableTitle(other, language)}`
  }
  const args = expr.args.map((arg) => exprWords(arg, table, language))
  const sign = SIGNS[expr.fn]
  if (sign !== undefined && args.length > 1) return `(${args.join(` ${sign} `)})`
  const fn = Object.hasOwn(FUNCTIONS, expr.fn) ? FUNCTIONS[expr.fn] : undefined
  const word = zh ? fn?.zh : fn?.en
  if (expr.fn === 'and' || expr.fn === 'or') {
    return `(${args.join(expr.fn === 'and' ? (zh ? ' 且 ' : ' and ') : zh ? ' 或 ' : ' or ')})`
  }
  return `${word ?? expr.fn}(${args.join(', ')})`
}
