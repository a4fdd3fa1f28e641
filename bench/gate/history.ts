import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createEventBus, systemActor, systemClock, systemRandom } from '../../src/kernel/index.ts'
import { Config } from '../../src/platform/config/index.ts'
import { jobMigrations } from '../../src/platform/index.ts'
import { createJobs } from '../../src/platform/jobs/index.ts'
import { migrate, openDatabase } from '../../src/platform/postgres/index.ts'
import { act, type Core, createEvidence, evidenceMigrations } from '../../src/safeguard/evidence/index.ts'
import {
  type CheckedBase,
  createHistory,
  historyMigrations,
  type RawBase,
  segmentRow,
} from '../../src/use/check/index.ts'

/** A release history on a database of its own, with durable evidence: what a released run writes of it. */
export interface BenchHistory {
  release<T>(
    projectId: string,
    minGroup: number,
    bases: readonly { readonly raw: RawBase; readonly checked: CheckedBase }[],
    finish: (released: readonly CheckedBase[]) => T,
  ): Promise<T>
  stop(): Promise<void>
}

export async function benchHistory(): Promise<BenchHistory> {
  const home = await mkdtemp(join(tmpdir(), 'xinyu-bench-history-'))
  const log = pino({ level: 'silent' })
  const database = await openDatabase({ home, log, durability: 'full' })
  const { db, url } = database
  await migrate(db, [evidenceMigrations, jobMigrations, historyMigrations])
  const config = Config.parse({ gate: { maxExposure: 1_000, maxCells: 10_000_000 } })
  const base = { home, clock: systemClock, random: systemRandom, log, db, config }
  const evidence = await createEvidence(base, { databaseUrl: url })
  const jobs = createJobs({ db, clock: systemClock, random: systemRandom, log })
  const core = { ...base, jobs, events: createEventBus(() => {}), evidence } as unknown as Core
  const history = createHistory(core)
  return {
    async release(projectId, minGroup, bases, finish) {
      const runId = randomUUID()
      return history.settle({ projectId, runId, minGroup, bases }, async (settled) => {
        const answer = finish(settled.bases)
        await act(core, systemActor('bench'), async ({ tx, now, note }) => {
          if (settled.segment) await segmentRow(tx, settled.segment, runId, projectId, now)
          note({ kind: 'run.released', subject: { run: runId } })
        })
        return answer
      })
    },
    async stop() {
      await evidence.stop()
      await database.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}
