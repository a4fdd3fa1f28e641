import type { App } from '../../platform/http/index.ts'
import type { ContestTools } from '../tools.ts'
import { deskRoutes } from './routes-desk.ts'
import { organiserRoutes } from './routes-organiser.ts'
import { teamRoutes } from './routes-team.ts'

/** Sheets, ranking, short list, discussion, appeals: one door for each kind of reader. */
export function judgingRoutes(app: App, tools: ContestTools): void {
  deskRoutes(app, tools.core)
  organiserRoutes(app, tools.core)
  teamRoutes(app, tools)
}
