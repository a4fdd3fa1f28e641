import { z } from 'zod'
import { type App, Id, listOf, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { type Access, SECURITY } from '../access.ts'
import { CanaryView, NewCanary } from '../model.ts'
import { registerCanary, retireCanary } from './actions.ts'
import type { Canaries } from './lookup.ts'
import { listCanaries } from './store.ts'

const Done = z.object({})
const tag = 'watch'

/** Planted persons: registered, named and retired; never shown. */
export function canaryRoutes(app: App, core: Core, canaries: Canaries, access: Access): void {
  route(app, {
    method: 'GET',
    url: '/watch/canaries',
    access: SECURITY,
    summary: 'Planted persons: their labels, never what they are known by',
    tag,
    response: listOf(CanaryView),
    handler: async ({ actor }) => {
      await access.mayAct(actor)
      return listCanaries(core)
    },
  })
  route(app, {
    method: 'POST',
    url: '/watch/canaries',
    access: SECURITY,
    summary: 'Register a planted person; what it is known by is sealed and never shown again',
    tag,
    body: NewCanary,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, body }) => {
      await access.mayAct(actor)
      return { id: (await registerCanary(core, canaries.seal, actor, body)).value }
    },
  })
  route(app, {
    method: 'POST',
    url: '/watch/canaries/:id/retire',
    access: SECURITY,
    summary: 'Look for a planted person no more, and destroy what it was known by',
    tag,
    params: Id,
    response: Done,
    handler: async ({ actor, params }) => {
      await access.mayAct(actor)
      await retireCanary(core, actor, params.id)
      return {}
    },
  })
}
