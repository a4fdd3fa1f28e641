import { z } from 'zod'
import { type App, Id, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { changeContract } from '../actions.ts'
import { agreeEnd, dropEnd, proposeEnd } from './actions.ts'

const Empty = z.object({})
const Reason = z.strictObject({ reason: z.string().trim().min(4).max(1000) })
const Comment = z.strictObject({ comment: z.string().trim().max(1000).optional() })

/** Suspending, resuming, and the ways to an end. */
export function endingRoutes(app: App, core: Core): void {
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
  route(app, {
    method: 'POST',
    url: '/contracts/:id/propose-end',
    access: ['data_officer'],
    summary: 'Propose to end a contract by agreement',
    tag: 'flow',
    params: Id,
    body: Reason,
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await proposeEnd(core, actor, params.id, body.reason)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contracts/:id/agree-end',
    access: ['data_officer'],
    summary: 'Agree to end what the other side proposed to end',
    tag: 'flow',
    params: Id,
    body: Comment,
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await agreeEnd(core, actor, params.id, body.comment ?? null)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contracts/:id/drop-end',
    access: ['data_officer'],
    summary: 'Take back an own proposal to end, or decline the other side’s',
    tag: 'flow',
    params: Id,
    response: Empty,
    handler: async ({ actor, params }) => {
      await dropEnd(core, actor, params.id)
      return {}
    },
  })
}
