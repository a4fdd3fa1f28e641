import { sql } from 'kysely'
import { systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { problemOf } from '../../run/index.ts'
import type { House } from './house.ts'
import { destroyFiles } from './kept.ts'
import type { SeatRow } from './store.ts'

const KEEPER = systemActor('seats')

/**
 * A contract that ended and demands deletion takes the files of its seats with it: what rests on it cannot be told
 * apart. Looked at from time to time for those that sleep, and for one seat before its files are opened again.
 */
export async function settleEnded(house: House, seatId?: string): Promise<boolean> {
  let query = house.core.db
    .selectFrom('seat_grant as g')
    .innerJoin('seat as s', 's.id', 'g.seat_id')
    .innerJoin('contract as c', 'c.id', 'g.contract_id')
    .selectAll('s')
    .select('g.contract_id')
    .distinctOn(['s.id'])
    .where('g.settled', '=', false)
    .where('c.state', '=', 'ended')
  query =
    seatId === undefined
      ? query.where('s.state', 'in', ['asleep', 'blocked', 'waiting'])
      : query.where('s.id', '=', seatId)
  const owes = sql<boolean>`c.terms->'policy'->'obligations' @> '[{"action":"delete"}]'`
  const owed = await query.where(owes).execute()
  for (const { contract_id: contractId, ...row } of owed) await destroyWork(house, row, contractId)
  return owed.length > 0
}

async function destroyWork({ core, ports }: House, row: SeatRow, contractId: string): Promise<void> {
  const files = await destroyFiles(core, row)
  const work = await ports.destroy(row.id)
  await act(core, KEEPER, async ({ tx, note }) => {
    const problem = problemOf(new XinyuError('SEAT_FILES_DESTROYED', { contract: contractId }))
    await tx
      .updateTable('seat')
      .set({ files_generation: 0, files_bytes: 0, files_digest: null, files_at: null })
      .set({ problem: JSON.stringify(problem) })
      .where('id', '=', row.id)
      .execute()
    // Nothing of any contract is left in it.
    await tx.updateTable('seat_grant').set({ settled: true }).where('seat_id', '=', row.id).execute()
    note({
      kind: 'seat.files_destroyed',
      subject: { seat: row.id, project: row.project_id, consumer: row.consumer_id, contract: contractId },
      payload: { files, work },
    })
  })
}
