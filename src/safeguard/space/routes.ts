import { z } from 'zod'
import { type App, route } from '../../platform/http/index.ts'
import { suite, SUITES } from '../crypto/index.ts'
import type { Core } from '../evidence/index.ts'
import type { Space } from './space.ts'

const SpaceView = z.object({
  nameZh: z.string(),
  nameEn: z.string(),
  demo: z.boolean(),
  /** True where all persons are generated: every page says so. */
  synthetic: z.boolean(),
  version: z.string(),
  /** By which algorithms it works: a browser that digests a file before it sends it must take the same. */
  suite: z.enum(SUITES),
})

/** What anybody may know of the space, and whether it is alive. */
export function spaceRoutes(app: App, core: Core, space: Space, version: string): void {
  route(app, {
    method: 'GET',
    url: '/space',
    access: 'public',
    summary: 'Name and kind of the space',
    tag: 'space',
    response: SpaceView,
    handler: async () => ({
      nameZh: space.nameZh,
      nameEn: space.nameEn,
      demo: space.demo,
      synthetic: space.demo,
      version,
      suite: suite().name,
    }),
  })
  route(app, {
    method: 'GET',
    url: '/openapi.json',
    access: 'public',
    summary: 'This description (OpenAPI 3.1)',
    tag: 'space',
    handler: async ({ reply }) => {
      await reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger()))
    },
  })
  app.get('/healthz', { config: { access: 'public' }, schema: { hide: true } }, async () => ({ ok: true }))
  app.get('/readyz', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    const ready = core.evidence.health().state === 'healthy'
    return reply.code(ready ? 200 : 503).send({ ok: ready })
  })
}
