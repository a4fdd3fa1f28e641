import { z } from 'zod'
import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { productView } from '../../supply/catalog/index.ts'
import { ProjectTableView } from '../../supply/treat/index.ts'
import { ColumnLevel, levelOf } from '../policy/index.ts'
import { changeContract } from './actions.ts'
import { ContractState, ContractView, NewRequest, ProjectView, RequestState, RequestView } from './model.ts'
import { endProject, ownProjectTables, prepareProjectTables } from './projects.ts'
import { approveRequest, makeRequest, rejectRequest, withdrawRequest } from './requests.ts'
import { contractById, listContracts, listProjects, listRequests } from './store.ts'

/** Who reads contracts of all bodies: the officers who watch over the space. */
const OVERSEERS = ['auditor', 'security_officer'] as const
const READERS = ['data_officer', 'steward', 'developer', 'output_checker', ...OVERSEERS] as const
const Empty = z.object({})
const Reason = z.strictObject({ reason: z.string().trim().min(4).max(1000) })

export function contractRoutes(app: App, core: Core): void {
  requestRoutes(app, core)
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
  for (const change of ['suspend', 'resume', 'end'] as const) {
    route(app, {
      method: 'POST',
      url: `/contracts/:id/${change}`,
      access: ['data_officer'],
      summary: `${change} a contract; running work under a stopped contract is stopped`,
      tag: 'flow',
      params: Id,
      body: Reason,
      response: Empty,
      handler: async ({ actor, params, body }) => {
        await changeContract(core, actor, params.id, change, body.reason)
        return {}
      },
    })
  }
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

function requestRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/requests',
    access: ['data_officer', 'developer'],
    summary: 'Requests to or from the own body',
    tag: 'flow',
    query: Page.extend({ direction: z.enum(['in', 'out']), state: RequestState.optional() }),
    response: listOf(RequestView),
    handler: ({ actor, query }) => listRequests(core, { ...query, participantId: actor.participantId }),
  })
  route(app, {
    method: 'POST',
    url: '/requests',
    access: ['data_officer', 'developer'],
    summary: 'Ask for a product under an open offer',
    tag: 'flow',
    body: NewRequest,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, body }) => (await makeRequest(core, actor, body)).value,
  })
  route(app, {
    method: 'POST',
    url: '/requests/:id/approve',
    access: ['data_officer'],
    summary: 'Agree to a request: the contract comes into force',
    tag: 'flow',
    params: Id,
    body: z.strictObject({ answer: z.string().trim().max(1000).optional() }),
    response: z.object({ contractId: z.uuid() }),
    handler: async ({ actor, params, body }) =>
      (await approveRequest(core, actor, params.id, body.answer ?? null)).value,
  })
  route(app, {
    method: 'POST',
    url: '/requests/:id/reject',
    access: ['data_officer'],
    summary: 'Decline a request with a reason',
    tag: 'flow',
    params: Id,
    body: z.strictObject({ answer: z.string().trim().min(4).max(1000) }),
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await rejectRequest(core, actor, params.id, body.answer)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/requests/:id/withdraw',
    access: ['data_officer', 'developer'],
    summary: 'Take back a request of the own body',
    tag: 'flow',
    params: Id,
    response: Empty,
    handler: async ({ actor, params }) => {
      await withdrawRequest(core, actor, params.id)
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

const overseer = (actor: UserActor): boolean => OVERSEERS.some((role) => actor.roles.includes(role))

/** A contract of another body looks the same as none. @throws XinyuError NOT_FOUND */
export async function visibleContract(core: Core, actor: UserActor, id: string): Promise<ContractView> {
  const contract = await contractById(core, id)
  const own = contract && [contract.terms.providerId, contract.terms.consumerId].includes(actor.participantId)
  if (!contract || !(own || overseer(actor))) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  return contract
}
