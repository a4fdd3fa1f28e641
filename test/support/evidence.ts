import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createEventBus, manualClock, systemRandom } from '../../src/kernel/index.ts'
import {
  createEvidence,
  type Core,
  type Evidence,
  evidenceMigrations,
  type EvidenceOptions,
} from '../../src/safeguard/evidence/index.ts'
import { Config } from '../../src/platform/config/index.ts'
import type { RoomMigrations } from '../../src/platform/postgres/index.ts'
import { testDatabase } from './database.ts'

export interface TestSpace {
  /** Database, clock, randomness, events and evidence; without engine and jobs. */
  readonly core: Core
  readonly clock: ReturnType<typeof manualClock>
  readonly url: string
  readonly home: string
  /** Errors that event listeners threw. */
  readonly eventErrors: unknown[]
  /** Stops the evidence and starts it again, as after a restart of the server. */
  restart(): Promise<Evidence>
  stop(): Promise<void>
}

/** A small space for tests of actions: real database, real log, a clock that moves only when told. */
export async function testSpace(
  rooms: readonly RoomMigrations[] = [],
  settings: object = {},
  onWitnessTrouble: NonNullable<EvidenceOptions['onWitnessTrouble']> = () => {},
): Promise<TestSpace> {
  const database = await testDatabase([evidenceMigrations, ...rooms])
  const home = await mkdtemp(join(tmpdir(), 'xinyu-space-'))
  const clock = manualClock(Date.UTC(2026, 0, 5, 1, 0, 0))
  const log = pino({ level: 'silent' })
  const eventErrors: unknown[] = []
  const config = Config.parse(settings)
  const base = { home, clock, random: systemRandom, log, db: database.db, config }
  const start = () => createEvidence(base, { databaseUrl: database.url, onWitnessTrouble })
  let evidence = await start().catch(async (error: unknown) => {
    await database.drop()
    throw error
  })
  const core = {
    ...base,
    events: createEventBus((_, error) => eventErrors.push(error)),
    evidence,
  } as unknown as Core
  return {
    core,
    clock,
    url: database.url,
    home,
    eventErrors,
    restart: async () => {
      await evidence.stop()
      evidence = await start()
      return evidence
    },
    stop: async () => {
      await evidence.stop()
      await database.drop()
      await rm(home, { recursive: true, force: true })
    },
  }
}
