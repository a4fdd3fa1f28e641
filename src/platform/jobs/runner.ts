import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from '../../kernel/clock.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db } from '../postgres/index.ts'
import type { Dispatch } from './dispatch.ts'
import { failureOf, sentences } from './failure.ts'
import type { JobHandler, JobView } from './jobs.ts'
import { type Step, throttledProgress } from './progress.ts'
import { findJob, type JobRow, openJobs, viewOf } from './store.ts'

/** Starts of one job that may be cut off by a crash of the server before the job is blamed for it. */
const MOST_ATTEMPTS = 3
/** How often an idle server asks; what it enqueues itself is looked for at once. */
const POLL_MS = 2000
/** How long a graceful stop waits for handlers to notice. */
const STOP_MS = 10_000

interface RunnerParts {
  readonly db: Db
  readonly clock: Clock
  readonly log: Logger
  readonly dispatch: Dispatch
  readonly handlers: ReadonlyMap<string, JobHandler<never>>
  readonly publish: (job: JobView) => void
  readonly concurrency: number
}

/** Takes jobs out of the queue and runs them, a few at a time. */
export function makeRunner(parts: RunnerParts) {
  const { db, clock, log, dispatch, handlers, publish } = parts
  const running = new Map<string, { controller: AbortController; ended: Promise<void> }>()
  const timers = new Set<NodeJS.Timeout>()
  let state: 'new' | 'on' | 'stopping' = 'new'
  let pumping: Promise<void> | null = null

  /** Writes a change of one job and tells its listeners. */
  async function change(id: string, values: Change): Promise<void> {
    const row = await db
      .updateTable('job')
      .set({ ...values, updated_at: clock.now() })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (row) publish(viewOf(row))
  }

  /** Ends a job: the visible record and the queue in one transaction. */
  async function end(id: string, values: Change): Promise<void> {
    await db.transaction().execute(async (tx) => {
      await tx
        .updateTable('job')
        .set({ ...values, updated_at: clock.now() })
        .where('id', '=', id)
        .execute()
      await dispatch.remove(tx, id)
    })
    const row = await findJob(db, id)
    if (row) publish(viewOf(row))
  }

  /** Queued to active in one statement: a cancel that came before it is seen, one that comes after finds the job running. */
  async function start(id: string): Promise<JobRow | null> {
    const started = await db
      .updateTable('job')
      .set({ state: 'active', attempts: sql`attempts + 1`, updated_at: clock.now() })
      .where('id', '=', id)
      .where('state', '=', 'queued')
      .where('cancel_requested', '=', false)
      .returningAll()
      .executeTakeFirst()
    if (started) {
      publish(viewOf(started))
      return { ...started, attempts: started.attempts - 1 }
    }
    const row = await findJob(db, id)
    if (row?.state === 'queued') await end(id, { state: 'cancelled' })
    else await dispatch.remove(db, id)
    return null
  }

  async function run(id: string, controller: AbortController): Promise<void> {
    const row = await start(id)
    if (!row) return
    const progress = throttledProgress((step) =>
      change(id, { progress: step.progress, message: JSON.stringify(step.message) }).catch((error: unknown) =>
        log.warn({ err: error, job: id }, 'the progress of a job could not be written'),
      ),
    )
    let values: Change
    try {
      const result = await handle(row, controller.signal, (step) => progress.push(step))
      values = { state: 'done', progress: 1, result: JSON.stringify(result ?? null) }
    } catch (error) {
      values = { state: 'failed', error: JSON.stringify(outcome(error, row, controller.signal)) }
    }
    await progress.close()
    const reason: unknown = controller.signal.reason
    if (reason === 'cancel') return end(id, { ...values, state: 'cancelled', error: null })
    // A stop in good order is not the job's fault: it is queued again, and the next start runs it.
    if (reason === 'shutdown' && values.state === 'failed')
      return change(id, { state: 'queued', attempts: row.attempts })
    return end(id, values)
  }

  async function handle(row: JobRow, signal: AbortSignal, push: (step: Step) => void) {
    const handler = handlers.get(row.kind)
    if (!handler) throw new XinyuError('JOB_KIND_UNKNOWN', { kind: row.kind })
    return handler({
      id: row.id,
      input: row.input as never,
      actor: row.actor,
      signal,
      progress: (fraction, key, params = {}) =>
        push({
          progress: fraction === null ? null : Math.min(Math.max(fraction, 0), 1),
          message: { key, params },
        }),
    })
  }

  function outcome(error: unknown, row: JobRow, signal: AbortSignal) {
    return signal.aborted ? null : failureOf(error, row, log)
  }

  /** Fills the free places from the queue. */
  async function pump(): Promise<void> {
    for (;;) {
      if (state !== 'on' || running.size >= parts.concurrency) return
      const ids = await dispatch.take(parts.concurrency - running.size)
      if (ids.length === 0) return
      for (const id of ids) launch(id)
    }
  }

  function launch(id: string): void {
    const controller = new AbortController()
    const ended = run(id, controller)
      .catch((error: unknown) =>
        log.error({ err: error, job: id }, 'the state of a job could not be written'),
      )
      .finally(() => {
        running.delete(id)
        look()
      })
    running.set(id, { controller, ended })
  }

  /** Looks into the queue now, unless that is under way. */
  function look(): void {
    if (state !== 'on' || pumping) return
    pumping = pump()
      .catch((error: unknown) => log.warn({ err: error }, 'the job queue could not be read'))
      .finally(() => (pumping = null))
  }

  function later(ms: number, repeat = false): void {
    const timer = repeat ? setInterval(look, ms) : setTimeout(() => timers.delete(timer) && look(), ms)
    timers.add(timer.unref())
  }

  /** What a killed server left: started jobs run again, unless they were cut off too often or were to be cancelled. */
  async function takeOver(): Promise<void> {
    for (const row of await openJobs(db)) {
      if (row.cancel_requested) await end(row.id, { state: 'cancelled' })
      else if (row.state === 'active' && row.attempts >= MOST_ATTEMPTS) {
        const error = sentences('JOB_CUT_OFF', { times: row.attempts })
        await end(row.id, { state: 'failed', error: JSON.stringify(error) })
      } else {
        if (row.state === 'active')
          log.info({ job: row.id, kind: row.kind }, 'a job cut off by a crash runs again')
        await db.transaction().execute(async (tx) => {
          await tx.updateTable('job').set({ state: 'queued' }).where('id', '=', row.id).execute()
          await dispatch.put(tx, row.id)
        })
      }
    }
  }

  return {
    async start(): Promise<void> {
      if (state !== 'new') return
      await dispatch.start()
      await takeOver()
      state = 'on'
      later(POLL_MS, true)
      look()
    },
    /** A job was enqueued in a transaction that will commit in a moment. */
    expectSoon(): void {
      if (state === 'on') for (const ms of [10, 40, 150, 600]) later(ms)
    },
    async cancel(id: string): Promise<void> {
      const row = await db
        .updateTable('job')
        .set({ cancel_requested: true })
        .where('id', '=', id)
        .returning(['state'])
        .executeTakeFirst()
      if (!row) throw new XinyuError('NOT_FOUND', { what: `job ${id}` })
      const active = running.get(id)
      if (active) active.controller.abort('cancel')
      else if (row.state === 'queued' || row.state === 'active') await end(id, { state: 'cancelled' })
    },
    async stop(): Promise<void> {
      if (state !== 'on') return
      state = 'stopping'
      for (const timer of timers) clearTimeout(timer)
      await pumping
      for (const { controller } of running.values()) controller.abort('shutdown')
      const all = Promise.all([...running.values()].map(({ ended }) => ended))
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())])
      await dispatch.stop()
    },
  }
}

interface Change {
  state?: JobView['state']
  progress?: number | null
  message?: string
  result?: string
  error?: string | null
  attempts?: number
}
