import { inForce } from '../../../flow/contract/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { limitsFrom } from './rules.ts'

/** What a seat of a project may use: the settings, lowered by the contracts in force. */
export async function limitsOf(core: Core, projectId: string) {
  const rows = await inForce(core, projectId)
    .innerJoin('seat_quota', 'seat_quota.contract_id', 'contract.id')
    .selectAll('seat_quota')
    .execute()
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
