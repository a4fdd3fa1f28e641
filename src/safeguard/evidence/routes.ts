import type { App } from '../../platform/http/index.ts'
import type { Core } from './act.ts'
import { anchorRoutes } from './anchor/index.ts'
import { densityRoutes } from './density/index.ts'
import { keyRoutes } from './keys/index.ts'
import { retentionRoutes } from './retention/index.ts'
import { entryRoutes, type SeesPayload } from './routes/entries.ts'
import { logRoutes } from './routes/log.ts'
import { maySeePayload } from './rules.ts'
import { witnessRoutes } from './witness/index.ts'

export interface EvidenceRouteOptions {
  /** Widens or narrows who sees a payload; `rules.ts` decides otherwise. */
  readonly maySeePayload?: SeesPayload
}

/** All that is served about the evidence. */
export function evidenceRoutes(app: App, core: Core, options: EvidenceRouteOptions = {}): void {
  entryRoutes(app, core, options.maySeePayload ?? maySeePayload)
  logRoutes(app, core)
  witnessRoutes(app, core)
  keyRoutes(app, core)
  densityRoutes(app, core)
  retentionRoutes(app, core)
  anchorRoutes(app, core)
}
