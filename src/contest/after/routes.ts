import type { App } from '../../platform/http/index.ts'
import type { ContestTools } from '../tools.ts'
import { afterOf } from './room.ts'
import { awardRoutes } from './routes/awards.ts'
import { closingRoutes } from './routes/closing.ts'
import { entrantRoutes } from './routes/entrant.ts'
import { followRoutes } from './routes/follow.ts'
import { publicRoutes } from './routes/public.ts'
import { reportRoutes } from './routes/report.ts'

export function afterRoutes(app: App, tools: ContestTools): void {
  const after = afterOf(tools)
  awardRoutes(app, after)
  closingRoutes(app, after)
  reportRoutes(app, after)
  followRoutes(app, tools.core)
  entrantRoutes(app, tools)
  publicRoutes(app, tools.core)
}
