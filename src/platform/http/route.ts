import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { UserRole } from '../../kernel/roles.ts'

export type App = FastifyInstance

/** Who may call a route: anybody, anybody who is signed in, or users with one of the roles. */
export type Access = 'public' | 'signed-in' | readonly UserRole[]

type Schema = z.ZodType
type Out<S> = S extends Schema ? z.output<S> : undefined

export interface RouteSpec<P extends Schema, Q extends Schema, B extends Schema, R extends Schema> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path below `/api`, such as `/products/:id`. */
  readonly url: string
  readonly access: Access
  /** One English sentence for the API description. */
  readonly summary: string
  readonly tag: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** What is sent; a field that is not declared here never leaves (Fastify strips it). */
  readonly response?: R
  /** Largest body in bytes; the server's default otherwise. */
  readonly bodyLimit?: number
  /** Requests per minute and address; the server's default otherwise. */
  readonly ratePerMinute?: number
  /** A door of its own, for callers that are no users: looks at the headers before any of the body is read. */
  readonly guard?: (request: FastifyRequest) => Promise<void>
  handler(call: Call<P, Q, B>): Promise<Out<R> | void>
}

export interface Call<P, Q, B> {
  /** Null only where access is `public`. */
  readonly actor: UserActor
  readonly params: Out<P>
  readonly query: Out<Q>
  readonly body: Out<B>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    actor: UserActor | null
  }
}

/** Declares one route. The only way to make one: `server.ts` refuses a route without `access`. */
export function route<P extends Schema, Q extends Schema, B extends Schema, R extends Schema>(
  app: App,
  spec: RouteSpec<P, Q, B, R>,
): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: spec.method,
    url: `/api${spec.url}`,
    ...(spec.bodyLimit === undefined ? {} : { bodyLimit: spec.bodyLimit }),
    config: {
      access: spec.access,
      ...(spec.ratePerMinute === undefined
        ? {}
        : { rateLimit: { max: spec.ratePerMinute, timeWindow: 60_000 } }),
    },
    ...(spec.guard === undefined ? {} : { onRequest: (request) => spec.guard!(request) }),
    schema: {
      summary: spec.summary,
      tags: [spec.tag],
      ...(spec.params ? { params: spec.params } : {}),
      ...(spec.query ? { querystring: spec.query } : {}),
      ...(spec.body ? { body: spec.body } : {}),
      ...(spec.response ? { response: { 200: spec.response } } : {}),
    },
    handler: async (request, reply) => {
      const { params, query, body } = request as never as { params: Out<P>; query: Out<Q>; body: Out<B> }
      const actor = request.actor as UserActor
      const answer = await spec.handler({ actor, params, query, body, request, reply })
      return reply.sent ? reply : (answer ?? reply.send())
    },
  })
}

/** Refuses a caller whose roles are not among `access`. @throws XinyuError NOT_SIGNED_IN, ROLE_NOT_ALLOWED */
export function mustBeAllowed(access: Access, actor: UserActor | null): void {
  if (access === 'public') return
  if (!actor) throw new XinyuError('NOT_SIGNED_IN')
  if (access === 'signed-in' || actor.roles.some((role) => access.includes(role))) return
  throw new XinyuError('ROLE_NOT_ALLOWED', { roles: access.join(', ') })
}
