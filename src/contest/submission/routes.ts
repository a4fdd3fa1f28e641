import type { App } from '../../platform/http/index.ts'
import type { ContestTools } from '../tools.ts'
import { createHouse } from './files/house.ts'
import { entrantRoutes } from './routes-entrant.ts'
import { fileRoutes } from './routes-file.ts'
import { organiserRoutes } from './routes-organiser.ts'

/** Works: made and handed in at the entrants' door, read by the organiser. */
export function submissionRoutes(app: App, tools: ContestTools): void {
  entrantRoutes(app, tools)
  fileRoutes(app, tools, createHouse(tools.core))
  organiserRoutes(app, tools)
}
