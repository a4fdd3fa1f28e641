import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { BulkClose, BulkOpen } from './model.ts'
import type { BulkLine } from './tables.ts'

export const BULK_JOB = 'seats-bulk'

/** Opens the seats of a list, asleep and ready: each wakes when the first of its team comes. Returns its id. */
export function bulkOpen(core: Core, actor: UserActor, { rows }: BulkOpen): Promise<string> {
  return begin(core, actor, 'open', null, (newId) =>
    rows.map(({ projectId, name, terminal = null }, at) => ({
      line: at + 1,
      seatId: newId(),
      projectId,
      name,
      terminal,
    })),
  )
}

/** Closes the seats of these projects, or all, and destroys what they keep. @throws XinyuError BULK_EMPTY */
export async function bulkClose(
  core: Core,
  actor: UserActor,
  { projectIds, reason }: BulkClose,
): Promise<string> {
  let query = core.db.selectFrom('seat').select(['id', 'project_id', 'name']).where('state', '<>', 'closed')
  if (projectIds !== 'all') query = query.where('project_id', 'in', projectIds)
  const seats = await query.orderBy('created_at').orderBy('id').execute()
  if (seats.length === 0) throw new XinyuError('BULK_EMPTY')
  return begin(core, actor, 'close', reason, () =>
    seats.map(({ id, project_id: projectId, name }, at) => ({
      line: at + 1,
      seatId: id,
      projectId,
      name,
      terminal: null,
    })),
  )
}

async function begin(
  core: Core,
  actor: UserActor,
  kind: 'open' | 'close',
  reason: string | null,
  linesOf: (newId: () => string) => BulkLine[],
): Promise<string> {
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    const bulkId = id()
    const lines = linesOf(id)
    // Seats have their ids before they are made: done again after a kill none is made twice.
    const jobId = await core.jobs.enqueue(tx, actor, BULK_JOB, { bulkId })
    await tx
      .insertInto('seat_bulk')
      .values({
        id: bulkId,
        kind,
        state: 'running',
        lines: JSON.stringify(lines),
        reason,
        job_id: jobId,
        created_by: actor.userId,
        created_at: now,
      })
      .execute()
    note({
      kind: `seats.bulk_${kind}_asked`,
      subject: { bulk: bulkId, job: jobId },
      payload: { seats: lines.length, reason },
    })
    return bulkId
  })
  return value
}
