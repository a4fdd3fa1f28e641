import { isXinyuError } from '../../kernel/errors/index.ts'
import { contestById } from '../scheme/index.ts'
import { answerDue } from './answer.ts'
import { answerAt } from './grid.ts'
import type { RunKind } from './model.ts'
import { carryOut, type Ground, type Outcome } from './outcome.ts'
import { artefactsById, begunByTeam, readyData, type RunRow, taskOf } from './store.ts'
import { CalledOff } from './trial.ts'
import { fairOrder } from './turns.ts'
import { kept, sweep } from './vault.ts'

/** Runs on hidden rows and on the sample have a seat each: none waits for the other, and so tells nothing of it. */
const SLOTS: Readonly<Record<RunKind, number>> = { hidden: 0, sample: 1 }
/** A run that was cut off by a kill, or failed by our fault, is begun once more. */
const MOST_STARTS = 2

/** The place where programs are run and answers are given, one after the other, in fair turns between teams. */
export interface Scoring {
  /**
   * Gives the answers that are due and begins what may begin. The first time after a start, what a kill cut off waits
   * again, or is given up without counting.
   */
  tick(): Promise<void>
  /** Ends a run that its team took back. */
  callOff(runId: string): void
  /** Until nothing runs. */
  settled(): Promise<void>
  /** What runs is called off and waits for the next start. */
  stop(): Promise<void>
}

export function createScoring(ground: Ground): Scoring {
  const { core } = ground
  const { db, clock, log } = core
  const working = new Map<RunKind, { id: string; stop: AbortController; over: Promise<void> }>()
  let ticking: Promise<void> | null = null
  let recovered: Promise<void> | null = null
  let stopped = false

  const begin = async (kind: RunKind): Promise<void> => {
    if (stopped || working.has(kind)) return
    const now = clock.now()
    const waiting = await db
      .selectFrom('contest_task_run')
      .select(['id', 'team_id', 'created_at'])
      .where('kind', '=', kind)
      .where('state', '=', 'queued')
      .execute()
    if (waiting.length === 0) return
    const runs = waiting.map((row) => ({ id: row.id, teamId: row.team_id, createdAt: row.created_at }))
    const [first] = fairOrder(runs, await begunByTeam(db, kind, now))
    const row = await db
      .selectFrom('contest_task_run')
      .selectAll()
      .where('id', '=', first!.id)
      .executeTakeFirstOrThrow()
    const { scheme } = await contestById(core, row.contest_id)
    const task = scheme.final?.tasks.find((one) => one.code === row.task)
    if (!task) return giveUp(row)
    const run = await db
      .updateTable('contest_task_run')
      .set((eb) => ({
        state: 'running',
        starts: eb('starts', '+', 1),
        started_at: now,
        ended_at: null,
        answer_at: kind === 'hidden' ? answerAt(now, task.cpuSeconds) : null,
      }))
      .where('id', '=', row.id)
      // Taken back a moment ago.
      .where('state', '=', 'queued')
      .returningAll()
      .executeTakeFirst()
    if (!run) return
    const stop = new AbortController()
    const over = work(run, stop.signal).finally(() => {
      working.delete(kind)
      // The next one begins at once; errors are those of a tick.
      if (!stopped) void tick()
    })
    working.set(kind, { id: run.id, stop, over })
  }

  /** Its task was taken out of the scheme meanwhile. */
  const giveUp = async (row: RunRow): Promise<void> => {
    await db
      .updateTable('contest_task_run')
      .set({ state: 'running', started_at: clock.now() })
      .where('id', '=', row.id)
      .where('state', '=', 'queued')
      .execute()
    await end(row, interrupted())
  }

  /** To the end, whatever happens. */
  const work = async (run: RunRow, signal: AbortSignal): Promise<void> => {
    try {
      await end(run, await outcomeOf(run, signal))
    } catch (error) {
      if (!(error instanceof CalledOff))
        log.error({ err: error, run: run.id }, 'a run of a hidden test failed by our fault')
      const again = stopped || run.starts < MOST_STARTS
      await (again ? waitAgain(run) : end(run, interrupted())).catch((failure: unknown) =>
        // Found as cut off at the next start.
        log.error({ err: failure, run: run.id }, 'the end of a run could not be kept'),
      )
    }
  }

  const outcomeOf = async (run: RunRow, signal: AbortSignal): Promise<Outcome> => {
    const contest = await contestById(core, run.contest_id)
    const task = taskOf(contest, run.task)
    const data = await readyData(db, run.contest_id, run.task)
    const artefact = (await artefactsById(db, [run.artefact_id])).get(run.artefact_id)!
    try {
      return await carryOut(ground, {
        run,
        data,
        task,
        name: artefact.name,
        artefact: await kept(core, artefact.id, artefact.key),
        slot: SLOTS[run.kind],
        signal,
      })
    } catch (error) {
      if (isXinyuError(error) && error.code === 'SEAT_NOT_ISOLATED')
        return { ...interrupted(), problem: 'isolation' }
      throw error
    }
  }

  /** A start that we cut off ourselves in good order was none. */
  const waitAgain = async (run: RunRow): Promise<void> => {
    await db
      .updateTable('contest_task_run')
      .set({
        state: 'queued',
        started_at: null,
        answer_at: null,
        ...(stopped ? { starts: run.starts - 1 } : {}),
      })
      .where('id', '=', run.id)
      .where('state', '=', 'running')
      .execute()
  }

  /** The outcome lies in the table until its moment has come: no entry and no view tells of it before. */
  const end = async (run: RunRow, outcome: Outcome): Promise<void> => {
    await db
      .updateTable('contest_task_run')
      .set({
        ended_at: clock.now(),
        public_score: outcome.publicScore,
        private_score: outcome.privateScore,
        problem_kind: outcome.problem,
        cpu_ms: outcome.cpuMs,
        log: outcome.log === null ? null : JSON.stringify(outcome.log),
        predictions_digest: outcome.predictions?.digest ?? null,
        predictions_key: outcome.predictions?.key ?? null,
      })
      .where('id', '=', run.id)
      .where('state', '=', 'running')
      .execute()
  }

  const recover = async (): Promise<void> => {
    const cut = await db
      .selectFrom('contest_task_run')
      .selectAll()
      .where('state', '=', 'running')
      .where('ended_at', 'is', null)
      .execute()
    for (const run of cut) await (run.starts < MOST_STARTS ? waitAgain(run) : end(run, interrupted()))
    await sweep(core)
  }
  const once = async (): Promise<void> => {
    recovered ??= recover().catch((error: unknown) => {
      recovered = null
      throw error
    })
    await recovered
    await answerDue(core)
    for (const kind of ['hidden', 'sample'] as const) await begin(kind)
  }
  const tick = (): Promise<void> => {
    ticking ??= once()
      .catch((error: unknown) => log.error({ err: error }, 'hidden tests are put off'))
      .finally(() => (ticking = null))
    return ticking
  }

  return {
    tick,
    callOff(runId) {
      for (const one of working.values()) if (one.id === runId) one.stop.abort()
    },
    async settled() {
      await ticking
      while (working.size > 0) {
        await Promise.all([...working.values()].map(({ over }) => over))
        await ticking
      }
    },
    async stop() {
      stopped = true
      for (const one of working.values()) one.stop.abort()
      await ticking
      await Promise.all([...working.values()].map(({ over }) => over))
    },
  }
}

const interrupted = (): Outcome => ({
  problem: 'interrupted',
  publicScore: null,
  privateScore: null,
  cpuMs: 0,
  log: null,
  predictions: null,
})
