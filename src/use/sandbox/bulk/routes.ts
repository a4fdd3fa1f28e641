import type { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, Id, route } from '../../../platform/http/index.ts'
import { type Core } from '../../../safeguard/evidence/index.ts'
import { participantById } from '../../../safeguard/identity/index.ts'
import { BulkView } from '../model.ts'
import { bulkClose, bulkOpen } from './actions.ts'
import { BulkClose, BulkOpen } from './model.ts'

const OFFICE = ['data_officer'] as const
const tag = 'seats'

/** Opening and closing many seats: the operator's office. */
export function bulkRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/seats/bulk',
    access: OFFICE,
    summary: 'Open the seats of a list: asleep and ready, as a job',
    tag,
    body: BulkOpen,
    response: BulkView,
    handler: async ({ actor, body }) => {
      await mustBeOperator(core, actor)
      return bulkView(core, await bulkOpen(core, actor, body))
    },
  })
  route(app, {
    method: 'POST',
    url: '/seats/bulk-close',
    access: OFFICE,
    summary: 'Close seats for good and destroy what they keep, with one proof over all, as a job',
    tag,
    body: BulkClose,
    response: BulkView,
    handler: async ({ actor, body }) => {
      await mustBeOperator(core, actor)
      return bulkView(core, await bulkClose(core, actor, body))
    },
  })
  route(app, {
    method: 'GET',
    url: '/seats/bulk/:id',
    access: OFFICE,
    summary: 'How far the opening or closing of many seats is',
    tag,
    params: Id,
    response: BulkView,
    handler: async ({ actor, params }) => {
      await mustBeOperator(core, actor)
      return bulkView(core, params.id)
    },
  })
  route(app, {
    method: 'POST',
    url: '/seats/bulk/:id/cancel',
    access: OFFICE,
    summary: 'Stop the opening or closing of many seats; what is done stays done',
    tag,
    params: Id,
    response: BulkView,
    handler: async ({ actor, params }) => {
      await mustBeOperator(core, actor)
      const row = await rowOf(core, params.id)
      if (row.job_id !== null) await core.jobs.cancel(row.job_id)
      return bulkView(core, params.id)
    },
  })
}

async function mustBeOperator(core: Core, actor: UserActor): Promise<void> {
  const body = await participantById(core, actor.participantId)
  if (!body?.roles.includes('operator')) throw new XinyuError('SEAT_NOT_OPERATOR')
}

async function rowOf(core: Core, id: string) {
  const row = await core.db.selectFrom('seat_bulk').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'bulk' })
  return row
}

async function bulkView(core: Core, id: string): Promise<z.output<typeof BulkView>> {
  const row = await rowOf(core, id)
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    total: row.lines.length,
    done: row.done,
    failed: row.problems.length,
    leaf: row.leaf,
    problems: row.problems,
    createdAt: row.created_at,
  }
}
