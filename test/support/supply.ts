import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { uuid7 } from '../../src/kernel/index.ts'
import { Config } from '../../src/platform/config/index.ts'
import { createEngine } from '../../src/platform/engine/index.ts'
import { createJobs, type Jobs } from '../../src/platform/jobs/index.ts'
import { jobMigrations, type RoomMigrations } from '../../src/platform/index.ts'
import type { UserActor } from '../../src/kernel/index.ts'
import type { Core } from '../../src/safeguard/evidence/index.ts'
import { catalogMigrations } from '../../src/supply/catalog/index.ts'
import { sourceMigrations } from '../../src/supply/source/index.ts'
import { testSpace } from './evidence.ts'

export interface SupplySpace {
  readonly core: Core
  /** A data officer of a body of its own; each call is another body. */
  officer(): UserActor
  /** An empty folder below the space. */
  folder(name: string): Promise<string>
  stop(): Promise<void>
}

/** A space that can import: real database, log, engine and jobs (registered but not started). */
export async function supplySpace(
  settings: Record<string, unknown> = {},
  rooms: readonly RoomMigrations[] = [],
): Promise<SupplySpace> {
  const space = await testSpace([jobMigrations, catalogMigrations, sourceMigrations, ...rooms])
  const config = Config.parse({
    products: { assessment: 'optional' },
    ...settings,
    engine: { warmChildren: 0, memoryMib: 1024 },
  })
  const { clock, random, log, db } = space.core
  const engine = createEngine({ config, home: space.home, log, clock })
  const jobs: Jobs = createJobs({ db, clock, random, log })
  const core: Core = { ...space.core, config, engine, jobs }
  const someId = () => uuid7(random, clock.now())
  return {
    core,
    officer: () => ({ kind: 'user', userId: someId(), participantId: someId(), roles: ['data_officer'] }),
    folder: async (name) => {
      const path = join(space.home, name)
      await mkdir(path, { recursive: true })
      return path
    },
    stop: async () => {
      await jobs.stop()
      await engine.stop()
      await space.stop()
    },
  }
}
