import { XinyuError } from '../../kernel/errors/index.ts'
import type { App } from '../../platform/http/index.ts'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Runs } from '../run/index.ts'
import { bulkMigrations, bulkRoutes, registerBulk } from './bulk/index.ts'
import type { SandboxDriver } from './driver/index.ts'
import { createSeatFiles } from './files-of.ts'
import {
  createOwn,
  destroyEndedImports,
  importMigrations,
  importRoutes,
  type Inspect,
  registerScan,
} from './imports/index.ts'
import {
  createSeats,
  makeSeat,
  openProject,
  quotaRoutes,
  seatById,
  seatMigrations,
  seatRoutes,
} from './seats/index.ts'
import { termsOfProject } from './terms.ts'
import { bindSeat } from './venue/index.ts'
import { createWork, createWorkBase, workMigrations, workRoutes } from './work/index.ts'

export { createAlarm } from './alarm.ts'
export type { Isolation, SandboxDriver } from './driver/index.ts'
export { createLocalDriver } from './driver/index.ts'
export type { TakenFile } from './files-of.ts'
export type { Seats, LiveSeat } from './seats/index.ts'
export { createThrowAway } from './throw-away.ts'

export const sandboxMigrations: readonly RoomMigrations[] = [
  seatMigrations,
  ...workMigrations,
  importMigrations,
  bulkMigrations,
]

export interface SandboxPorts {
  readonly driver: SandboxDriver
  /** Only a demo has seats where isolation is degraded. */
  readonly demo: boolean
  readonly inspect: Inspect
}

export type Sandbox = ReturnType<typeof createSandbox>

/** The closed places in which teams work on the data. Made once in `app.ts`, before jobs start. */
export function createSandbox(core: Core, runs: Runs, { driver, demo, inspect }: SandboxPorts) {
  const base = createWorkBase(core)
  const own = createOwn(core)
  const seats = createSeats({
    core,
    runs,
    driver,
    demo,
    ports: base.ports,
    ownOf: (projectId) => own.ownOf(projectId),
    packagesOf: (projectId) => own.packagesOf(projectId),
  })
  const work = createWork(core, base, seats, {
    async inspect(projectId, files) {
      const terms = await termsOfProject(core, projectId, core.config.sandbox.diskMib * 1_048_576)
      return Promise.all(files.map((file) => inspect(file, terms)))
    },
  })
  registerScan(core, inspect)
  registerBulk(core, {
    async open(by, { seatId, projectId, name, terminal }) {
      const { consumer_id: consumerId } = await openProject(core, projectId, null)
      await makeSeat(core, by, { id: seatId, projectId, consumerId, name, state: 'asleep' })
      if (terminal === null || by.kind !== 'user') return
      const found = await core.db
        .selectFrom('venue_terminal')
        .select('id')
        .where('name', '=', terminal)
        .where('state', '=', 'active')
        .executeTakeFirst()
      if (!found) throw new XinyuError('NOT_FOUND', { what: `terminal ${terminal}` })
      await bindSeat(core, by, found.id, seatId)
    },
    async close(by, { seatId }, reason) {
      const known = await seatById(core, seatId)
      // Closed already by a run before this one: its proof stands.
      if (known?.state === 'closed') return known.destroyed_leaf ?? seats.stopping.finish(known, reason)
      return seats.stopping.close(seatId, by, reason)
    },
  })
  return {
    seats,
    work,
    base,
    /** What stands between a seat and the host, as seen from inside one. */
    isolation: () => driver.isolation(),
    files: createSeatFiles(seats),
    /** Ids of everybody who ever was in a seat or did something there: they do not check what comes out of it. */
    people: (seatId: string) => base.people(seatId),
    /** Before anybody comes: what a killed server left is put to rest, and said. */
    async recover(): Promise<void> {
      await seats.recover()
      await work.recover()
    },
    async tidy(): Promise<void> {
      await seats.tidy()
      await own.sweep(new Set([...seats.house.awake.values()].flatMap(({ ownFolder }) => ownFolder ?? [])))
      await destroyEndedImports(core)
      await base.tidy()
    },
    /** Returns what ends it: every seat is put to sleep with its files kept. */
    start(): () => Promise<void> {
      const stop = seats.start()
      return async () => {
        await stop()
        await work.settled()
      }
    },
  }
}

export function sandboxRoutes(app: App, core: Core, { seats, base, work }: Sandbox): void {
  seatRoutes(app, core, seats)
  quotaRoutes(app, core)
  importRoutes(app, core)
  bulkRoutes(app, core)
  workRoutes(app, core, base, work)
}
