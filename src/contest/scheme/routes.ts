import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { ContestTools } from '../tools.ts'
import { changeScheme, closeContest, createContest, extendDeadline, publishContest } from './actions.ts'
import { EXAMPLE_NAMES, aboutExample, exampleScheme } from './examples.ts'
import {
  ClosingBody,
  ContestBrief,
  ContestState,
  ContestView,
  ExtensionBody,
  NewContest,
  Scheme,
  SchemeChangeBody,
  SchemeVersion,
} from './model.ts'
import { contestView, listContests, listVersions } from './views.ts'

const ORGANISERS = ['data_officer'] as const
const READERS = ['data_officer', 'auditor'] as const
const tag = 'contest'
const Done = z.object({})
const Made = z.object({ id: z.uuid() })
const Numbered = z.object({ number: z.int() })
/** A scheme with thirty long documents in two languages. */
const SCHEME_BYTES = 4 * 2 ** 20

/** Contests as their organiser makes, announces and changes them. */
export function schemeRoutes(app: App, { core }: ContestTools): void {
  readingRoutes(app, core)
  makingRoutes(app, core)
  changingRoutes(app, core)
}

function readingRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contests',
    access: READERS,
    summary: 'Contests of the own body, newest first; auditors see announced ones of every body too',
    tag,
    query: Page.extend({ state: ContestState.optional() }),
    response: listOf(ContestBrief),
    handler: ({ actor, query }) => listContests(core, actor, query),
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id',
    access: READERS,
    summary: 'One contest with its scheme, and what it lacks before it can be announced',
    tag,
    params: Id,
    response: ContestView,
    handler: ({ actor, params }) => contestView(core, actor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/versions',
    access: READERS,
    summary: 'Versions of the scheme with reason and difference, newest first',
    tag,
    params: Id,
    query: Page,
    response: listOf(SchemeVersion),
    handler: ({ actor, params, query }) => listVersions(core, actor, params.id, query),
  })
}

function makingRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contests/examples/:name',
    access: ORGANISERS,
    summary: 'An example scheme with its moments counted from a start',
    tag,
    params: z.strictObject({ name: z.enum(EXAMPLE_NAMES) }),
    query: z.strictObject({ startAt: z.coerce.number().int().min(0).max(8e15) }),
    response: z.object({ scheme: Scheme, sources: z.array(z.string()), assumed: z.array(z.string()) }),
    handler: async ({ params, query }) => ({
      scheme: exampleScheme(params.name, query.startAt),
      ...aboutExample(params.name),
    }),
  })
  route(app, {
    method: 'POST',
    url: '/contests',
    access: ORGANISERS,
    summary: 'Make a contest of the own body, in draft',
    tag,
    body: NewContest,
    bodyLimit: SCHEME_BYTES,
    response: Made,
    handler: async ({ actor, body }) => ({ id: await createContest(core, actor, body) }),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/publish',
    access: ORGANISERS,
    summary: 'Announce the contest: from now on the public sees it',
    tag,
    params: Id,
    response: Done,
    handler: async ({ actor, params }) => {
      await publishContest(core, actor, params.id)
      return {}
    },
  })
}

function changingRoutes(app: App, core: Core): void {
  route(app, {
    method: 'PUT',
    url: '/contests/:id/scheme',
    access: ORGANISERS,
    summary: 'A new version of the scheme, with its reason once the contest is public',
    tag,
    params: Id,
    body: SchemeChangeBody,
    bodyLimit: SCHEME_BYTES,
    response: Numbered,
    handler: async ({ actor, params, body }) => ({
      number: await changeScheme(core, actor, params.id, body),
    }),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/extend',
    access: ORGANISERS,
    summary: 'A later deadline of one stage; what follows it moves along where asked',
    tag,
    params: Id,
    body: ExtensionBody,
    response: Numbered,
    handler: async ({ actor, params, body }) => ({
      number: await extendDeadline(core, actor, params.id, body),
    }),
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/close',
    access: ORGANISERS,
    summary: 'The contest is over, or given up; nothing of it changes any more',
    tag,
    params: Id,
    body: ClosingBody,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await closeContest(core, actor, params.id, body.reason)
      return {}
    },
  })
}
