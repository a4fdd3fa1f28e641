import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from '../../kernel/clock.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Random, uuid7 } from '../../kernel/random.ts'
import type { Db } from '../postgres/index.ts'
import { makeDispatch } from './dispatch.ts'
import type { JobHandler, Jobs, JobView } from './jobs.ts'
import { makeRunner } from './runner.ts'
import { findJob, listJobs, viewOf } from './store.ts'

export interface JobsOptions {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  /** Jobs that run at the same time. */
  readonly concurrency?: number
}

const ENDED: readonly JobView['state'][] = ['done', 'failed', 'cancelled']

/** Jobs of one server. One server at a time works on a database: `start` takes over what a killed one left. */
export function createJobs(options: JobsOptions): Jobs {
  const { db, clock, random, log } = options
  const handlers = new Map<string, JobHandler<never>>()
  const listeners = new Map<string, Set<(job: JobView) => void>>()
  const dispatch = makeDispatch(db, log)
  const publish = (job: JobView) => {
    for (const listener of listeners.get(job.id) ?? []) listener(job)
  }
  const runner = makeRunner({
    db,
    clock,
    log,
    dispatch,
    handlers,
    publish,
    concurrency: options.concurrency ?? 3,
  })

  const jobs: Jobs = {
    register: (kind, handler) => {
      if (handlers.has(kind)) throw new TypeError(`job kind ${kind} is registered twice`)
      handlers.set(kind, handler)
    },
    enqueue: async (tx, actor, kind, input) => {
      if (!handlers.has(kind)) throw new TypeError(`no handler for job kind ${kind}`)
      const now = clock.now()
      const id = uuid7(random, now)
      const values = {
        id,
        kind,
        state: 'queued',
        input: JSON.stringify(input),
        actor: JSON.stringify(actor),
      } as const
      const owner = actor.kind === 'user' ? actor : { participantId: 'system', userId: null }
      const owned = { owner_participant: owner.participantId, owner_user: owner.userId }
      await tx
        .insertInto('job')
        .values({ ...values, ...owned, created_at: now, updated_at: now })
        .execute()
      await dispatch.put(tx, id)
      runner.expectSoon()
      return id
    },
    get: async (id) => {
      const row = await findJob(db, id)
      return row && viewOf(row)
    },
    list: async (filter) => (await listJobs(db, filter)).map(viewOf),
    watch: (id, listener) => {
      const set = listeners.get(id) ?? new Set()
      listeners.set(id, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0 && listeners.get(id) === set) listeners.delete(id)
      }
    },
    cancel: (id) => runner.cancel(id),
    finished: async (id) => {
      let wake = () => {}
      const unwatch = jobs.watch(id, () => wake())
      try {
        for (;;) {
          const job = await jobs.get(id)
          if (!job) throw new XinyuError('NOT_FOUND', { what: `job ${id}` })
          if (ENDED.includes(job.state)) return job
          // Also asked for by time: the job may end between the question and the listening.
          await Promise.race([
            new Promise<void>((resolve) => (wake = resolve)),
            sleep(500, undefined, { ref: false }),
          ])
        }
      } finally {
        unwatch()
      }
    },
    start: () => runner.start(),
    stop: () => runner.stop(),
  }
  return jobs
}
