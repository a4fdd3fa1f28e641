import type { Json } from '../../../kernel/canonical.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

/**
 * What is kept of a seat that is closed: its notebooks with their versions and outputs, and the logs of its jobs. The
 * recording stays for the auditor as long as it is kept anyway. Says what went, for the proof.
 */
export async function destroyWork(core: Core, seatId: string): Promise<Json> {
  const notebooks = await core.db
    .deleteFrom('seat_notebook')
    .where('seat_id', '=', seatId)
    .returning('id')
    .execute()
  const jobs = await core.db.deleteFrom('seat_job').where('seat_id', '=', seatId).returning('id').execute()
  return { notebooks: notebooks.map(({ id }) => id).sort(), jobs: jobs.map(({ id }) => id).sort() }
}
