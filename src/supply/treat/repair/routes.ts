import { z } from 'zod'
import type { UserRole } from '../../../kernel/roles.ts'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { applyDecisions, decideProposal, requestRepair } from './actions.ts'
import { CellView, Decision, NewRepair, QuarantineView, RepairBrief, RepairView } from './run-model.ts'
import { changedCells, listRuns, quarantinedRows, repairView } from './store.ts'

const WRITERS: readonly UserRole[] = ['data_officer', 'steward']
const STEWARDS: readonly UserRole[] = ['steward']
const tag = 'repair'
const Asked = z.object({ runId: z.uuid(), jobId: z.uuid() })
const Done = z.object({ done: z.literal(true) })
const OfTable = Page.extend({ table: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/) })

/** Repair of the own body's data; other bodies' runs look like none. Values leave masked only. */
export function repairRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/treatments/:id/repairs',
    access: WRITERS,
    summary: 'Repair what a treatment binds, or look first at what a repair would do',
    tag,
    params: Id,
    body: NewRepair,
    response: Asked,
    handler: ({ actor, params, body }) => requestRepair(core, actor, params.id, body),
  })

  route(app, {
    method: 'GET',
    url: '/repairs',
    access: WRITERS,
    summary: 'Repairs and previews of the own body, newest first',
    tag,
    query: Page.extend({ treatmentId: z.uuid().optional() }),
    response: listOf(RepairBrief),
    handler: ({ actor, query }) => listRuns(core, actor.participantId, query),
  })

  route(app, {
    method: 'GET',
    url: '/repairs/:id',
    access: WRITERS,
    summary: 'One repair: rounds, fixes, classes, arithmetic of accuracy, proposals',
    tag,
    params: Id,
    response: RepairView,
    handler: ({ actor, params }) => repairView(core, actor, params.id),
  })

  route(app, {
    method: 'GET',
    url: '/repairs/:id/cells',
    access: WRITERS,
    summary: 'Changed, merged or proposed cells of one table, masked',
    tag,
    params: Id,
    query: OfTable.extend({
      what: z.enum(['changes', 'proposals', 'merged']).default('changes'),
      fix: z
        .string()
        .regex(/^[a-z][a-z0-9_]{0,62}$/)
        .optional(),
    }),
    response: listOf(CellView),
    handler: ({ actor, params, query }) => changedCells(core, actor, params.id, query),
  })

  route(app, {
    method: 'GET',
    url: '/repairs/:id/quarantine',
    access: WRITERS,
    summary: 'Rows in quarantine of one table with the columns that could not be determined',
    tag,
    params: Id,
    query: OfTable,
    response: listOf(QuarantineView),
    handler: ({ actor, params, query }) => quarantinedRows(core, actor, params.id, query),
  })

  route(app, {
    method: 'POST',
    url: '/repair-proposals/:id/decision',
    access: STEWARDS,
    summary: 'Approve or reject a group of proposals, with a reason; single cells may be left out',
    tag,
    params: Id,
    body: Decision,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await decideProposal(core, actor, params.id, body)
      return { done: true as const }
    },
  })

  route(app, {
    method: 'POST',
    url: '/repairs/:id/apply',
    access: STEWARDS,
    summary: 'Repair the same versions again with the approved proposals',
    tag,
    params: Id,
    response: Asked,
    handler: ({ actor, params }) => applyDecisions(core, actor, params.id),
  })
}
