import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { UserRole } from '../../../../../kernel/roles.ts'
import { type App, Id, listOf, Page, route } from '../../../../../platform/http/index.ts'
import type { Core } from '../../../../../safeguard/evidence/index.ts'
import { acceptMessage } from './accept.ts'
import { checkToken, makeToken, type PushSource } from './door.ts'
import { PushDoor, PushMessageView } from './model.ts'
import { listMessages, pushDoor } from './store.ts'

const WRITERS: readonly UserRole[] = ['data_officer', 'steward']
const tag = 'supply'
const MAX_BODY_BYTES = 16 * 1_048_576
const PER_MINUTE = 6_000

/** The answer of a push: the national envelope. */
const PushReply = z.object({
  infcode: z.int(),
  inf_refmsgid: z.string(),
  refmsg_time: z.string(),
  respond_time: z.string(),
  err_msg: z.string(),
  output: z.unknown(),
})

/** The door for systems that push, and what data officers see of it. */
export function pushRoutes(app: App, core: Core): void {
  pushDoorRoute(app, core)
  route(app, {
    method: 'GET',
    url: '/sources/:id/push',
    access: WRITERS,
    summary: 'How a system pushes to a source of the own body',
    tag,
    params: Id,
    response: PushDoor,
    handler: ({ actor, params }) => pushDoor(core, actor, params.id),
  })
  route(app, {
    method: 'POST',
    url: '/sources/:id/push-token',
    access: WRITERS,
    summary: 'Make a new push token; it is shown once and the one before ends',
    tag,
    params: Id,
    response: z.object({ token: z.string() }),
    handler: async ({ actor, params }) => ({ token: await makeToken(core, actor, params.id) }),
  })
  route(app, {
    method: 'GET',
    url: '/sources/:id/messages',
    access: WRITERS,
    summary: 'Messages that were pushed to a source, with their counts',
    tag,
    params: Id,
    query: Page,
    response: listOf(PushMessageView),
    handler: ({ actor, params, query }) => listMessages(core, actor, params.id, query),
  })
}

/** In a scope of its own: here the body stays bytes, because numbers must keep their text and answers their hash. */
function pushDoorRoute(app: App, core: Core): void {
  const sources = new WeakMap<FastifyRequest, PushSource>()
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    route(scope as App, {
      method: 'POST',
      url: '/push/:source',
      // No session: a system shows the token of its source, which is looked at before the body is read.
      access: 'public',
      guard: async (request) => {
        const { source } = request.params as { source: string }
        sources.set(request, await checkToken(core, source, request.headers.authorization))
      },
      summary: 'Push rows in the national message envelope, with the bearer token of the source',
      tag,
      params: z.object({ source: z.string() }),
      response: PushReply,
      bodyLimit: MAX_BODY_BYTES,
      ratePerMinute: PER_MINUTE,
      handler: async ({ request, reply }) => {
        const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array()
        const { status, text } = await acceptMessage(core, sources.get(request)!, bytes)
        // As text, so that the same message gets the same bytes.
        reply.code(status).type('application/json; charset=utf-8').serializer(String).send(text)
      },
    })
  })
}
