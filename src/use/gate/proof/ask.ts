import { isXinyuError } from '../../../kernel/errors/index.ts'
import type { QueryWork } from '../../../platform/engine/index.ts'
import { checkBases, isRest, isWithheld, type Shown } from '../../check/index.ts'
import type { Answer, GrantTerms, Prepared } from '../../run/index.ts'
import type { Gate } from '../gate.ts'
import type { NearEngine } from './engine.ts'
import type { Released } from './model.ts'

/** A text through gate, engine and check, with everything that was sent on the way. */
export interface Asked {
  readonly prepared: Prepared
  readonly rows: readonly (readonly Released[])[]
  readonly columns: Answer['columns']
  readonly sent: readonly QueryWork[]
}
export interface Refused {
  readonly refused: string
}

export interface Asking {
  readonly gate: Gate
  readonly engine: NearEngine
  readonly terms: GrantTerms
}

export async function prepare({ gate, terms }: Asking, sql: string): Promise<Prepared | Refused> {
  return gate.prepare({ sql }, terms).catch((error: unknown) => {
    if (!isXinyuError(error)) throw error
    return {
      refused: `${error.code} ${JSON.stringify(error.params)} ${JSON.stringify(error.detail ?? null)}`,
    }
  })
}

export async function ask({ engine, terms }: Asking, prepared: Prepared): Promise<Asked> {
  engine.sent()
  const { bases } = await prepared.execute(AbortSignal.timeout(60_000))
  const checked = checkBases(bases, terms.rules)
  const answer = prepared.finish(checked.bases)
  return {
    prepared,
    columns: answer.columns,
    rows: answer.rows.map((row) => row.map((value, at) => releasedOf(value, answer.columns[at]!.type))),
    sent: engine.sent(),
  }
}

const NUMBER = /^(.*INT|DOUBLE|FLOAT|DECIMAL.*)$/

export function releasedOf(value: Shown, type: string): Released {
  if (isWithheld(value)) return { value: null, slack: 0, mark: 'withheld' }
  if (isRest(value)) return { value: null, slack: 0, mark: 'rest' }
  return { value: typeof value === 'string' && NUMBER.test(type) ? Number(value) : value, slack: 0 }
}
