import { condition, Missing, type Scope } from './compile.ts'
import { alwaysSound, formOf, type Reading, rawOf, storedAs, type TableReading, valueOf } from './columns.ts'
import { fullMatch } from './functions.ts'
import type { Rule } from './model.ts'
import { quoteName } from './sql.ts'

/**
 * A table with the typed value of each column that is asked for, computed once: `r` the text, `f` whether it is
 * well-formed, `a` the value. Stages are nested so that the engine computes each of them once a row.
 */
export interface Reader {
  readonly reading: TableReading
  value(column: string): string
  /** The cell; as text null where it is blank. */
  raw(column: string): string
  /** The cell holds nothing: a boolean that is never null. */
  empty(column: string): string
  /** The day or moment exists; null where the cell does not even have the form. */
  real(column: string): string
  malformed(column: string): string
  /** The relation, with `__row` and what was asked for; `only` narrows it by a condition on its own cells, `t.<cell>`. */
  sql(only?: string): string
}

/** `scopeFor` compiles the conditions of conditional forms; they may look only at their own row. */
export function createReader(
  reading: TableReading,
  options: { readonly validOnly: boolean; readonly scopeFor: (reader: Reader) => Scope },
): Reader {
  const wanted = new Set<string>()
  const refined = new Map<string, { form: string } | null>()
  const need = (column: string): Reading => {
    const found = reading.columns.get(column)
    if (!found) throw new Missing(`${reading.table.name}.${column}`)
    wanted.add(column)
    if (found.conditional.length > 0 && !refined.has(column)) {
      refined.set(column, null)
      refined.set(column, conditionalForm(found))
    }
    return found
  }
  const reader: Reader = {
    reading,
    value: (column) => name('a', need(column).name),
    raw: (column) => {
      const found = need(column)
      const cell = name('r', column)
      if (storedAs(found) !== null) return `CAST(${cell} AS VARCHAR)`
      return formed(found) ? `CASE WHEN ${blank(cell)} THEN NULL ELSE ${cell} END` : cell
    },
    empty: (column) => {
      const found = need(column)
      const cell = name('r', column)
      if (storedAs(found) !== null || !formed(found)) return `(${cell} IS NULL)`
      // What has the form is not blank: the slower question is asked of the few others only.
      return `(CASE WHEN ${name('f', column)} THEN false ELSE ${blank(cell)} END)`
    },
    real: (column) => {
      const found = need(column)
      const asked = storedAs(found) === null ? name('f', column) : `${name('r', column)} IS NOT NULL`
      return `(CASE WHEN ${asked} THEN ${name('a', column)} IS NOT NULL END)`
    },
    malformed: (column) => {
      const found = need(column)
      const cell = name('r', column)
      if (alwaysSound(found)) return 'false'
      if (storedAs(found) !== null) return `(${cell} IS NOT NULL AND ${name('a', column)} IS NULL)`
      const form = refined.get(column)?.form
      const tests = [...(formed(found) ? [name('f', column)] : []), ...(form === undefined ? [] : [form])]
      if (tests.length === 0) return 'false'
      return `(CASE WHEN ${tests.join(' AND ')} THEN false ELSE NOT ${blank(cell)} END)`
    },
    sql,
  }

  /** All that must hold of the text under the conditions of the pack; looks at plain values only. */
  function conditionalForm({ name: column, conditional }: Reading): { form: string } | null {
    const scope = options.scopeFor(reader)
    const parts = conditional.flatMap((rule) => conditionalPart(rule, column, scope))
    return parts.length === 0 ? null : { form: `(${parts.join(' AND ')})` }
  }

  function sql(only?: string): string {
    const columns = [...wanted].map((column) => reading.columns.get(column)!)
    const parts = columns.map((column) => partsOf(column))
    const from = `SELECT __row, ${parts.map((part) => part.raw).join(', ') || 'NULL'} FROM ${reading.table.relation} t`
    const tests = [...(reading.voids && options.validOnly ? [notVoid('t')] : []), ...(only ? [only] : [])]
    const valid = tests.length === 0 ? '' : ` WHERE ${tests.join(' AND ')}`
    const forms = parts.flatMap((part) => part.form ?? [])
    const second =
      forms.length === 0 ? `${from}${valid}` : `SELECT *, ${forms.join(', ')} FROM (${from}${valid}) t`
    const third = `SELECT *${parts.map((part) => `, ${part.value}`).join('')} FROM (${second}) t`
    const replaced = columns.flatMap(({ name: column }) => {
      const form = refined.get(column)?.form
      return form === undefined
        ? []
        : [`CASE WHEN ${form} THEN ${name('a', column)} END AS ${name('a', column)}`]
    })
    return replaced.length === 0 ? third : `SELECT * REPLACE (${replaced.join(', ')}) FROM (${third}) t`
  }

  return reader
}

function conditionalPart(rule: Rule, column: string, scope: Scope): string[] {
  if (rule.check.kind !== 'form' || rule.check.pattern === undefined) return []
  try {
    const when = condition(rule, rule.when!, scope)
    return [`coalesce(NOT ${when} OR ${fullMatch(name('r', column), rule.check.pattern)}, true)`]
  } catch (error) {
    if (error instanceof Missing) return []
    throw error
  }
}

function partsOf(column: Reading): { raw: string; form: string | null; value: string } {
  const raw = name('r', column.name)
  const stored = storedAs(column, `t.${name('c', column.name)}`)
  if (stored !== null) {
    // The cell itself goes along: what is stored in its type is not made text and back.
    const cell = `t.${quoteName(column.name)}`
    return {
      raw: `${cell} AS ${name('c', column.name)}, ${cell} AS ${raw}`,
      form: null,
      value: `${stored} AS ${name('a', column.name)}`,
    }
  }
  const form = formOf(column, raw)
  return {
    // A cell that is asked for its form is left as it lies: dictionaries of the storage then spare most of the work.
    raw: `${form !== null && column.stored === 'VARCHAR' ? `t.${quoteName(column.name)}` : rawOf(column)} AS ${raw}`,
    form: form === null ? null : `${form} AS ${name('f', column.name)}`,
    value: `${valueOf(column, raw, form === null ? null : name('f', column.name))} AS ${name('a', column.name)}`,
  }
}

const formed = (column: Reading): boolean => formOf(column, '') !== null

const blank = (cell: string): string => `(${cell} IS NULL OR trim(${cell}) = '')`

/** `vali_flag` 0 is void; a missing flag is a finding of its own, not a void row. */
export const notVoid = (alias: string): string => `coalesce(CAST(${alias}.vali_flag AS VARCHAR) <> '0', true)`

export const name = (prefix: 'r' | 'f' | 'a' | 'c', column: string): string =>
  quoteName(`${prefix}_${column}`)
