import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, route } from '../../platform/http/index.ts'
import { doctor, type Metrics, type SeatIsolation } from '../../platform/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { certificateFindings } from '../../safeguard/identity/index.ts'

/** What the server knows of itself and no room holds. */
export interface SystemFacts {
  readonly version: string
  readonly database: 'own' | 'child'
  readonly metrics: Metrics
  /** What isolates seats here; null while a first one is being looked at. */
  readonly seats: () => Promise<SeatIsolation | null>
}

const SystemView = z.object({
  version: z.string(),
  node: z.string(),
  uptimeMs: z.int(),
  memoryBytes: z.int(),
  database: z.enum(['own', 'child']),
  confinement: z.object({ memory: z.string(), notes: z.array(z.string()) }),
  evidence: z.object({
    state: z.string(),
    why: z.string().nullable(),
    size: z.int(),
    unknown: z.int(),
    relinked: z.int(),
    /** Null while the log is not open. */
    vkey: z.string().nullable(),
  }),
  checks: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['ok', 'degraded', 'missing']),
      zh: z.string(),
      en: z.string(),
      fix: z.string().nullable(),
    }),
  ),
})

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** State of the machine for the officers, and metrics for a monitor on the same machine. */
export function systemRoutes(app: App, core: Core, facts: SystemFacts): void {
  route(app, {
    method: 'GET',
    url: '/system',
    access: ['system_administrator', 'security_officer', 'auditor'],
    summary: 'What is present and what is degraded on this machine',
    tag: 'system',
    response: SystemView,
    handler: async () => {
      const health = core.evidence.health()
      const confinement = await core.engine.confinement()
      const checks = await doctor({
        home: core.home,
        now: core.clock.now(),
        db: core.db,
        databaseKind: facts.database,
        confinement,
        seats: facts.seats,
        rooms: () => certificateFindings(core.config.login, core.clock.now()),
      })
      return {
        version: facts.version,
        node: process.version,
        uptimeMs: Math.round(process.uptime() * 1000),
        memoryBytes: process.memoryUsage.rss(),
        database: facts.database,
        confinement,
        evidence: {
          state: health.state,
          why: health.why,
          size: health.size,
          unknown: health.unknown.length,
          relinked: health.relinked,
          vkey: health.state === 'healthy' ? core.evidence.vkey() : null,
        },
        checks: checks.map((check) => ({ ...check, fix: check.fix ?? null })),
      }
    },
  })
  app.get('/metrics', { config: { access: 'public' }, schema: { hide: true } }, async (request, reply) => {
    // Rates of routes tell who works when: for a monitor on this machine, or behind a proxy that decides.
    if (!LOOPBACK.has(request.ip)) throw new XinyuError('NOT_FOUND', { what: 'GET /metrics' })
    return reply.type('text/plain; version=0.0.4').send(await facts.metrics.text())
  })
}
