import { contractsInForce } from '../../../flow/contract/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { limitsFrom } from './rules.ts'

/** What a seat of a project may use: the settings, lowered by the contracts in force. */
export async function limitsOf(core: Core, projectId: string) {
  const ids = [...(await contractsInForce(core, projectId))]
  const rows =
    ids.length === 0
      ? []
      : await core.db.selectFrom('seat_quota').selectAll().where('contract_id', 'in', ids).execute()
  const quotas = rows.map((row) => ({
    memoryMib: row.memory_mib,
    diskMib: row.disk_mib,
    cpuSecondsPerDay: row.cpu_seconds_per_day,
    viewRowsPerDay: row.view_rows_per_day,
  }))
  return limitsFrom(core.config.sandbox, quotas)
}

/** Rows that the seats of a project may look at within a day. */
export const viewRowsOf = async (core: Core, projectId: string): Promise<number> =>
  (await limitsOf(core, projectId)).viewRowsPerDay
