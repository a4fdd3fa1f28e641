import type { UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import type { ProjectTableView } from '../../../supply/treat/index.ts'
import type { Held, Origin, Runs } from '../../run/index.ts'
import type { SeatRow } from './store.ts'

/**
 * A grant under every contract whose tables the seat would show. One that is not allowed leaves its tables out; its run
 * says why.
 * @throws XinyuError SEAT_NOT_GRANTED where none is allowed
 */
export async function holdAll(
  runs: Runs,
  actor: UserActor,
  row: SeatRow,
  prepared: readonly ProjectTableView[],
  origin: Origin,
): Promise<Held[]> {
  const byContract = Map.groupBy(prepared, ({ contractId }) => contractId)
  let why = ''
  const asked = await Promise.all(
    [...byContract].map(async ([contractId, tables]) => {
      const fields = tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`))
      try {
        const found = await runs.hold(actor, { contractId, kind: 'seat', title: row.name, fields, origin })
        if ('step' in found) return found
        why = found.decision.because ?? found.decision.value
      } catch (error) {
        if (!isXinyuError(error) || !['RUN_VETOED', 'GRANT_VOID'].includes(error.code)) throw error
        why = error.code
      }
      return null
    }),
  )
  const held = asked.filter((one) => one !== null)
  if (held.length === 0) throw new XinyuError('SEAT_NOT_GRANTED', { why })
  return held
}

/** Ends grants whatever happens to one of them. */
export async function endAll(held: readonly Held[], why: Parameters<Held['end']>[0]): Promise<void> {
  await Promise.allSettled(held.map((one) => one.end(why)))
}
