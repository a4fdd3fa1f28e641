import type { App } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { connectorRoutes } from './connectors.ts'
import { peerRoutes } from './peers.ts'
import { remoteRoutes } from './remote.ts'

/** This system among others, for its users. */
export function portalRoutes(app: App, core: Core): void {
  connectorRoutes(app, core)
  peerRoutes(app, core)
  remoteRoutes(app, core)
}
