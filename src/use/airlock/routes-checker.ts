import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import { originOf } from '../run/index.ts'
import { claim, declareInterest } from './actions/claim.ts'
import { revokeRequest } from './actions/end.ts'
import { giveOpinion } from './actions/opinion.ts'
import { releaseRequest } from './actions/release.ts'
import { queueFor } from './list.ts'
import { lookAt } from './look/look.ts'
import { AirlockNumbers, FileLook, NewOpinion, QueueItem, RequestView } from './model.ts'
import { airlockNumbers } from './numbers.ts'
import type { Airlock } from './ports.ts'
import { Done, OfFile, READERS } from './routes.ts'
import { recordOf, statementOf } from './statement.ts'
import { requestView } from './view.ts'

/** A schema that refers to itself at its top has no name in the API description. */
const JsonObject = z.record(z.string(), z.json())

const CHECKERS = ['output_checker', 'expert'] as const
const RELEASERS = [...CHECKERS, 'data_officer'] as const
const GUARDIANS = [...RELEASERS, 'duty_officer', 'security_officer'] as const

/** What checkers do, and those who let go or call back. Who of them may is decided by separation of duty. */
export function checkerRoutes(app: App, airlock: Airlock): void {
  queueRoutes(app, airlock)
  opinionRoutes(app, airlock)
  releaseRoutes(app, airlock)
  lookRoutes(app, airlock)
}

function queueRoutes(app: App, airlock: Airlock): void {
  const { core } = airlock
  route(app, {
    method: 'GET',
    url: '/airlock/queue',
    access: CHECKERS,
    summary:
      'What waits for the checker: each body’s first request before every other’s second, then the oldest',
    tag: 'airlock',
    query: Page,
    response: listOf(QueueItem),
    handler: ({ actor, query }) => queueFor(core, actor, query),
  })
  route(app, {
    method: 'GET',
    url: '/airlock/numbers',
    access: READERS,
    summary: 'Waiting times and reasons for returns; of rounds that are over alone',
    tag: 'airlock',
    response: AirlockNumbers,
    handler: ({ actor }) => airlockNumbers(core, actor),
  })
  route(app, {
    method: 'POST',
    url: '/airlock/requests/:id/claim',
    access: CHECKERS,
    summary: 'Take a place at a request for some hours, or give it back',
    tag: 'airlock',
    params: Id,
    body: z.strictObject({ claim: z.boolean() }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await claim(airlock, actor, params.id, body.claim)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/airlock/requests/:id/interest',
    access: CHECKERS,
    summary: 'Declare an interest: out for every request of the project',
    tag: 'airlock',
    params: Id,
    body: z.strictObject({ text: z.string().trim().min(1).max(2000) }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await declareInterest(airlock, actor, params.id, body.text)
      return {}
    },
  })
}

function opinionRoutes(app: App, airlock: Airlock): void {
  route(app, {
    method: 'POST',
    url: '/airlock/requests/:id/opinion',
    access: CHECKERS,
    summary: 'Give an opinion; nobody else sees, counts or is told of it before the last one is in',
    tag: 'airlock',
    params: Id,
    body: NewOpinion,
    response: RequestView,
    handler: async ({ actor, params, body }) => {
      await giveOpinion(airlock, actor, params.id, body)
      return requestView(airlock.core, actor, params.id)
    },
  })
}

function releaseRoutes(app: App, airlock: Airlock): void {
  const view = (actor: Parameters<typeof requestView>[1], id: string) => requestView(airlock.core, actor, id)
  route(app, {
    method: 'POST',
    url: '/airlock/requests/:id/release',
    access: RELEASERS,
    summary: 'Let an approved request go: each file under a fresh decision, with its receipt',
    tag: 'airlock',
    params: Id,
    response: RequestView,
    handler: async ({ actor, params, request }) => {
      await releaseRequest(airlock, actor, params.id, originOf(airlock.core, request))
      return view(actor, params.id)
    },
  })
  route(app, {
    method: 'POST',
    url: '/airlock/requests/:id/revoke',
    access: GUARDIANS,
    summary: 'Call a release back: its files are destroyed and cannot be taken away any more',
    tag: 'airlock',
    params: Id,
    body: z.strictObject({ reason: z.string().trim().min(4).max(2000) }),
    response: RequestView,
    handler: async ({ actor, params, body }) => {
      await revokeRequest(airlock, actor, params.id, body.reason)
      return view(actor, params.id)
    },
  })
}

function lookRoutes(app: App, airlock: Airlock): void {
  const { core } = airlock
  route(app, {
    method: 'GET',
    url: '/airlock/requests/:id/files/:file/look',
    access: READERS,
    summary: 'A file as it may be looked at: a bounded part, rendered, marked with who looks; recorded',
    tag: 'airlock',
    params: OfFile,
    response: FileLook,
    handler: ({ actor, params }) => lookAt(airlock, actor, params.id, params.file),
  })
  route(app, {
    method: 'GET',
    url: '/airlock/requests/:id/files/:file/record',
    access: READERS,
    summary:
      'The disclosure record of a file: every rule that looked at it, and who decided once it is decided',
    tag: 'airlock',
    params: OfFile,
    response: JsonObject,
    handler: async ({ actor, params }) =>
      (await recordOf(core, actor, params.id, params.file)) as z.output<typeof JsonObject>,
  })
  route(app, {
    method: 'GET',
    url: '/airlock/requests/:id/files/:file/statement',
    access: READERS,
    summary: 'The stamp of a released file: request, checkers, contracts, hashes, entry of the evidence',
    tag: 'airlock',
    params: OfFile,
    response: JsonObject,
    handler: async ({ actor, params }) =>
      (await statementOf(core, actor, params.id, params.file)) as z.output<typeof JsonObject>,
  })
}
