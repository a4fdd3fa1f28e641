import { join, resolve } from 'node:path'
import {
  createEventBus,
  type Clock,
  type Random,
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
  openReserve,
  type RoomMigrations,
} from './platform/index.ts'
import { keepMasterKeyAt, settleSuite } from './safeguard/crypto/index.ts'
import {
  createEvidence,
  type Core,
  evidenceMigrations,
  recordWitnessTrouble,
  registerDestruction,
  startAnchors,
  sealOpenPayloads,
  tendRetention,
} from './safeguard/evidence/index.ts'
import { finishReplacements, keyMigrations } from './safeguard/keys/index.ts'
import { migrations as identityMigrations } from './safeguard/identity/index.ts'
import {
  createSpace,
  type NewSpace,
  readSpace,
  type Space,
  spaceMigrations,
} from './safeguard/space/index.ts'
import { catalogExtras } from './app/catalog-extras.ts'
import { demoWitnesses } from './app/demo-witnesses.ts'
import {
  catalogMigrations,
  completeCatalog,
  legalMigrations,
  refreshMeasures,
} from './supply/catalog/index.ts'
import {
  indexAfterLanding,
  personMigrations,
  registerImportJob,
  registerPersonsJob,
  sourceMigrations,
  sweepOrphans,
} from './supply/source/index.ts'
import {
  connectMigrations,
  enqueueDue,
  pushMigrations,
  registerFeedJob,
  sweepSpools,
  TICK_MS,
} from './supply/source/connect/index.ts'
import {
  checkAfterLanding,
  deidentifyMigrations,
  gradeMigrations,
  loadRulePack,
  loadStandard,
  mapMigrations,
  qualityMigrations,
  registerCompareJob,
  registerGradeJob,
  registerMapJob,
  registerOptimiseJob,
  registerPrepareJob,
  registerRepairJob,
  registerQualityJob,
  removeContractTables,
  repairMigrations,
  standardMigrations,
  sweepFindings,
  sweepProjectTables,
} from './supply/treat/index.ts'
import {
  contractMigrations,
  contractsInForce,
  destroyDerived,
  destroyEnded,
  type Destroyers,
  endBreached,
  endByAuthority,
  endExpired,
  fileWaiting,
  finishEndedProjects,
  tidyProjectTables,
} from './flow/contract/index.ts'
import { authorityMigrations, expireAuthorities } from './flow/authority/index.ts'
import { consentMigrations, expireConsents, tidyDoor } from './flow/consent/index.ts'
import { decisionMigrations, hookKeyReplaced } from './flow/decision/index.ts'
import { policyMigrations } from './flow/policy/index.ts'
import { riskMigrations } from './flow/risk/index.ts'
import { createRuns, destroyHistories, destroyOutputs, runMigrations, type Runs } from './use/run/index.ts'
import { auditDue, historyMigrations, registerAudit, sweepHistory } from './use/check/index.ts'
import { createGate } from './use/gate/index.ts'
import { startTc609, tc609Migrations } from './connector/tc609/index.ts'
import { dropUnusedIndex, indexForContract, inlineMigrations, registerVerifyJob } from './use/inline/index.ts'
import { previewMigrations } from './use/preview/index.ts'
import { savedMigrations } from './use/saved/index.ts'
import { type Sandbox, sandboxMigrations } from './use/sandbox/index.ts'
import { type Airlock, airlockMigrations, sweepVault, tidyAirlock } from './use/airlock/index.ts'
import { contestMigrations, type ContestTools, stopContest, tickContest } from './contest/index.ts'
import { wireAirlock } from './app/airlock.ts'
import { wireContest } from './app/contest.ts'
import { wireSandbox } from './app/sandbox.ts'
import { wireWatch } from './app/watch.ts'
import { auditMigrations, reportsDue } from './oversight/audit/index.ts'
import { type Watch, watchMigrations } from './oversight/watch/index.ts'

export const VERSION = '0.1.0'

/** Every room's tables, left to right. */
export const MIGRATIONS: readonly RoomMigrations[] = [
  jobMigrations,
  spaceMigrations,
  evidenceMigrations,
  identityMigrations,
  keyMigrations,
  catalogMigrations,
  sourceMigrations,
  personMigrations,
  connectMigrations,
  pushMigrations,
  standardMigrations,
  mapMigrations,
  qualityMigrations,
  repairMigrations,
  legalMigrations,
  gradeMigrations,
  deidentifyMigrations,
  policyMigrations,
  consentMigrations,
  authorityMigrations,
  riskMigrations,
  contractMigrations,
  decisionMigrations,
  runMigrations,
  historyMigrations,
  inlineMigrations,
  previewMigrations,
  savedMigrations,
  ...sandboxMigrations,
  airlockMigrations,
  tc609Migrations,
  watchMigrations,
  auditMigrations,
  ...contestMigrations,
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
  /** Runs two witnesses beside a demo space whose settings name none. */
  readonly demoWitnesses?: boolean
}

/** A running space without its door: rooms wired, work resumed, nothing listening. */
export interface OpenSpace {
  readonly core: Core
  readonly space: Space & { readonly ready: boolean }
  readonly runs: Runs
  readonly sandbox: Sandbox
  readonly airlock: Airlock
  readonly watch: Watch
  readonly contest: ContestTools
  readonly database: Database
  /** Stops everything in the reverse order of the start. */
  stop(): Promise<void>
}

const TIDY_EVERY_MS = 15_000
const WATCH_CONNECTIONS = 3

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
    await settleSuite(home, config.crypto.suite)
    keepMasterKeyAt(home, config.crypto.masterKeyFile)

    const database = await openDatabase({ url: config.databaseUrl, home, log, poolSize: config.poolSize })
    stops.push(() => database.stop())
    await mustBeOurs(database)
    await migrate(database.db, MIGRATIONS)

    const space = await spaceOf(database, options, clock, random)
    const events = createEventBus((name, error) => log.error({ err: error, event: name }, 'listener failed'))

    const engine = createEngine({ config, home, log, clock })
    stops.push(() => engine.stop())
    const jobs = createJobs({ db: database.db, clock, random, log })
    const witnesses =
      options.demoWitnesses && space.demo && config.demo.witnesses && config.evidence.witnesses.length === 0
        ? await demoWitnesses(home)
        : null
    if (witnesses) {
      config.evidence.witnesses = [...witnesses.settings]
      stops.push(() => witnesses.stop())
    }
    const platform = { config, home, clock, random, log, db: database.db, events, engine, jobs }

    const evidence = await createEvidence(platform, {
      spaceId: space.id,
      databaseUrl: database.url,
      onWitnessTrouble: (trouble) => void events.publish('evidence.witness_trouble', trouble),
    })
    stops.push(() => evidence.stop())
    const core: Core = { ...platform, evidence }
    witnesses?.serve(core)
    events.on('evidence.witness_trouble', (trouble) => recordWitnessTrouble(core, trouble))
    wireKeys(core)
    await finishReplacements(core)

    const runs = createRuns(core)
    stops.push(() => runs.settled())
    runs.register(createGate(engine))
    const wired = wireSandbox(core, runs, space.demo)
    const { sandbox } = wired
    // The watch must not wait behind the requests of whom it stops.
    const reserve = openReserve(database, WATCH_CONNECTIONS, log)
    stops.push(() => reserve.stop())
    const watch = wireWatch({ ...core, db: reserve.db }, runs, sandbox)
    const airlock = wireAirlock(core, runs, wired, (projectId) => watch.canaries.known(projectId))
    const contest = wireContest({ core, space, runs, sandbox })
    registerAudit(core)
    registerDestruction(core)
    registerImportJob(core)
    registerFeedJob(core)
    wirePersons(core)
    wireTreatment(core)
    wireContracts(core)
    await sweepHistory(core)
    await sweepOrphans(core)
    await wireCatalog(core)
    await sweepSpools(core)
    await sweepFindings(core)
    await sweepVault(core)
    await sweepProjectTables(core).catch((error: unknown) =>
      log.error({ err: error }, 'sweeping prepared tables is put off'),
    )
    // Without evidence the space opens all the same; until then the lists that came with the program are used.
    await loadRulePack(core).catch((error: unknown) =>
      log.error({ err: error }, 'loading the rules is put off'),
    )
    await loadStandard(core).catch((error: unknown) =>
      log.error({ err: error }, 'loading the standard is put off'),
    )
    await engine.start()
    await sandbox
      .recover()
      .catch((error: unknown) => log.error({ err: error }, 'seats that were lost are put off'))
    await jobs.start()
    stops.push(() => jobs.stop())
    stops.push(() => stopContest(contest))
    stops.push(sandbox.start())
    await watch.start()
    stops.push(() => watch.stop())
    stops.push(checkAfterLanding(core))
    stops.push(indexAfterLanding(core))

    await finishEndedProjects(core).catch((error: unknown) =>
      log.error({ err: error }, 'closing ended projects is put off'),
    )
    const tidyAll = () => tidy(core, runs, sandbox, airlock, contest)
    await tidyAll()
    const tidying = setInterval(() => void tidyAll(), TIDY_EVERY_MS)
    stops.push(() => clearInterval(tidying))
    const ticking = everyTick(core)
    stops.push(() => clearInterval(ticking))
    stops.push(startTc609(core))
    stops.push(sealWhatIsOpen(core))
    stops.push(startAnchors(core))
    return { core, space, runs, sandbox, airlock, watch, contest, database, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What was measured is found by it: the search rows follow, which are derived and may be late. */
async function wireCatalog(core: Core): Promise<void> {
  const refresh = ({ datasetId }: { datasetId: string }) => refreshMeasures(core, catalogExtras, [datasetId])
  core.events.on('quality.checked', refresh)
  core.events.on('grade.confirmed', refresh)
  await completeCatalog(core, catalogExtras)
}

/**
 * Closes what a killed server left open and ends contracts whose term is over. Tried again later where evidence cannot
 * be written now: the space opens all the same, so that `fsck` and the officers can look at it.
 */
async function tidy(
  core: Core,
  runs: Runs,
  sandbox: Sandbox,
  airlock: Airlock,
  contest: ContestTools,
): Promise<void> {
  try {
    await runs.recover()
    await expireAuthorities(core)
    await expireConsents(core)
    await tidyDoor(core)
    await endExpired(core)
    await fileWaiting(core)
    await endBreached(core)
    await destroyEnded(core, destroyers(core))
    await tidyProjectTables(core)
    await sandbox.tidy()
    await tidyAirlock(airlock)
    await reportsDue(core)
    await destroyHistories(core, runs.history)
    await auditDue(core)
    await tickContest(contest)
    await tendRetention(core)
  } catch (error) {
    core.log.error({ err: error }, 'closing lost runs and ended contracts is put off')
  }
}

/** What shows the public half of a key follows the key. */
function wireKeys(core: Core): void {
  core.events.on('key.replaced', (key) => hookKeyReplaced(core, key))
}

/** Single persons: how they are found, and answers made ready when a contract allows to ask about one. */
function wirePersons(core: Core): void {
  registerPersonsJob(core)
  registerVerifyJob(core)
  core.events.on('contract.active', ({ contractId }) => indexForContract(core, contractId))
  core.events.on('contract.stopped', async ({ contractId, state }) => {
    if (state === 'ended') await dropUnusedIndex(core, contractId)
  })
}

/** Mapping, grading and de-identification: their jobs, and that a stopped contract takes its prepared tables away. */
function wireTreatment(core: Core): void {
  registerQualityJob(core)
  registerMapJob(core)
  registerCompareJob(core)
  registerRepairJob(core)
  registerGradeJob(core)
  registerOptimiseJob(core)
  registerPrepareJob(core, (projectId) => contractsInForce(core, projectId))
  core.events.on('contract.stopped', async ({ contractId }) => {
    await removeContractTables(core, contractId)
  })
}

/** What was derived under a contract is destroyed with it, with a proof; what hangs on an authority ends with it. */
function wireContracts(core: Core): void {
  core.events.on('contract.stopped', async ({ contractId, state }) => {
    if (state === 'ended') await destroyDerived(core, destroyers(core), contractId)
  })
  core.events.on('authority.withdrawn', async ({ authorityIds }) => {
    await endByAuthority(core, authorityIds)
  })
}

const destroyers = (core: Core): Destroyers => ({ outputs: (contractId) => destroyOutputs(core, contractId) })

/** Payloads of an older version are sealed beside the work; a stop cuts it off, the next start goes on. */
function sealWhatIsOpen(core: Core): () => Promise<void> {
  const stopping = new AbortController()
  const sealing = sealOpenPayloads(core.db, core.evidence.vault, stopping.signal).catch((error: unknown) => {
    core.log.error({ err: error }, 'sealing payloads of before is put off')
  })
  return async () => {
    stopping.abort()
    await sealing
  }
}

/** Puts feeds of sources into the queue when they are due. A tick that takes longer than its time is waited for. */
function everyTick(core: Core): NodeJS.Timeout {
  let ticking = false
  return setInterval(() => {
    if (ticking) return
    ticking = true
    enqueueDue(core)
      .catch((error: unknown) => core.log.error({ err: error }, 'feeds that are due are put off'))
      .finally(() => (ticking = false))
  }, TICK_MS)
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

export const portalFolder = join(import.meta.dirname, '../web/dist')
