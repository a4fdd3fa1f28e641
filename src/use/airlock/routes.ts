import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import { originOf } from '../run/index.ts'
import { openRequest, renameRequest } from './actions/draft.ts'
import { withdrawRequest } from './actions/end.ts'
import { changeFile, removeFile, takeFile } from './actions/files.ts'
import { say } from './actions/message.ts'
import { preflight, submitRequest } from './actions/submit.ts'
import { listRequests } from './list.ts'
import { FileChange, NewFile, NewRequest, RequestBrief, RequestState, RequestView } from './model.ts'
import type { Airlock } from './ports.ts'
import { checkerRoutes } from './routes-checker.ts'
import { requestView } from './view.ts'

const AUTHORS = ['developer'] as const
export const READERS = [
  'developer',
  'data_officer',
  'output_checker',
  'expert',
  'duty_officer',
  'security_officer',
  'auditor',
] as const

export const OfFile = Id.extend({ file: z.uuid() })
export const Done = z.object({})
const Made = z.object({ id: z.uuid() })
const Job = z.object({ jobId: z.uuid() })

/** The airlock: the only way out of a seat. */
export function airlockRoutes(app: App, airlock: Airlock): void {
  readingRoutes(app, airlock)
  authorRoutes(app, airlock)
  fileRoutes(app, airlock)
  checkerRoutes(app, airlock)
}

function readingRoutes(app: App, airlock: Airlock): void {
  const { core } = airlock
  route(app, {
    method: 'GET',
    url: '/airlock/requests',
    access: READERS,
    summary: 'Requests at the airlock that the reader may know of, newest first',
    tag: 'airlock',
    query: Page.extend({
      state: RequestState.optional(),
      projectId: z.uuid().optional(),
      mine: z.stringbool().optional(),
    }),
    response: listOf(RequestBrief),
    handler: ({ actor, query }) => listRequests(core, actor, query),
  })
  route(app, {
    method: 'GET',
    url: '/airlock/requests/:id',
    access: READERS,
    summary: 'One request with files, findings, and the opinions that are open to the reader',
    tag: 'airlock',
    params: Id,
    response: RequestView,
    handler: ({ actor, params }) => requestView(core, actor, params.id),
  })
}

function authorRoutes(app: App, airlock: Airlock): void {
  const { core } = airlock
  const view = (actor: Parameters<typeof requestView>[1], id: string) => requestView(core, actor, id)
  route(app, {
    method: 'POST',
    url: '/airlock/requests',
    access: AUTHORS,
    summary: 'Begin a request to take files out of a seat of an own project',
    tag: 'airlock',
    body: NewRequest,
    response: Made,
    handler: async ({ actor, body }) => ({ id: (await openRequest(airlock, actor, body)).value }),
  })
  route(app, {
    method: 'PUT',
    url: '/airlock/requests/:id',
    access: AUTHORS,
    summary: 'Change the title of an own request while it is being made',
    tag: 'airlock',
    params: Id,
    body: NewRequest.pick({ title: true }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await renameRequest(airlock, actor, params.id, body.title)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/airlock/requests/:id/preflight',
    access: AUTHORS,
    summary: 'Let the machine look before the request is handed in; findings appear at the files',
    tag: 'airlock',
    params: Id,
    response: Job,
    handler: async ({ actor, params }) => ({ jobId: await preflight(airlock, actor, params.id) }),
  })
  route(app, {
    method: 'POST',
    url: '/airlock/requests/:id/submit',
    access: AUTHORS,
    summary: 'Hand the request in: the machine looks first, then checkers who are blind to each other',
    tag: 'airlock',
    params: Id,
    response: Job,
    handler: async ({ actor, params }) => ({ jobId: (await submitRequest(airlock, actor, params.id)).value }),
  })
  route(app, {
    method: 'POST',
    url: '/airlock/requests/:id/withdraw',
    access: AUTHORS,
    summary: 'Take an own request back; its files are destroyed',
    tag: 'airlock',
    params: Id,
    response: RequestView,
    handler: async ({ actor, params }) => {
      await withdrawRequest(airlock, actor, params.id)
      return view(actor, params.id)
    },
  })
  route(app, {
    method: 'POST',
    url: '/airlock/requests/:id/message',
    access: ['developer', 'output_checker', 'expert'],
    summary: 'A word at a request; of a checker it is shown to others after the decision',
    tag: 'airlock',
    params: Id,
    body: z.strictObject({ text: z.string().trim().min(1).max(4000) }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await say(airlock, actor, params.id, body.text)
      return {}
    },
  })
}

function fileRoutes(app: App, airlock: Airlock): void {
  route(app, {
    method: 'POST',
    url: '/airlock/requests/:id/files',
    access: AUTHORS,
    summary: 'Take a file out of the seat into an own request, as it is now',
    tag: 'airlock',
    params: Id,
    body: NewFile,
    response: Made,
    handler: async ({ actor, params, body, request }) => ({
      id: (await takeFile(airlock, actor, params.id, body, originOf(airlock.core, request))).value,
    }),
  })
  route(app, {
    method: 'PUT',
    url: '/airlock/requests/:id/files/:file',
    access: AUTHORS,
    summary: 'Change the context of a file; with a path also its bytes, as the seat holds them now',
    tag: 'airlock',
    params: OfFile,
    body: FileChange,
    response: Made,
    handler: async ({ actor, params, body, request }) => ({
      id: (await changeFile(airlock, actor, params.id, params.file, body, originOf(airlock.core, request)))
        .value,
    }),
  })
  route(app, {
    method: 'DELETE',
    url: '/airlock/requests/:id/files/:file',
    access: AUTHORS,
    summary: 'Take a file out of an own request; its bytes are destroyed',
    tag: 'airlock',
    params: OfFile,
    response: Done,
    handler: async ({ actor, params }) => {
      await removeFile(airlock, actor, params.id, params.file)
      return {}
    },
  })
}
