import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { cancelApproval, delegate, endDelegation, setChain, vote } from './actions.ts'
import { ApprovalView, ApprovedAct, Chain, ChainView, DelegationView, NewDelegation } from './model.ts'
import { ColleagueView, colleaguesOf } from './colleagues.ts'
import { chainsOf, delegationsOf, listApprovals } from './store.ts'

/** Whoever may stand in a chain: leaders need not be data officers. */
const PEOPLE = ['data_officer', 'steward', 'developer', 'output_checker', 'expert', 'duty_officer'] as const
const Empty = z.object({})
const Comment = z.strictObject({ comment: z.string().trim().max(1000).optional() })

/** Approval inside a body: chains, what waits, delegation. */
export function approvalRoutes(app: App, core: Core): void {
  chainRoutes(app, core)
  delegationRoutes(app, core)
  route(app, {
    method: 'GET',
    url: '/approvals',
    access: PEOPLE,
    summary: 'What waits for an approval inside the own body, and what was approved',
    tag: 'flow',
    query: Page.extend({ state: z.enum(['waiting', 'approved', 'declined', 'cancelled']).optional() }),
    response: listOf(ApprovalView),
    handler: ({ actor, query }) => listApprovals(core, actor, query),
  })
  for (const decision of ['approve', 'decline'] as const) {
    route(app, {
      method: 'POST',
      url: `/approvals/:id/${decision}`,
      access: PEOPLE,
      summary: `${decision} the present step, in the own name or for who delegated it`,
      tag: 'flow',
      params: Id,
      body: Comment,
      response: z.object({
        state: z.enum(['waiting', 'approved', 'declined']),
        contractId: z.uuid().nullable(),
        offerId: z.uuid().nullable(),
      }),
      handler: async ({ actor, params, body }) =>
        (await vote(core, actor, params.id, decision, body.comment ?? null)).value,
    })
  }
  route(app, {
    method: 'POST',
    url: '/approvals/:id/cancel',
    access: PEOPLE,
    summary: 'Take back what waits for an approval',
    tag: 'flow',
    params: Id,
    response: Empty,
    handler: async ({ actor, params }) => {
      await cancelApproval(core, actor, params.id)
      return {}
    },
  })
}

function chainRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/approval-chains',
    access: PEOPLE,
    summary: 'The approval chains of the own body',
    tag: 'flow',
    response: listOf(ChainView),
    handler: async ({ actor }) => {
      const items = await chainsOf(core, actor.participantId)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'PUT',
    url: '/approval-chains/:act',
    access: ['data_officer'],
    summary: 'Set the chain that stands before an act of the own body; no steps: one data officer decides',
    tag: 'flow',
    params: z.object({ act: ApprovedAct }),
    body: Chain,
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await setChain(core, actor, params.act, body)
      return {}
    },
  })
}

function delegationRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/colleagues',
    access: PEOPLE,
    summary: 'Active users of the own body by name, for chains and delegations',
    tag: 'flow',
    response: listOf(ColleagueView),
    handler: async ({ actor }) => {
      const items = await colleaguesOf(core, actor)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/delegations',
    access: PEOPLE,
    summary: 'Live delegations from or to the own user',
    tag: 'flow',
    response: listOf(DelegationView),
    handler: async ({ actor }) => {
      const items = await delegationsOf(core, actor)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/delegations',
    access: PEOPLE,
    summary: 'Let a colleague decide approvals in the own place until a moment',
    tag: 'flow',
    body: NewDelegation,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, body }) => (await delegate(core, actor, body)).value,
  })
  route(app, {
    method: 'POST',
    url: '/delegations/:id/end',
    access: PEOPLE,
    summary: 'Take an own delegation back',
    tag: 'flow',
    params: Id,
    response: Empty,
    handler: async ({ actor, params }) => {
      await endDelegation(core, actor, params.id)
      return {}
    },
  })
}
