import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import type { Random } from '../../kernel/random.ts'
import type { Engine, QueryWork } from '../../platform/engine/index.ts'
import type { RawBase } from '../check/index.ts'
import type { GrantTerms } from '../run/index.ts'
import type { Base } from './plan/index.ts'
import { type Printed, relationsOf } from './print/index.ts'
import { rawBase } from './raw.ts'

export interface Computing {
  readonly engine: Pick<Engine, 'query'>
  readonly random: Random
  readonly terms: GrantTerms
  readonly signal: AbortSignal
}

export interface Computed {
  readonly raw: RawBase
  readonly elapsedMs: number
  readonly peakBytes: number
}

/** Rows before the check, small groups included, for each row that may be shown. */
const RAW_ROWS = 10

/**
 * Asks the engine for one base. The limits that depend on rows which are never shown are blurred by a quarter, drawn
 * for each run: a query placed at the edge of a limit would else tell whether one more person is there.
 * @throws XinyuError ENGINE_TOO_MANY_ROWS, ENGINE_TOO_MANY_MEMBERS, ENGINE_TIMEOUT, ENGINE_MEMORY, ENGINE_DISK, …
 */
export async function computeBase(computing: Computing, base: Base, printed: Printed): Promise<Computed> {
  const { engine, terms, signal } = computing
  const share = shareOf(computing.random)
  const result = await engine.query(workOf(base, printed, terms, share), signal).catch(plain(terms))
  const { elapsedMs, peakBytes } = result
  return { raw: rawBase(base, printed, result), elapsedMs, peakBytes }
}

/** Between three quarters and one. */
function shareOf(random: Random): number {
  const [high = 0, low = 0] = random.bytes(2)
  return 0.75 + (high * 256 + low) / 262_144
}

function workOf(base: Base, printed: Printed, terms: GrantTerms, share: number): QueryWork {
  const names = new Set(relationsOf(base.input).flatMap((one) => (one.op === 'scan' ? [one.table] : [])))
  const tables = Object.fromEntries(
    terms.tables.flatMap(({ name, files }) => (names.has(name) ? [[name, files]] : [])),
  )
  const { steps, sql, members } = printed
  const { limits, lane } = terms
  return {
    sql,
    tables,
    steps,
    limits: { ...limits, maxRows: Math.floor(limits.maxRows * RAW_ROWS * share) },
    ...(members ? { members: { ...membersWork(members), share } } : {}),
    ...(lane === undefined ? {} : { lane }),
  }
}

const membersWork = ({ sql, folds, size, unions }: NonNullable<Printed['members']>) => ({
  sql,
  folds,
  ...(size === undefined ? {} : { size }),
  ...(unions === undefined ? {} : { unions }),
})

/** The drawn limit is not told, and no failure says more than that there was one. */
function plain({ limits }: GrantTerms): (error: unknown) => never {
  return (error) => {
    if (isXinyuError(error) && error.code === 'ENGINE_TOO_MANY_ROWS')
      throw new XinyuError('ENGINE_TOO_MANY_ROWS', { limit: limits.maxRows })
    if (isXinyuError(error) && error.code === 'ENGINE_FAILED')
      throw new XinyuError('ENGINE_FAILED', { what: 'query' })
    throw error
  }
}
