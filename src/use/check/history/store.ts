import type { Tx } from '../../../platform/postgres/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Segment } from './model.ts'

/**
 * Names a segment: from the commit of this transaction on it counts. Call it in the transaction that releases the run,
 * and only there: what is released without its row would be forgotten.
 */
export async function segmentRow(
  tx: Tx,
  segment: Segment,
  runId: string,
  projectId: string,
  now: number,
): Promise<void> {
  const { file, digest, bytes, cells, exposure } = segment
  await tx
    .insertInto('history_segment')
    .values({ run_id: runId, project_id: projectId, file, digest, bytes, cells, exposure, created_at: now })
    .execute()
}

/** In the order of their release. */
export const segmentsOf = (core: Pick<Core, 'db'>, projectId: string) =>
  core.db
    .selectFrom('history_segment')
    .select(['run_id', 'file', 'digest', 'bytes', 'cells'])
    .where('project_id', '=', projectId)
    .orderBy('n')
    .execute()

export const segmentNamed = (core: Pick<Core, 'db'>, runId: string) =>
  core.db.selectFrom('history_segment').select('run_id').where('run_id', '=', runId).executeTakeFirst()

/** Sums over the segments of a project. */
export async function usedOf(
  core: Pick<Core, 'db'>,
  projectId: string,
): Promise<{ exposure: number; cells: number; bytes: number; segments: number }> {
  const row = await core.db
    .selectFrom('history_segment')
    .select((eb) => [
      eb.fn.max<number | null>('exposure').as('exposure'),
      eb.fn.sum<string | null>('cells').as('cells'),
      eb.fn.sum<string | null>('bytes').as('bytes'),
      eb.fn.countAll<number>().as('segments'),
    ])
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow()
  return {
    exposure: row.exposure ?? 0,
    cells: Number(row.cells ?? 0),
    bytes: Number(row.bytes ?? 0),
    segments: row.segments,
  }
}
