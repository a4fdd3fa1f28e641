import { setTimeout as sleep } from 'node:timers/promises'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import type { UserActor } from './kernel/actor.ts'
import { type OpenSpace, portalFolder, VERSION } from './app.ts'
import { type App, createServer, servePortal } from './platform/http/index.ts'
import { createMetrics, createShutdown } from './platform/index.ts'
import { evidenceRoutes } from './safeguard/evidence/index.ts'
import { authenticate, identityRoutes, isSameOrigin } from './safeguard/identity/index.ts'
import { keyRingRoutes } from './safeguard/keys/index.ts'
import { spaceRoutes } from './safeguard/space/index.ts'
import { catalogExtras } from './app/catalog-extras.ts'
import { contractPort } from './app/contract-port.ts'
import { demoInsured } from './demo/index.ts'
import { catalogRoutes } from './supply/catalog/index.ts'
import { connectRoutes, pushRoutes } from './supply/source/connect/index.ts'
import { sourceRoutes } from './supply/source/index.ts'
import {
  deidentifyRoutes,
  gradeRoutes,
  legalRoutes,
  mapRoutes,
  qualityRoutes,
  standardRoutes,
  repairRoutes,
} from './supply/treat/index.ts'
import { authorityRoutes } from './flow/authority/index.ts'
import { consentRoutes, createDoor, doorRoutes, insuredRoutes, registerProof } from './flow/consent/index.ts'
import { contractRoutes, openOfferByChain } from './flow/contract/index.ts'
import { decisionRoutes } from './flow/decision/index.ts'
import { policyRoutes } from './flow/policy/index.ts'
import { riskRoutes } from './flow/risk/index.ts'
import { airlockRoutes } from './use/airlock/index.ts'
import { historyRoutes } from './use/check/index.ts'
import { inlineRoutes } from './use/inline/index.ts'
import { previewRoutes } from './use/preview/index.ts'
import { runRoutes } from './use/run/index.ts'
import { sandboxRoutes } from './use/sandbox/index.ts'
import { savedRoutes } from './use/saved/index.ts'
import { connectorRoutes, tc609Routes } from './connector/tc609/index.ts'
import { contestRoutes } from './contest/index.ts'
import { auditRoutes, supervisorReads } from './oversight/audit/index.ts'
import { homeRoutes } from './oversight/home/index.ts'
import { jobRoutes } from './oversight/jobs/index.ts'
import { systemRoutes } from './oversight/system/index.ts'
import { watchRoutes } from './oversight/watch/index.ts'

/** Every room's routes: the whole API in one list. */
export async function buildServer(opened: OpenSpace): Promise<App> {
  const { core, space, runs, sandbox, airlock, watch, contest } = opened
  const { config } = core
  const identity = {
    demo: space.demo,
    spaceName: `${space.nameZh} ${space.nameEn}`,
    secretRatePerMinute: config.secretRatePerMinute,
  }
  const metrics = createMetrics()
  const app = await createServer({
    log: core.log,
    version: VERSION,
    bodyLimitBytes: config.bodyLimitBytes,
    ratePerMinute: config.ratePerMinute,
    trustedProxies: config.trustedProxies,
    authenticate: authenticate(core, identity),
    isSameOrigin,
  })
  app.addHook('onResponse', async (request, reply) => {
    metrics.httpAnswered({
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    })
  })
  // Who is slowed down because of an alert waits here, before any work is done.
  app.addHook('onRequest', async ({ actor }) => {
    if (actor) watch.pass(actor.userId)
  })
  supervisorReads(app, core)
  spaceRoutes(app, core, space, VERSION)
  const { background } = identityRoutes(app, core, identity)
  app.addHook('onClose', () => background.settled())
  evidenceRoutes(app, core, { maySeePayload })
  keyRingRoutes(app, core)
  catalogRoutes(app, core, catalogExtras)
  sourceRoutes(app, core)
  connectRoutes(app, core)
  pushRoutes(app, core)
  standardRoutes(app, core)
  mapRoutes(app, core)
  qualityRoutes(app, core)
  repairRoutes(app, core)
  gradeRoutes(app, core)
  legalRoutes(app, core)
  deidentifyRoutes(app, core)
  policyRoutes(app, core, openOfferByChain)
  authorityRoutes(app, core)
  riskRoutes(app, core)
  contractRoutes(app, core)
  decisionRoutes(app, core)
  runRoutes(app, core, runs)
  historyRoutes(app, core)
  savedRoutes(app, core)
  sandboxRoutes(app, core, sandbox)
  airlockRoutes(app, airlock)
  previewRoutes(app, core, runs)
  tc609Routes(app, core, runs)
  connectorRoutes(app, core)
  consentRoutes(app, core, contractPort(core))
  // Outside of the demo a driver of a national identity service stands here; without one the door is closed.
  const door = createDoor(core, space.demo ? registerProof : null)
  doorRoutes(app, door, { persons: space.demo ? () => demoInsured(core) : null })
  insuredRoutes(app, core, door)
  inlineRoutes(app, core, runs, door)
  contestRoutes(app, contest)
  homeRoutes(app, core)
  jobRoutes(app, core)
  watchRoutes(app, core, watch)
  auditRoutes(app, core, space.nameZh)
  systemRoutes(app, core, {
    version: VERSION,
    database: opened.database.kind,
    metrics,
    seats: () => Promise.race([sandbox.isolation(), sleep(SOON_MS, null, { ref: false })]),
  })
  await servePortal(app, portalFolder)
  return app
}

/** The first look into a seat starts Python; the page does not wait for it on a busy machine. */
const SOON_MS = 3000

const SEES_ALL = ['auditor', 'security_officer'] as const

/**
 * Payloads are seen by the overseeing officers and by the bodies that an entry is about; what the output check
 * counted is never seen by the consumer, whom it would tell of persons that were withheld.
 */
function maySeePayload(
  actor: UserActor,
  entry: { kind: string; subject: Readonly<Record<string, string>> },
): boolean {
  if (SEES_ALL.some((role) => actor.roles.includes(role))) return true
  const own = actor.participantId
  if (entry.kind === 'run.checked') return entry.subject.provider === own
  return [entry.subject.provider, entry.subject.consumer, entry.subject.participant].includes(own)
}

/** Work that goes on beside the server and ends with it. */
export interface Background {
  start(): void
  stop(): Promise<void>
}

export interface Serving {
  readonly app: App
  /** `http://127.0.0.1:8080`. */
  readonly address: string
  /** Resolves after SIGTERM or SIGINT, when the door is shut. */
  readonly closed: Promise<void>
  close(): Promise<void>
}

/** Listens until told to stop; the space itself is stopped by who opened it. */
export async function serve(opened: OpenSpace, background: Background | null = null): Promise<Serving> {
  const { config, log } = opened.core
  const app = await buildServer(opened)
  await app.listen({ host: config.host, port: config.port })
  const { port } = app.server.address() as AddressInfo
  const closed = once(app.server, 'close').then(() => undefined)
  const shutdown = createShutdown({ log })
  shutdown.add('space', () => opened.stop())
  if (background) shutdown.add('background', () => background.stop())
  shutdown.add('http', () => app.close())
  shutdown.onSignals()
  return { app, address: `http://${config.host}:${port}`, closed, close: () => app.close() }
}
