import type { Logger } from 'pino'
import type { Clock } from '../kernel/clock.ts'
import type { EventBus } from '../kernel/events.ts'
import type { Random } from '../kernel/random.ts'
import type { Config } from './config/index.ts'
import type { Engine } from './engine/index.ts'
import type { Jobs } from './jobs/index.ts'
import type { Db } from './postgres/index.ts'

/** What every room may lean on. Made once in `app.ts`, passed as the first argument, never imported as a global. */
export interface Platform {
  readonly config: Config
  /** Absolute path of the data folder (`XINYU_HOME`). */
  readonly home: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly db: Db
  readonly events: EventBus
  readonly engine: Engine
  readonly jobs: Jobs
}
