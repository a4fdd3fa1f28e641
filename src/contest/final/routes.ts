import type { App } from '../../platform/http/index.ts'
import type { ContestTools } from '../tools.ts'
import { admissionRoutes } from './admission/routes.ts'
import { checkinRoutes } from './checkin/routes.ts'
import { drawRoutes } from './draw/routes.ts'
import { stageRoutes } from './stage/routes.ts'

/** The final: into the space, to the venue, the lot, the stage. */
export function finalRoutes(app: App, tools: ContestTools): void {
  admissionRoutes(app, tools)
  checkinRoutes(app, tools)
  drawRoutes(app, tools)
  stageRoutes(app, tools)
}
