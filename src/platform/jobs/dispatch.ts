import type { Logger } from 'pino'
import { fromKysely, PgBoss } from 'pg-boss'
import type { Db, Tx } from '../postgres/index.ts'

const QUEUE = 'xinyu'

/** The queue below the jobs: ids only, each handed out once. */
export interface Dispatch {
  start(): Promise<void>
  stop(): Promise<void>
  /** Puts an id into the queue, in the caller's transaction. An id that is there already is put anew. */
  put(tx: Tx, id: string): Promise<void>
  /** Takes up to `count` ids out; they stay reserved until `remove`. */
  take(count: number): Promise<string[]>
  remove(db: Db | Tx, id: string): Promise<void>
}

/**
 * pg-boss without its clockwork: no cron, no supervision, no retries. What a crash leaves is found by our own start,
 * and ended jobs are removed at once, so that nothing needs maintaining. It shares the pool of the server.
 */
export function makeDispatch(db: Db, log: Logger): Dispatch {
  const boss = new PgBoss({
    db: fromKysely(db),
    supervise: false,
    schedule: false,
    monitorVacuum: false,
    reindex: false,
    bamIntervalSeconds: 86_400,
    flowIntervalSeconds: 86_400,
    queueCacheIntervalSeconds: 3600,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue reported an error'))
  const remove = async (where: Db | Tx, id: string) => {
    await boss.deleteJob(QUEUE, id, { db: fromKysely(where) })
  }
  return {
    remove,
    start: async () => {
      await boss.start()
      await boss.createQueue(QUEUE, { retryLimit: 0 })
    },
    stop: () => boss.stop({ graceful: false, close: false }),
    put: async (tx, id) => {
      await remove(tx, id)
      await boss.send(QUEUE, {}, { id, db: fromKysely(tx) })
    },
    take: async (count) => (await boss.fetch(QUEUE, { batchSize: count })).map((job) => job.id),
  }
}
