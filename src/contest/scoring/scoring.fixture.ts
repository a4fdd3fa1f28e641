import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { SandboxDriver } from '../../use/sandbox/index.ts'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { makeTeam } from '../entry/entry.fixture.ts'
import { entryMigrations, type Team } from '../entry/index.ts'
import { type Contest, type HiddenTask, schemeMigrations } from '../scheme/index.ts'
import { makeContest, organiser } from '../scheme/contest.fixture.ts'
import { type Asker, askRun, handIn } from './actions.ts'
import { bringData } from './bring.ts'
import { STAY_COST } from './demo.ts'
import { createScoring, type Scoring } from './scoring.ts'
import type { RunRow } from './store.ts'
import { scoringMigrations } from './tables.ts'

type Seat = Awaited<ReturnType<SandboxDriver['open']>>

/** What a program of a test does with the files that it is given. */
export type Play = (files: ReadonlyMap<string, Buffer>, quiet: boolean) => Promise<Played> | Played
export interface Played {
  readonly state?: 'ok' | 'failed' | 'time' | 'memory' | 'died'
  readonly code?: number
  readonly output?: string
  readonly lines?: readonly string[]
}

/** A driver whose programs are scripted: for what happens around a seat. What a real seat holds back is tested with real ones. */
export function scriptedDriver(play: { now: Play }): SandboxDriver & { readonly opened: string[] } {
  const opened: string[] = []
  return {
    name: 'scripted',
    opened,
    isolation: async () => ({ level: 'full', parts: [], fix: null }),
    async open(spec) {
      opened.push(spec.seatId)
      const files = new Map<string, Buffer>()
      const seat: Partial<Seat> = {
        seatId: spec.seatId,
        closed: new Promise(() => {}),
        write: async (path, bytes) => void files.set(path, Buffer.from(bytes)),
        usage: async () => ({ memoryBytes: 0, cpuMs: 5, processes: 1, diskBytes: 0, inodes: 0 }),
        close: async () => {},
        async job(work) {
          let cancelled = () => {}
          const stop = new Promise<'stop'>((resolve) => (cancelled = () => resolve('stop')))
          const done = Promise.resolve(play.now(files, work.parameters.quiet === '1'))
          done.catch(() => {})
          const ended = Promise.race([done, stop]).then((played) => {
            if (played === 'stop') return { state: 'cancelled' as const, code: null }
            if (played.output !== undefined) files.set('output/predictions.csv', Buffer.from(played.output))
            const state = played.state ?? 'ok'
            return { state, code: played.code ?? (state === 'ok' ? 0 : null) }
          })
          ended.catch(() => {})
          async function* events() {
            const played = await Promise.race([done, stop])
            if (played !== 'stop')
              for (const line of played.lines ?? []) yield { line, stream: 'out' as const }
          }
          return { events: events(), cancel: async () => cancelled(), ended }
        },
        async read(path, most) {
          const bytes = files.get(path)
          if (!bytes) throw new XinyuError('SEAT_FILE_MISSING', { path })
          if (bytes.length > most) throw new XinyuError('SEAT_FILE_TOO_LARGE', { path, bytes: most })
          return bytes
        },
      }
      return seat as Seat
    },
    stop: async () => {},
  }
}

/** Predicts by a function of the features: the honest work of a program, outside of a seat. */
export const predicting =
  (predict: (row: Readonly<Record<string, string>>) => unknown): Play =>
  (files) => {
    const [head, ...lines] = files.get('input/features.csv')!.toString('utf8').trimEnd().split('\n')
    const names = head!.split(',')
    const rows = lines.map((line) => {
      const row = Object.fromEntries(line.split(',').map((cell, at) => [names[at]!, cell]))
      return `${row.row},${String(predict(row))}\n`
    })
    return { output: `row,prediction\n${rows.join('')}` }
  }

export interface ScoringSpace {
  readonly space: TestSpace
  readonly core: Core
  readonly contest: Contest
  readonly task: HiddenTask
  readonly officer: UserActor
  readonly scoring: Scoring
  readonly team: (name?: string) => Promise<Asker>
  /** Hands a program in and waits until its sample run is answered. Returns the artefact. */
  readonly handedIn: (asker: Asker, program: string | Buffer, name?: string) => Promise<string>
  /** Has it run on the hidden rows, moves the clock to the answer, and returns the run. */
  readonly answered: (asker: Asker, artefactId: string) => Promise<RunRow>
  readonly run: (id: string) => Promise<RunRow>
  readonly runs: () => Promise<RunRow[]>
  readonly stop: () => Promise<void>
}

const SMALL: HiddenTask = { ...STAY_COST, code: 'small', cpuSeconds: 10, runsPerDay: 3, runsInAll: 5 }

export const bareSpace = (): Promise<TestSpace> =>
  testSpace([schemeMigrations, entryMigrations, scoringMigrations])

/** A contest in its final with one task whose data are there. */
export async function scoringSpace(
  space: TestSpace,
  driver: SandboxDriver | null,
  data: { readonly table: string; readonly sample: string | null },
  change: Partial<HiddenTask> = {},
): Promise<ScoringSpace> {
  const { core } = space
  const officer = organiser()
  const task: HiddenTask = { ...SMALL, ...change }
  const contest = await makeContest(core, {
    actor: officer,
    change: (scheme) => ({ ...scheme, final: { ...scheme.final!, tasks: [task] } }),
  })
  space.clock.advance(contest.scheme.final!.opensAt + 17_123 - core.clock.now())
  await bringData(
    core,
    officer,
    { contest, task },
    {
      table: Buffer.from(data.table),
      sample: data.sample === null ? null : Buffer.from(data.sample),
      idColumn: data.table.split(',')[0]!,
      answerColumn: data.table.split('\n')[0]!.split(',').at(-1)!,
    },
  )
  const scoring = createScoring({ core, driver, demo: true })
  const run = (id: string): Promise<RunRow> =>
    core.db.selectFrom('contest_task_run').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  return {
    space,
    core,
    contest,
    task,
    officer,
    scoring,
    run,
    runs: () =>
      core.db.selectFrom('contest_task_run').selectAll().orderBy('created_at').orderBy('id').execute(),
    async team(name) {
      const made: { team: Team; captain: string } = await makeTeam(core, contest, name ? { name } : {})
      return { contest, task, team: made.team, entrantId: made.captain, finalist: true }
    },
    async handedIn(asker, program, name = 'predict.py') {
      const { artefactId } = await handIn(core, asker, { name, bytes: Buffer.from(program) })
      await scoring.tick()
      await scoring.settled()
      await scoring.tick()
      return artefactId
    },
    async answered(asker, artefactId) {
      const id = await askRun(core, asker, artefactId)
      await scoring.tick()
      await scoring.settled()
      const { answer_at: at } = await run(id)
      if (at !== null && at > core.clock.now()) space.clock.advance(at - core.clock.now())
      await scoring.tick()
      return run(id)
    },
    async stop() {
      await scoring.stop()
      // The next test of this space begins with an empty queue.
      for (const table of ['contest_task_run', 'contest_artefact', 'contest_task'] as const)
        await core.db.deleteFrom(table).execute()
      await rm(join(core.home, 'contest'), { recursive: true, force: true })
    },
  }
}

/** Payloads of the entries of a kind, in the order of the log. */
export async function entriesOf(core: Core, kind: string): Promise<Record<string, unknown>[]> {
  const rows = await core.db
    .selectFrom('evidence_outbox as o')
    .select('o.id')
    .where('o.kind', '=', kind)
    .orderBy('o.seq')
    .execute()
  const payloads = await core.evidence.payloads(rows.map(({ id }) => id))
  return rows.flatMap(({ id }) => {
    const kept = payloads.get(id)
    return kept ? [JSON.parse(kept.body) as Record<string, unknown>] : []
  })
}
