import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { ContestTools } from '../../tools.ts'
import { finalSettings } from '../store.ts'
import { checkInMember, checkOutMember, mustHost } from './actions.ts'
import { GuestView } from './model.ts'
import { guests } from './store.ts'

const tag = 'contest'
const Done = z.object({})
const HOSTS = ['data_officer', 'duty_officer'] as const
const Who = { teamId: z.uuid(), entrantId: z.uuid() }

/** The entrance of the venue. */
export function checkinRoutes(app: App, { core, ports }: ContestTools): void {
  route(app, {
    method: 'GET',
    url: '/contests/:id/final/guests',
    access: HOSTS,
    summary: 'Finalists as they come to the venue, found by pass, number of the team, or name',
    tag,
    params: Id,
    query: Page.extend({ text: z.string().max(100).default(''), here: z.stringbool().optional() }),
    response: listOf(GuestView).extend({ here: z.int(), zones: z.array(z.string()) }),
    handler: async ({ actor, params, query }) => {
      await mustHost(core, actor, params.id)
      const all = await guests(core, params.id, query.text)
      const shown = query.here === undefined ? all : all.filter((one) => one.here === query.here)
      const { zones } = await finalSettings(core.db, params.id)
      return {
        items: shown.slice(query.offset, query.offset + query.limit),
        total: shown.length,
        here: all.filter((one) => one.here).length,
        zones,
      }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/final/check-in',
    access: HOSTS,
    summary: 'Check a finalist in, into a zone',
    tag,
    params: Id,
    body: z.strictObject({ ...Who, zone: z.string().trim().min(1).max(60) }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await checkInMember(core, ports.final, actor, params.id, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/final/check-out',
    access: HOSTS,
    summary: 'Check a finalist out',
    tag,
    params: Id,
    body: z.strictObject(Who),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await checkOutMember(core, ports.final, actor, params.id, body)
      return {}
    },
  })
}
