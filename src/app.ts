import { join, resolve } from 'node:path'
import {
  createEventBus,
  type Clock,
  type Random,
  systemActor,
  systemClock,
  systemRandom,
  XinyuError,
} from './kernel/index.ts'
import { createEngine } from './platform/engine/index.ts'
import {
  type Config,
  createJobs,
  createLogger,
  jobMigrations,
  type Database,
  loadConfig,
  lockHome,
  migrate,
  openDatabase,
  type RoomMigrations,
} from './platform/index.ts'
import { createEvidence, type Core, evidenceMigrations } from './safeguard/evidence/index.ts'
import { migrations as identityMigrations } from './safeguard/identity/index.ts'
import {
  createSpace,
  type NewSpace,
  readSpace,
  type Space,
  spaceMigrations,
} from './safeguard/space/index.ts'
import { catalogMigrations } from './supply/catalog/index.ts'
import { registerImportJob, sourceMigrations, sweepOrphans } from './supply/source/index.ts'
import { contractMigrations, endExpired } from './flow/contract/index.ts'
import { policyMigrations } from './flow/policy/index.ts'
import { createRuns, runMigrations, type Runs } from './use/run/index.ts'
import { createGate } from './use/gate/index.ts'

export const VERSION = '0.1.0'

/** Every room's tables, left to right. */
export const MIGRATIONS: readonly RoomMigrations[] = [
  jobMigrations,
  spaceMigrations,
  evidenceMigrations,
  identityMigrations,
  catalogMigrations,
  sourceMigrations,
  policyMigrations,
  contractMigrations,
  runMigrations,
]

export interface OpenOptions {
  /** Data folder; made when missing. */
  readonly home: string
  /** Makes this space when the database holds none. Without it a database without a space is an error. */
  readonly create?: NewSpace
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly clock?: Clock
  readonly random?: Random
  /** Laid over the settings file and the environment; for commands and tests. */
  readonly settings?: Readonly<Record<string, unknown>>
}

/** A running space without its door: rooms wired, work resumed, nothing listening. */
export interface OpenSpace {
  readonly core: Core
  readonly space: Space & { readonly ready: boolean }
  readonly runs: Runs
  readonly database: Database
  /** Stops everything in the reverse order of the start. */
  stop(): Promise<void>
}

const TIDY_EVERY_MS = 15_000

/** Starts the parts of a space in order; what was started is stopped again when a later part fails. */
export async function openSpace(options: OpenOptions): Promise<OpenSpace> {
  const home = resolve(options.home)
  const { clock = systemClock, random = systemRandom, env = process.env } = options
  const stops: (() => unknown)[] = []
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end()
  }
  try {
    const config: Config = loadConfig({ home, env, settings: options.settings })
    const log = createLogger(config.logLevel)

    const lock = lockHome(home)
    stops.push(() => lock.release())

    const database = await openDatabase({ url: config.databaseUrl, home, log, poolSize: config.poolSize })
    stops.push(() => database.stop())
    await mustBeOurs(database)
    await migrate(database.db, MIGRATIONS)

    const space = await spaceOf(database, options, clock, random)
    const events = createEventBus((name, error) => log.error({ err: error, event: name }, 'listener failed'))

    const engine = createEngine({ config, home, log, clock })
    stops.push(() => engine.stop())
    const jobs = createJobs({ db: database.db, clock, random, log })
    const platform = { config, home, clock, random, log, db: database.db, events, engine, jobs }

    const evidence = await createEvidence(platform, { spaceId: space.id, databaseUrl: database.url })
    stops.push(() => evidence.stop())
    const core: Core = { ...platform, evidence }

    const runs = createRuns(core)
    runs.register(createGate(engine))
    registerImportJob(core)
    await sweepOrphans(core)
    await engine.start()
    await jobs.start()
    stops.push(() => jobs.stop())

    await tidy(core, runs)
    const tidying = setInterval(() => void tidy(core, runs), TIDY_EVERY_MS)
    stops.push(() => clearInterval(tidying))
    return { core, space, runs, database, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Closes what a killed server left open and ends contracts whose term is over. Tried again later where evidence cannot
 * be written now: the space opens all the same, so that `fsck` and the officers can look at it.
 */
async function tidy(core: Core, runs: Runs): Promise<void> {
  try {
    await runs.recover()
    await endExpired(core)
  } catch (error) {
    core.log.error({ err: error }, 'closing lost runs and ended contracts is put off')
  }
}

/** Neither the demo nor a production space is made in a database that somebody else uses. */
async function mustBeOurs({ pool }: Database): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
  )
  const names = rows.map((row) => row.name)
  if (names.length > 0 && !names.includes('schema_migration')) {
    throw new XinyuError('DATABASE_NOT_EMPTY', { table: names[0]! })
  }
}

async function spaceOf(database: Database, options: OpenOptions, clock: Clock, random: Random) {
  const found = await readSpace(database.db)
  if (found) return found
  if (!options.create) throw new XinyuError('SPACE_MISSING')
  await createSpace(database.db, clock, random, options.create)
  return (await readSpace(database.db))!
}

export const bootActor = systemActor('start')
export const portalFolder = join(import.meta.dirname, '../web/dist')
