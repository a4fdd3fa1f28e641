import type { Json } from '../../kernel/canonical.ts'
import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import { type Random, systemRandom } from '../../kernel/random.ts'
import type { Engine } from '../../platform/engine/index.ts'
import type { GrantTerms, Prepared, StepKind } from '../run/index.ts'
import { finishPlan } from './after/index.ts'
import { computeBase } from './compute.ts'
import { lower } from './lower/index.ts'
import { refuser } from './lower/refuse.ts'
import { place, placeOfOther } from './lower/text.ts'
import type { Plan } from './plan/index.ts'
import { mustTellInstitutions, printBase } from './print/index.ts'
import { enforceable, restrict } from './rows.ts'
import { summarize } from './summary.ts'
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
 * DuckDB parses, we decide: its tree is lowered into the closed plan, only SQL printed from the bases of the plan
 * runs, and what the query does with statistics is done with the released ones.
 * `prepare` throws GATE_* (a refusal on form, with the place) and ENGINE_TEXT_TOO_LONG.
 */
export function createGate(engine: Pick<Engine, 'parse' | 'query'>, random: Random = systemRandom): Gate {
  async function prepare({ sql }: QueryInput, terms: GrantTerms): Promise<Prepared> {
    const plan = lower(await tree(sql, engine), sql, terms)
    for (const base of plan.bases) mustTellInstitutions(base, terms)
    return preparedOf(plan, terms)
  }

  function preparedOf(plan: Plan, terms: GrantTerms): Prepared {
    const { maxRows } = terms.limits
    return {
      plan,
      summary: summarize(plan, terms),
      fields: fieldsOf(plan),
      mostRows: mostRowsOf(plan, maxRows),
      enforces: (expression) => enforceable(expression, terms),
      restricted: (rules) => preparedOf(restrict(plan, rules, terms), terms),
      async execute(signal) {
        const done = []
        for (const base of plan.bases)
          done.push(await computeBase({ engine, random, terms, signal }, base, printBase(base, terms)))
        return {
          bases: done.map(({ raw }) => raw),
          elapsedMs: done.reduce((total, { elapsedMs }) => total + elapsedMs, 0),
          peakBytes: Math.max(...done.map(({ peakBytes }) => peakBytes)),
        }
      },
      finish(released) {
        const answer = finishPlan(plan, released)
        // It follows from what was released alone, so that it tells nothing else.
        if (answer.rows.length > maxRows) throw new XinyuError('ENGINE_TOO_MANY_ROWS', { limit: maxRows })
        return answer
      },
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
