import type { Json } from '../../../kernel/canonical.ts'
import type { App } from '../../../platform/http/index.ts'
import type { RoomMigrations } from '../../../platform/postgres/tables.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { seatFileRoutes } from '../files/index.ts'
import { createJobs, seatJobMigrations, seatJobRoutes, type SeatJobs } from '../jobs/index.ts'
import {
  createNotebooks,
  notebookMigrations,
  notebookRoutes,
  type Notebooks,
  recoverCells,
} from '../notebook/index.ts'
import { createRecording, type Recording, recordMigrations, recordRoutes } from '../record/index.ts'
import { viewRowsOf } from '../seats/limits.ts'
import type { SeatPorts, Seats } from '../seats/live.ts'
import { boundSeats, mayEnter, venueMigrations, venueRoutes } from '../venue/index.ts'
import { createViews, viewMigrations, type Views } from '../views/index.ts'
import { destroyWork } from './destroy.ts'
import type { WorkTools } from './tools.ts'

/** What the seats themselves lean on: made before them. */
export interface WorkBase {
  readonly ports: SeatPorts
  readonly views: Views
  readonly recording: Recording
  /** Ids of everybody who ever was in a seat or did something there. */
  people(seatId: string): Promise<string[]>
  /** Takes away what is older than it is kept. */
  tidy(): Promise<void>
}

/** What goes on in seats. */
export interface Work {
  readonly tools: WorkTools
  readonly notebooks: Notebooks
  readonly jobs: SeatJobs
  /** At the start: what a killed server left running is dead. */
  recover(): Promise<void>
  /** Resolves when no cell and no job is at work. */
  settled(): Promise<void>
}

export const workMigrations: readonly RoomMigrations[] = [
  viewMigrations,
  recordMigrations,
  venueMigrations,
  notebookMigrations,
  seatJobMigrations,
]

export function createWorkBase(core: Core): WorkBase {
  const views = createViews(core, (projectId) => viewRowsOf(core, projectId))
  const recording = createRecording(core, views)
  return {
    views,
    recording,
    ports: {
      record: (entry) => recording.keep(entry),
      mayEnter: (seatId, actor, origin) => mayEnter(core, seatId, actor, origin),
      bound: (seatIds) => boundSeats(core, seatIds),
      destroy: (seatId): Promise<Json> => destroyWork(core, seatId),
      viewed: (projectIds) => views.viewed(projectIds),
    },
    people: (seatId) => recording.people(seatId),
    async tidy() {
      await recording.expire()
      await views.tidy()
    },
  }
}

export function createWork(
  core: Core,
  base: WorkBase,
  seats: Seats,
  { inspect }: Pick<WorkTools, 'inspect'>,
): Work {
  const tools: WorkTools = { core, seats, views: base.views, recording: base.recording, inspect }
  const notebooks = createNotebooks(tools)
  const jobs = createJobs(tools)
  return {
    tools,
    notebooks,
    jobs,
    async recover() {
      await recoverCells(tools)
      await jobs.recover()
    },
    async settled() {
      await Promise.all([notebooks.settled(), jobs.settled()])
    },
  }
}

export function workRoutes(app: App, core: Core, base: WorkBase, work: Work): void {
  notebookRoutes(app, work.tools, work.notebooks)
  seatJobRoutes(app, work.tools, work.jobs)
  seatFileRoutes(app, work.tools)
  recordRoutes(app, base.recording)
  venueRoutes(app, core)
}
