import { z } from 'zod'
import { type App, Id, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { type Access, DUTY, PLANNERS, READERS } from '../access.ts'
import { NewShift, RosterView } from '../model.ts'
import { addShift, handOver } from './actions.ts'
import { rosterOf } from './store.ts'

const Text = z.string().trim().min(1).max(4000)
const Time = z.coerce.number().int().min(0)
const WEEK_MS = 7 * 86_400_000
const tag = 'watch'
const Done = z.object({})

/** Who is on duty when (7×24). */
export function rosterRoutes(app: App, core: Core, access: Access): void {
  route(app, {
    method: 'GET',
    url: '/watch/roster',
    access: READERS,
    summary: 'Shifts of a time, and the gaps of the days ahead',
    tag,
    query: z.object({ from: Time.optional(), until: Time.optional() }),
    response: RosterView,
    handler: async ({ actor, query }) => {
      await access.mayLook(actor)
      const from = query.from ?? core.clock.now() - WEEK_MS
      return rosterOf(core, from, query.until ?? from + 3 * WEEK_MS)
    },
  })
  route(app, {
    method: 'POST',
    url: '/watch/roster',
    access: PLANNERS,
    summary: 'Put a duty officer on the roster',
    tag,
    body: NewShift,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, body }) => {
      await access.mayAct(actor)
      return { id: (await addShift(core, actor, body)).value }
    },
  })
  route(app, {
    method: 'POST',
    url: '/watch/roster/:id/handover',
    access: DUTY,
    summary: 'Hand the own shift over, with what is left to do',
    tag,
    params: Id,
    body: z.strictObject({ handedTo: z.uuid(), handover: Text }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await access.mayAct(actor)
      await handOver(core, actor, params.id, body)
      return {}
    },
  })
}
