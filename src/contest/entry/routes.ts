import type { App } from '../../platform/http/index.ts'
import type { ContestTools } from '../tools.ts'
import { createEntrantDoor } from './door/door.ts'
import { doorRoutes } from './door/routes.ts'
import { organiserRoutes } from './organise/routes.ts'
import { personRoutes } from './people/routes.ts'
import { teamRoutes } from './team/routes.ts'

/** The way into a contest: the door, who one is, the team, and what the organiser makes of it. */
export function entryRoutes(app: App, tools: ContestTools): void {
  // The door keeps nothing in memory: this one, with its handle on the inside, is the same as that of the other rooms.
  const { core, ports } = tools
  doorRoutes(app, createEntrantDoor(core, ports), core.config.secretRatePerMinute)
  personRoutes(app, tools)
  teamRoutes(app, tools)
  organiserRoutes(app, tools)
}
