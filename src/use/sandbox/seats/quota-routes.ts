import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { visibleContract } from '../../../flow/contract/index.ts'
import { type App, Id, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { setQuota } from './actions.ts'

/** Null: as the settings of the operator say. */
const SeatQuota = z.strictObject({
  memoryMib: z.int().min(64).max(1_048_576).nullable(),
  diskMib: z.int().min(1).max(1_048_576).nullable(),
  cpuSecondsPerDay: z.int().min(1).max(31_536_000).nullable(),
  viewRowsPerDay: z.int().min(0).max(100_000_000).nullable(),
})
const NONE = { memoryMib: null, diskMib: null, cpuSecondsPerDay: null, viewRowsPerDay: null }

/** 云算资源按需保障: a provider lowers what seats under its contract may use; nobody raises it beyond the settings. */
export function quotaRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contracts/:id/seat-quota',
    access: ['data_officer', 'developer'],
    summary: 'What a contract lowers of the limits of its seats',
    tag: 'seats',
    params: Id,
    response: SeatQuota,
    handler: async ({ actor, params }) => {
      await visibleContract(core, actor, params.id)
      const row = await core.db
        .selectFrom('seat_quota')
        .selectAll()
        .where('contract_id', '=', params.id)
        .executeTakeFirst()
      if (!row) return NONE
      return {
        memoryMib: row.memory_mib,
        diskMib: row.disk_mib,
        cpuSecondsPerDay: row.cpu_seconds_per_day,
        viewRowsPerDay: row.view_rows_per_day,
      }
    },
  })
  route(app, {
    method: 'PUT',
    url: '/contracts/:id/seat-quota',
    access: ['data_officer'],
    summary: 'Lower the limits of seats under a contract of which the own body is the provider',
    tag: 'seats',
    params: Id,
    body: SeatQuota,
    response: SeatQuota,
    handler: async ({ actor, params, body }) => {
      const { terms } = await visibleContract(core, actor, params.id)
      if (terms.providerId !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'contract' })
      await setQuota(core, actor, params.id, body)
      return body
    },
  })
}
