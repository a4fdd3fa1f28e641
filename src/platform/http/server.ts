import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import fastify, { type FastifyRequest, LogController } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { sendProblem } from './problem.ts'
import { type App, mustBeAllowed } from './route.ts'

export interface ServerOptions {
  readonly log: Logger
  readonly version: string
  /** Largest request body in bytes where a route does not say otherwise. */
  readonly bodyLimitBytes: number
  readonly ratePerMinute: number
  /** Addresses of proxies whose forwarded headers are believed; empty means none. */
  readonly trustedProxies: readonly string[]
  /** Who calls, or null. Declared here as a port, given by `safeguard/identity`. */
  authenticate(request: FastifyRequest): Promise<UserActor | null>
  /** False for an unsafe method that another site's page sent (CSRF). */
  isSameOrigin(request: FastifyRequest): boolean
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The HTTP server with everything that holds for all routes. Rooms add theirs by `route(app, …)`. */
export async function createServer(options: ServerOptions): Promise<App> {
  const app = fastify({
    loggerInstance: options.log as never,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimitBytes,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    // Bounds a slow sender of a large upload; slow headers are cut off by Node itself after a minute.
    requestTimeout: 6 * 3_600_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    genReqId: () => crypto.randomUUID(),
  }) as unknown as App
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('actor', null)
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      new XinyuError('NOT_FOUND', { what: `${request.method} ${request.url.split('?')[0]}` }),
      request,
      reply,
    ),
  )
  await app.register(cookie)
  await app.register(helmet, helmetOptions)
  await app.register(rateLimit, {
    max: options.ratePerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, context) =>
      new XinyuError('TOO_MANY_REQUESTS', { seconds: Math.ceil(context.ttl / 1000) }),
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Xinyu 信域', version: options.version, license: { name: 'Apache-2.0' } },
    },
    transform: jsonSchemaTransform,
  })
  refuseUndeclaredAccess(app)
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access
    if (access === undefined) return
    if (!SAFE_METHODS.has(request.method) && !options.isSameOrigin(request))
      throw new XinyuError('CROSS_SITE')
    request.actor = await options.authenticate(request)
    mustBeAllowed(access, request.actor)
  })
  return app
}

/** Deny by default: an API route that does not say who may call it stops the start. */
function refuseUndeclaredAccess(app: App): void {
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/api') && route.config?.access === undefined && route.method !== 'HEAD') {
      throw new Error(`route ${String(route.method)} ${route.url} does not declare who may call it`)
    }
  })
}

const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // Ant Design writes its styles at run time; scripts stay strict.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  crossOriginEmbedderPolicy: false,
  referrerPolicy: { policy: 'no-referrer' as const },
  hsts: false,
}
