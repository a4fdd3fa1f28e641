import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import {
  bindSeat,
  checkIn,
  checkOut,
  logPatrol,
  registerTerminal,
  retireTerminal,
  unbindSeat,
} from './actions.ts'
import { AttendanceRow, CheckIn, CheckOut, NewPatrol, NewTerminal, PatrolRow, TerminalRow } from './model.ts'
import { listAttendance, listPatrols, listTerminals, mustKeepVenue } from './store.ts'

const ACCESS = ['duty_officer', 'data_officer'] as const
const tag = 'venue'
const Done = z.object({})
const Made = z.object({ id: z.uuid() })
const OfSeat = z.strictObject({ seatId: z.uuid() })

/** The closed place of work: its terminals, who is there, and the rounds of its officers. */
export function venueRoutes(app: App, core: Core): void {
  terminals(app, core)
  route(app, {
    method: 'GET',
    url: '/venue/attendance',
    access: ACCESS,
    summary: 'Who was checked in and out, and who is here now',
    tag,
    query: Page.extend({ open: z.stringbool().optional() }),
    response: listOf(AttendanceRow),
    handler: async ({ actor, query }) => {
      await mustKeepVenue(core, actor)
      const { open, ...page } = query
      return listAttendance(core, open === undefined ? page : { ...page, open })
    },
  })
  route(app, {
    method: 'POST',
    url: '/venue/check-in',
    access: ACCESS,
    summary: 'Check a user in, at a terminal of their own or at any',
    tag,
    body: CheckIn,
    response: Made,
    handler: async ({ actor, body }) => ({ id: await checkIn(core, actor, body) }),
  })
  route(app, {
    method: 'POST',
    url: '/venue/check-out',
    access: ACCESS,
    summary: 'Check a user out',
    tag,
    body: CheckOut,
    response: Done,
    handler: async ({ actor, body }) => {
      await checkOut(core, actor, body.userId)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/venue/patrols',
    access: ACCESS,
    summary: 'The log of rounds',
    tag,
    query: Page,
    response: listOf(PatrolRow),
    handler: async ({ actor, query }) => {
      await mustKeepVenue(core, actor)
      return listPatrols(core, query)
    },
  })
  route(app, {
    method: 'POST',
    url: '/venue/patrols',
    access: ACCESS,
    summary: 'Log what was seen on a round',
    tag,
    body: NewPatrol,
    response: Made,
    handler: async ({ actor, body }) => ({ id: await logPatrol(core, actor, body) }),
  })
}

function terminals(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/venue/terminals',
    access: ACCESS,
    summary: 'Registered terminals and the seats that are bound to them',
    tag,
    query: Page,
    response: listOf(TerminalRow),
    handler: async ({ actor, query }) => {
      await mustKeepVenue(core, actor)
      return listTerminals(core, query)
    },
  })
  route(app, {
    method: 'POST',
    url: '/venue/terminals',
    access: ACCESS,
    summary: 'Register a terminal by the name that the gateway states, by networks, or by both',
    tag,
    body: NewTerminal,
    response: Made,
    handler: async ({ actor, body }) => ({ id: await registerTerminal(core, actor, body) }),
  })
  route(app, {
    method: 'POST',
    url: '/venue/terminals/:id/retire',
    access: ACCESS,
    summary: 'Retire a terminal; seats that are bound to it stay bound',
    tag,
    params: Id,
    response: Done,
    handler: async ({ actor, params }) => {
      await retireTerminal(core, actor, params.id)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/venue/terminals/:id/bind',
    access: ACCESS,
    summary: 'Bind a seat to a terminal: it opens there and nowhere else',
    tag,
    params: Id,
    body: OfSeat,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await bindSeat(core, actor, params.id, body.seatId)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/venue/terminals/:id/unbind',
    access: ACCESS,
    summary: 'Free a seat from a terminal',
    tag,
    params: Id,
    body: OfSeat,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await unbindSeat(core, actor, params.id, body.seatId)
      return {}
    },
  })
}
