import { z } from 'zod'
import type { UserActor } from '../../kernel/actor.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { productView } from '../../supply/catalog/index.ts'
import { ProjectTableView } from '../../supply/treat/index.ts'
import { ColumnLevel, levelOf } from '../policy/index.ts'
import { approvalRoutes } from './approval/routes.ts'
import { documentRoutes } from './document/routes.ts'
import { endingRoutes } from './ending/routes.ts'
import { ContractState, ContractView, ProjectView } from './model.ts'
import { requestRoutes } from './negotiation/routes.ts'
import { endProject, ownProjectTables, prepareProjectTables } from './projects.ts'
import { signingRoutes } from './signing/routes.ts'
import { listContracts, listProjects } from './store.ts'
import { overseer, OVERSEERS, visibleContract } from './visible.ts'

const READERS = ['data_officer', 'steward', 'developer', 'output_checker', ...OVERSEERS] as const
const Empty = z.object({})
const Reason = z.strictObject({ reason: z.string().trim().min(4).max(1000) })

export function contractRoutes(app: App, core: Core): void {
  requestRoutes(app, core)
  approvalRoutes(app, core)
  signingRoutes(app, core)
  endingRoutes(app, core)
  documentRoutes(app, core)
  projectRoutes(app, core)
  route(app, {
    method: 'GET',
    url: '/contracts',
    access: READERS,
    summary: 'Contracts of the own body by side; of all bodies for overseeing officers',
    tag: 'flow',
    query: Page.extend({
      side: z.enum(['provider', 'consumer']).optional(),
      state: ContractState.optional(),
    }),
    response: listOf(ContractView),
    handler: ({ actor, query }) => {
      const side = query.side ?? (overseer(actor) ? 'all' : 'consumer')
      return listContracts(core, { ...query, side, participantId: actor.participantId })
    },
  })
  route(app, {
    method: 'GET',
    url: '/contracts/:id',
    access: READERS,
    summary: 'One contract with its frozen terms and counters',
    tag: 'flow',
    params: Id,
    response: ContractView,
    handler: ({ actor, params }) => visibleContract(core, actor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/contracts/:id/schema',
    access: READERS,
    summary: 'The tables and columns of a contract with their levels, for the workbench',
    tag: 'flow',
    params: Id,
    response: ContractSchema,
    handler: async ({ actor, params }) =>
      contractSchema(core, actor, await visibleContract(core, actor, params.id)),
  })
}

function projectRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/projects',
    access: ['data_officer', 'developer'],
    summary: 'Projects of the own body',
    tag: 'flow',
    response: listOf(ProjectView),
    handler: async ({ actor }) => {
      const items = await listProjects(core, actor.participantId)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/projects/:id/prepare',
    access: ['data_officer', 'developer'],
    summary: 'Prepare the de-identified tables of all contracts in force of an own project; runs as a job',
    tag: 'flow',
    params: Id,
    response: z.object({ jobId: z.uuid() }),
    handler: async ({ actor, params }) => ({ jobId: await prepareProjectTables(core, actor, params.id) }),
  })
  route(app, {
    method: 'GET',
    url: '/projects/:id/tables',
    access: ['data_officer', 'developer'],
    summary: 'Prepared tables of an own project: counts and risk, no rows',
    tag: 'flow',
    params: Id,
    response: listOf(ProjectTableView),
    handler: async ({ actor, params }) => {
      const items = await ownProjectTables(core, actor, params.id)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/projects/:id/end',
    access: ['data_officer'],
    summary: 'End an own project: contracts end, prepared tables and the key are destroyed',
    tag: 'flow',
    params: Id,
    body: Reason,
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await endProject(core, actor, params.id, body.reason)
      return {}
    },
  })
}

const ContractSchema = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      titleZh: z.string(),
      titleEn: z.string(),
      persons: z.boolean(),
      columns: z.array(
        z.object({
          name: z.string(),
          type: z.string(),
          level: ColumnLevel,
          titleZh: z.string(),
          titleEn: z.string(),
        }),
      ),
    }),
  ),
})

async function contractSchema(
  core: Core,
  actor: UserActor,
  contract: ContractView,
): Promise<z.output<typeof ContractSchema>> {
  const product = await productView(core, actor, contract.terms.productId)
  return {
    tables: (product?.details ?? []).map((table) => ({
      name: table.name,
      titleZh: table.titleZh,
      titleEn: table.titleEn,
      persons: table.insuredColumn !== null,
      columns: table.columns.map((column) => ({
        name: column.name,
        type: column.type,
        level: levelOf(contract.terms.policy, { table: table.name, column: column.name }),
        titleZh: column.titleZh,
        titleEn: column.titleEn,
      })),
    })),
  }
}
