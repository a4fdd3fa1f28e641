import type { Core } from '../../../safeguard/evidence/index.ts'
import type { BudgetView } from './model.ts'
import { usedOf } from './store.ts'

/** What a project has used of its release budget, from the rows of its segments: nothing is read from disk. */
export async function budgetOf(core: Core, projectId: string): Promise<BudgetView> {
  const { maxExposure, maxCells } = core.config.gate
  const { exposure, cells, bytes } = await usedOf(core, projectId)
  const audits = await core.db
    .selectFrom('history_audit')
    .select(['ended_at', 'narrowest', 'cells', 'closed'])
    .where('project_id', '=', projectId)
    .where('state', '=', 'done')
    .orderBy('ended_at', 'desc')
    .execute()
  const last = audits[0]
  const closed = exposure >= maxExposure || cells >= maxCells || audits.some((audit) => audit.closed)
  return {
    exposure,
    cells,
    bytes,
    maxExposure,
    maxCells,
    closed,
    audit: last ? { at: last.ended_at!, narrowest: last.narrowest ?? 1, cells: last.cells } : null,
  }
}
