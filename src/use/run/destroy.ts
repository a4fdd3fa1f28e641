import type { Core } from '../../safeguard/evidence/index.ts'
import type { History } from '../check/index.ts'
import { removeOutput } from './outputs.ts'

/** One output that is gone. */
export interface Destroyed {
  readonly run: string
  readonly digest: string
}

/**
 * Destroys the outputs of an ended contract: the files first, then the mark. What is destroyed already is named again,
 * so that a proof can be made after a crash. The caller's own entry is the evidence.
 */
export async function destroyOutputs(core: Core, contractId: string): Promise<Destroyed[]> {
  const runs = await core.db
    .selectFrom('run')
    .select(['id', 'output_hash'])
    .where('contract_id', '=', contractId)
    .where('output_hash', 'is not', null)
    .orderBy('id')
    .execute()
  for (const { id } of runs) await removeOutput(core.home, id)
  await core.db
    .updateTable('run')
    .set({ output_destroyed_at: core.clock.now() })
    .where('contract_id', '=', contractId)
    .where('output_hash', 'is not', null)
    .where('output_destroyed_at', 'is', null)
    .execute()
  return runs.map(({ id, output_hash }) => ({ run: id, digest: output_hash! }))
}

/** The history of a project that has ended holds sets of persons and serves nobody any more. Returns how many went. */
export async function destroyHistories(core: Core, history: History): Promise<number> {
  const ended = await core.db
    .selectFrom('history_segment')
    .innerJoin('project', 'project.id', 'history_segment.project_id')
    .select('project.id')
    .distinct()
    .where('project.ended_at', 'is not', null)
    .execute()
  for (const { id } of ended) await history.destroy(id)
  return ended.length
}
