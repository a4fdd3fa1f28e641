import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import { openIdentity } from '../../../safeguard/identity/index.ts'
import { mustOrganise } from '../../scheme/index.ts'
import type { ContestTools } from '../../tools.ts'
import { FinalistView, FinalSettings } from '../model.ts'
import { startAdmission } from './job.ts'
import { ownAccount, ownFinal } from './own.ts'
import { AdmissionBrief, FinalView, OfferChoice, OwnFinal } from './model.ts'
import { setFinal } from './settings.ts'
import { dropFinalist, takeFinalists } from './take.ts'
import { cancelAdmission, finalistViews, finalView, offerChoices, admissionsOf } from './views.ts'

const tag = 'contest'
const Done = z.object({})
const WORKERS = ['data_officer', 'system_administrator', 'security_officer'] as const
const READERS = [...WORKERS, 'auditor'] as const
const Reason = z.strictObject({ reason: z.string().trim().min(2).max(500) })
const OfTeam = z.object({ id: z.uuid(), team: z.uuid() })

/** The way of the finalists into the space. */
export function admissionRoutes(app: App, tools: ContestTools): void {
  const { core } = tools
  route(app, {
    method: 'GET',
    url: '/contest-admissions',
    access: WORKERS,
    summary: 'Contests whose finalists wait for something that the reader may do',
    tag,
    response: listOf(AdmissionBrief),
    handler: async ({ actor }) => {
      const items = await admissionsOf(tools, actor)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/final',
    access: READERS,
    summary: 'The final of a contest: settings, how far the admission is, what the reader may do',
    tag,
    params: Id,
    response: FinalView,
    handler: ({ actor, params }) => finalView(tools, actor, params.id),
  })
  route(app, {
    method: 'PUT',
    url: '/contests/:id/final',
    access: ['data_officer'],
    summary: 'Set what the finalists work with, who presides, and the zones of the venue',
    tag,
    params: Id,
    body: FinalSettings,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await setFinal(core, actor, params.id, body)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/final/offers',
    access: ['data_officer'],
    summary: 'Open offers under which finalists may ask, with the columns that they open',
    tag,
    params: Id,
    response: listOf(OfferChoice),
    handler: async ({ actor, params }) => {
      await mustOrganise(core, actor, params.id)
      const items = await offerChoices(core)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/final/take',
    access: ['data_officer'],
    summary: 'Take the short list of the last round into the final, with passes and log-ins for its people',
    tag,
    params: Id,
    response: z.object({ taken: z.int() }),
    handler: async ({ actor, params }) => ({ taken: await takeFinalists(core, actor, params.id) }),
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/final/teams',
    access: READERS,
    summary: 'Finalists with the step at which they stand, who must act, and what went wrong',
    tag,
    params: Id,
    query: Page,
    response: listOf(FinalistView),
    handler: async ({ actor, params, query }) => {
      const all = await finalistViews(tools, actor, params.id)
      return { items: all.slice(query.offset, query.offset + query.limit), total: all.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/final/teams/:team/drop',
    access: ['data_officer'],
    summary: 'Take a team out of the final before the draw',
    tag,
    params: OfTeam,
    body: Reason,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await dropFinalist(core, actor, params.id, params.team, body.reason)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/final/admission',
    access: WORKERS,
    summary:
      'Do for all finalists what the caller may do: accounts, offices, requests, answers, signatures, seats',
    tag,
    params: Id,
    response: z.object({ jobId: z.uuid() }),
    handler: async ({ actor, params }) => ({ jobId: await startAdmission(tools, actor, params.id) }),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/final/admission/cancel',
    access: WORKERS,
    summary: 'Stop the admission where it is; what is done stays done',
    tag,
    params: Id,
    response: Done,
    handler: async ({ actor }) => {
      await cancelAdmission(tools, actor)
      return {}
    },
  })
  ownRoutes(app, tools)
}

/** For a finalist, at the contest's own door. */
function ownRoutes(app: App, { core, door, ports }: ContestTools): void {
  const identity = openIdentity(core, { demo: ports.demo, spaceName: ports.spaceName })
  route(app, {
    method: 'GET',
    url: '/contest/:id/final',
    access: 'public',
    guard: (request) => door.guard(request),
    summary: 'The own pass for the venue, the account in the space and the place by lot',
    tag,
    params: Id,
    response: OwnFinal,
    handler: async ({ params, request }) =>
      ownFinal(core, params.id, (await door.entrant(request)).entrantId),
  })
  route(app, {
    method: 'POST',
    url: '/contest/:id/final/account',
    access: 'public',
    guard: (request) => door.guard(request),
    summary: 'A link by which a finalist sets the password of the own, not yet used account',
    tag,
    params: Id,
    response: z.object({ path: z.string(), expiresAt: z.int() }),
    ratePerMinute: 10,
    handler: async ({ params, request }) =>
      ownAccount(core, identity, params.id, (await door.entrant(request)).entrantId),
  })
}
