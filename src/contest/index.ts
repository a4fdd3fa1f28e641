import type { RoomMigrations } from '../platform/postgres/tables.ts'
import type { App } from '../platform/http/index.ts'
import { afterMigrations, afterRoutes, afterTick, registerAfterJobs } from './after/index.ts'
import { entryMigrations, entryRoutes, tidyEntrantDoor } from './entry/index.ts'
import { finalMigrations, finalRoutes, registerFinalJobs } from './final/index.ts'
import { frontRoutes } from './front/index.ts'
import { judgingMigrations, judgingRoutes } from './judging/index.ts'
import { noticeMigrations, noticeRoutes } from './notices/index.ts'
import { panelMigrations, panelRoutes, registerPanelJobs } from './panel/index.ts'
import { schemeMigrations, schemeRoutes } from './scheme/index.ts'
import { scoringMigrations, scoringRoutes, scoringTick, stopScoring } from './scoring/index.ts'
import {
  registerSubmissionJobs,
  submissionMigrations,
  submissionRoutes,
  sweepUploads,
} from './submission/index.ts'
import type { ContestTools } from './tools.ts'

export type * from './tools.ts'

/** From the announcement to the award: in the order in which a contest goes. */
export const contestMigrations: readonly RoomMigrations[] = [
  schemeMigrations,
  noticeMigrations,
  entryMigrations,
  submissionMigrations,
  panelMigrations,
  judgingMigrations,
  finalMigrations,
  scoringMigrations,
  afterMigrations,
]

export function contestRoutes(app: App, tools: ContestTools): void {
  schemeRoutes(app, tools)
  noticeRoutes(app, tools)
  entryRoutes(app, tools)
  submissionRoutes(app, tools)
  panelRoutes(app, tools)
  judgingRoutes(app, tools)
  finalRoutes(app, tools)
  scoringRoutes(app, tools)
  afterRoutes(app, tools)
  frontRoutes(app, tools)
}

/** Long works of all rooms: known before the jobs start, so that what a killed server left open goes on. */
export function registerContest(tools: ContestTools): void {
  registerSubmissionJobs(tools.core)
  registerPanelJobs(tools.core)
  registerFinalJobs(tools)
  registerAfterJobs(tools)
  // The others stand here.
}

/** What falls due by the clock; called every few seconds, and what fails is tried again. */
export async function tickContest(tools: ContestTools): Promise<void> {
  await sweepUploads(tools.core)
  await tidyEntrantDoor(tools.core)
  await scoringTick(tools)
  await afterTick(tools)
}

/** What still runs is put to rest, before the parts below it go. */
export async function stopContest(tools: ContestTools): Promise<void> {
  await stopScoring(tools)
}
