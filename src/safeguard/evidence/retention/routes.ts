import { z } from 'zod'
import { type App, Id, route } from '../../../platform/http/index.ts'
import type { Core } from '../act.ts'
import { askDestruction, cancelDestruction, decideDestruction } from './actions.ts'
import { liftHold, placeHold } from './holds.ts'
import { Decision, Lift, Made, MadeHold, NewDestruction, NewHold, RetentionView } from './model.ts'
import { destructionProof } from './proof.ts'
import { retentionView } from './view.ts'

const SEES = ['auditor', 'security_officer', 'system_administrator'] as const
const HOLDS = ['security_officer'] as const
/** Another officer than the one who placed it. */
const LIFTS = ['security_officer', 'auditor'] as const
const ASKS = ['security_officer'] as const
const DECIDES = ['auditor'] as const

/** How long payloads are kept, what is held, and how they are destroyed: two officers for each way out. */
export function retentionRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/retention',
    access: SEES,
    summary: 'Retention rules in force, legal holds, destructions and how many payloads are due',
    tag: 'evidence',
    response: RetentionView,
    handler: () => retentionView(core),
  })
  route(app, {
    method: 'POST',
    url: '/retention/holds',
    access: HOLDS,
    summary: 'Place a legal hold on everything about one id or of one prefix of kinds',
    tag: 'evidence',
    body: NewHold,
    response: MadeHold,
    handler: ({ actor, body: { about, reason } }) =>
      placeHold(core, actor, { subject: null, kind: null, ...about }, reason),
  })
  route(app, {
    method: 'POST',
    url: '/retention/holds/:id/lift',
    access: LIFTS,
    summary: 'Lift a legal hold that another officer placed',
    tag: 'evidence',
    params: Id,
    body: Lift,
    response: z.object({}),
    handler: async ({ actor, params, body }) => {
      await liftHold(core, actor, params.id, body.reason)
      return {}
    },
  })
  destructionRoutes(app, core)
}

function destructionRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/retention/destructions',
    access: ASKS,
    summary: 'Ask for the destruction of all payloads that are due now; an auditor decides',
    tag: 'evidence',
    body: NewDestruction,
    response: Made,
    handler: async ({ actor, body }) => ({ id: await askDestruction(core, actor, body.reason) }),
  })
  route(app, {
    method: 'POST',
    url: '/retention/destructions/:id/decision',
    access: DECIDES,
    summary: 'Approve or refuse a destruction; approved, it begins at once',
    tag: 'evidence',
    params: Id,
    body: Decision,
    response: z.object({}),
    handler: async ({ actor, params, body }) => {
      await decideDestruction(core, actor, params.id, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/retention/destructions/:id/cancel',
    access: [...ASKS, ...DECIDES],
    summary: 'Stop a destruction between two keys; what is gone by then is proven',
    tag: 'evidence',
    params: Id,
    response: z.object({}),
    handler: async ({ actor, params }) => {
      await cancelDestruction(core, actor, params.id)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/retention/destructions/:id/proof',
    access: SEES,
    summary: 'Proof of a destruction: the receipt of its entry, then the ids of the entries, one a line',
    tag: 'evidence',
    params: Id,
    handler: async ({ params, reply }) => {
      const proof = await destructionProof(core, params.id)
      void reply.header('content-disposition', `attachment; filename="${params.id}.destruction.txt"`)
      await reply.type('text/plain; charset=utf-8').send(proof)
    },
  })
}
