import type { App } from '../../platform/http/index.ts'
import type { ContestTools } from '../tools.ts'
import { assignmentRoutes } from './routes-assign.ts'
import { blindRoutes } from './routes-blind.ts'
import { deskPanelRoutes } from './routes-desk.ts'
import { poolRoutes } from './routes-pool.ts'

export function panelRoutes(app: App, tools: ContestTools): void {
  poolRoutes(app, tools.core)
  assignmentRoutes(app, tools.core)
  blindRoutes(app, tools.core)
  deskPanelRoutes(app, tools)
}
