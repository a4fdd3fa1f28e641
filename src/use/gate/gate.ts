import type { Json } from '../../kernel/canonical.ts'
import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import type { Cell, Engine, QueryResult } from '../../platform/engine/index.ts'
import { NO_PERSONS } from '../check/index.ts'
import type { RawTable } from '../check/index.ts'
import type { GrantTerms, Prepared, StepKind } from '../run/index.ts'
import { arrange } from './arrange.ts'
import { lower } from './lower.ts'
import type { Plan } from './model.ts'
import { scansOf } from './print.ts'
import { refuser } from './refuse.ts'
import { enforceable, restrict } from './rows.ts'
import { summarize } from './summary.ts'
import { type Printed, printPlan } from './support.ts'
import { place, placeOfOther } from './text.ts'
import { fieldsOf, mostRowsOf } from './touched.ts'

export interface QueryInput {
  readonly sql: string
}

/** The gate: SQL that answers the question and never shows the person. */
export interface Gate extends StepKind<QueryInput> {
  readonly kind: 'query'
  /** Form only, without data: what it would do, or the refusal as an error of the one table. */
  explain(sql: string, terms: GrantTerms): Promise<Explained>
}

export type Explained =
  | { readonly ok: true; readonly plan: Json; readonly summary: { readonly zh: string; readonly en: string } }
  | { readonly ok: false; readonly error: XinyuError }

/**
 * DuckDB parses, we decide: its tree is lowered into the closed plan, and only SQL printed from the plan runs.
 * `prepare` throws GATE_* (a refusal on form, with the place) and ENGINE_TEXT_TOO_LONG.
 */
export function createGate(engine: Pick<Engine, 'parse' | 'query'>): Gate {
  async function prepare({ sql }: QueryInput, terms: GrantTerms): Promise<Prepared> {
    return preparedOf(lower(await tree(sql, engine), sql, terms), terms)
  }

  function preparedOf(plan: Plan, terms: GrantTerms): Prepared {
    const printed = printPlan(plan, terms.minGroup)
    // The types are known once the result is there; `arrange` is called after it.
    let types: readonly string[] = []
    return {
      plan,
      summary: summarize(plan, terms),
      fields: fieldsOf(plan),
      mostRows: mostRowsOf(plan, terms.limits.maxRows),
      enforces: (expression) => enforceable(expression, terms),
      restricted: (rules) => preparedOf(restrict(plan, rules, terms), terms),
      async execute(signal) {
        const result = await engine.query(work(plan, printed, terms), signal).catch(overflow)
        const table = rawTable(plan, printed, result)
        types = table.columns.map(({ type }) => type)
        return { ...table, elapsedMs: result.elapsedMs, peakBytes: result.peakBytes }
      },
      arrange: (rows) => arrange(plan, types, rows),
    }
  }

  return {
    kind: 'query',
    prepare,
    async explain(sql, terms) {
      try {
        const { plan, summary } = await prepare({ sql }, terms)
        return { ok: true, plan, summary }
      } catch (error) {
        if (isXinyuError(error) && error.code.startsWith('GATE_')) return { ok: false, error }
        throw error
      }
    },
  }
}

const ONLY_SELECT = /only select/i

async function tree(sql: string, engine: Pick<Engine, 'parse'>): Promise<Json> {
  const parsed = await engine.parse(sql)
  if (parsed.ok) return parsed.tree
  const here =
    parsed.offset === null
      ? null
      : Buffer.from(sql, 'utf8').subarray(0, parsed.offset).toString('utf8').length
  const select = ONLY_SELECT.test(parsed.message)
  return refuser(sql)({
    code: select ? 'GATE_NOT_SELECT' : 'GATE_SYNTAX',
    rule: select ? 'statement.select' : 'syntax',
    params: { message: parsed.message.split('\n')[0]!.slice(0, 200) },
    ...(select
      ? { place: placeOfOther(sql) }
      : here === null
        ? {}
        : { place: place(sql, here, here < sql.length ? 1 : 0) }),
    allowed: { zh: '一条 SELECT 语句', en: 'one SELECT statement' },
  })
}

function work(plan: Plan, { sql }: Printed, terms: GrantTerms) {
  const names = new Set(scansOf(plan.root.input).map(({ table }) => table))
  const tables = Object.fromEntries(
    terms.tables.flatMap(({ name, files }) => (names.has(name) ? [[name, files]] : [])),
  )
  return { sql, tables, limits: terms.limits }
}

/** A sum beyond the type: it names no row, and there is nothing to show. */
function overflow(error: unknown): never {
  if (isXinyuError(error) && error.code === 'ENGINE_FAILED' && error.params.what === 'Out of Range Error') {
    throw new XinyuError('GATE_OVERFLOW')
  }
  throw error
}

/** The engine's rows in the order of the output, each cell with the persons that it rests on. */
function rawTable(plan: Plan, printed: Printed, result: QueryResult): RawTable {
  const { keys, cells, supportOf } = printed
  const place = (from: 'key' | 'cell', index: number) => (from === 'key' ? index : keys + index)
  const number = (row: readonly Cell[], index: number) => Number(row[keys + cells + index] ?? 0)
  const finite = (value: Cell) => {
    if (value === 'NaN' || value === 'Infinity' || value === '-Infinity')
      throw new XinyuError('GATE_OVERFLOW')
    return value
  }
  return {
    columns: plan.output.map(({ name, from, index }) => ({
      name,
      type: result.columns[place(from, index)]?.type ?? 'UNKNOWN',
      role: from === 'key' ? 'key' : 'statistic',
    })),
    rows: result.rows.map((row) =>
      plan.output.map(({ from, index }) => {
        const value = row[place(from, index)] ?? null
        return from === 'cell' && result.columns[place(from, index)]?.type === 'DOUBLE'
          ? finite(value)
          : value
      }),
    ),
    support: result.rows.map((row) =>
      plan.output.map(({ from, index }) => {
        if (!printed.persons) return NO_PERSONS
        return number(row, from === 'key' ? 0 : supportOf[index]!)
      }),
    ),
    scalar: plan.root.keys.length === 0,
  }
}
