import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { decidingOf, setDeciding } from '../deciding/actions.ts'
import { Deciding, DecidingView } from '../deciding/model.ts'
import { DifferenceView, differences } from '../document/differences.ts'
import { acceptRequest, approveRequest } from './accept.ts'
import { counterRequest, rejectRequest, withdrawRequest } from './actions.ts'
import { makeRequest } from './ask.ts'
import { Counter, NewRequest, RequestState, RequestVersion, RequestView } from './model.ts'
import { listRequests, requestById, requestVersions } from './store.ts'

const BOTH = ['data_officer', 'developer'] as const
/** Whoever may stand in an approval chain reads what is to be approved. */
const PEOPLE = [...BOTH, 'steward', 'output_checker', 'expert', 'duty_officer'] as const
const Answer = z.strictObject({
  answer: z.string().trim().max(1000).optional(),
  /** The version that was read. */
  n: z.int().min(1).optional(),
})
const Accepted = z.object({ contractId: z.uuid().nullable(), approvalId: z.uuid().nullable() })
const Empty = z.object({})

/** Requests and what is negotiated about them. */
export function requestRoutes(app: App, core: Core): void {
  readRoutes(app, core)
  route(app, {
    method: 'POST',
    url: '/requests',
    access: BOTH,
    summary: 'Ask for a product under an open offer; with a policy it is a counter-proposal',
    tag: 'flow',
    body: NewRequest,
    response: z.object({ id: z.uuid(), number: z.string() }),
    handler: async ({ actor, body }) => (await makeRequest(core, actor, body)).value,
  })
  route(app, {
    method: 'POST',
    url: '/requests/:id/counter',
    access: ['data_officer'],
    summary: 'Answer the other side’s version with an own one; the turn goes over',
    tag: 'flow',
    params: Id,
    body: Counter,
    response: z.object({ n: z.int() }),
    handler: async ({ actor, params, body }) => (await counterRequest(core, actor, params.id, body)).value,
  })
  route(app, {
    method: 'POST',
    url: '/requests/:id/accept',
    access: ['data_officer'],
    summary: 'Accept the other side’s latest version: a contract waits for signatures',
    tag: 'flow',
    params: Id,
    body: Answer,
    response: Accepted,
    handler: async ({ actor, params, body }) =>
      (await acceptRequest(core, actor, params.id, body.answer ?? null, body.n)).value,
  })
  route(app, {
    method: 'POST',
    url: '/requests/:id/approve',
    access: ['data_officer'],
    summary: 'Accept and sign for the own body in one go; the other side signs next',
    tag: 'flow',
    params: Id,
    body: Answer,
    response: Accepted,
    handler: async ({ actor, params, body }) =>
      (await approveRequest(core, actor, params.id, body.answer ?? null, body.n)).value,
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
    access: BOTH,
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

function readRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/requests',
    access: BOTH,
    summary: 'Requests to or from the own body',
    tag: 'flow',
    query: Page.extend({ direction: z.enum(['in', 'out']), state: RequestState.optional() }),
    response: listOf(RequestView),
    handler: ({ actor, query }) => listRequests(core, { ...query, participantId: actor.participantId }),
  })
  route(app, {
    method: 'GET',
    url: '/requests/:id',
    access: PEOPLE,
    summary: 'One request of the own body as it stands in the negotiation',
    tag: 'flow',
    params: Id,
    response: RequestView,
    handler: ({ actor, params }) => requestById(core, actor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/requests/:id/versions',
    access: PEOPLE,
    summary: 'Every version of a negotiation, oldest first, each with what it changed',
    tag: 'flow',
    params: Id,
    response: listOf(RequestVersion.extend({ differences: z.array(DifferenceView) })),
    handler: async ({ actor, params }) => {
      const versions = await requestVersions(core, actor, params.id)
      const items = versions.map((version, at) => {
        const before = versions[at - 1]
        return { ...version, differences: before ? differences(before.policy, version.policy) : [] }
      })
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/offers/:id/deciding',
    access: ['data_officer'],
    summary: 'How requests under an own offer are answered',
    tag: 'flow',
    params: Id,
    response: DecidingView,
    handler: ({ actor, params }) => decidingOf(core, actor, params.id),
  })
  route(app, {
    method: 'PUT',
    url: '/offers/:id/deciding',
    access: ['data_officer'],
    summary: 'Let people, the offer as it stands, or a list of rules answer requests under an own offer',
    tag: 'flow',
    params: Id,
    body: Deciding,
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await setDeciding(core, actor, params.id, body)
      return {}
    },
  })
}
