import { systemActor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { failed } from './settle.ts'
import type { FeedRow } from './store.ts'

/** How often the ticker looks: the shortest schedule is two seconds. */
export const TICK_MS = 1_000
const MOST_AT_ONCE = 20

/**
 * Puts the feeds that are due into the queue, each at most once at a time.
 * @returns how many
 */
export async function enqueueDue(core: Core): Promise<number> {
  const due = await core.db
    .selectFrom('source_feed')
    .innerJoin('source', 'source.id', 'source_feed.source_id')
    .leftJoin('job', 'job.id', 'source_feed.job_id')
    .selectAll('source_feed')
    .select(['job.state as job_state', 'job.error as job_error'])
    .where('source_feed.state', '=', 'active')
    .where('source.state', '=', 'active')
    .where('source_feed.next_at', '<=', core.clock.now())
    .where((eb) => eb.or([eb('job.state', 'is', null), eb('job.state', 'not in', ['queued', 'active'])]))
    .orderBy('source_feed.next_at')
    .limit(MOST_AT_ONCE)
    .execute()
  let count = 0
  for (const { job_state, job_error, ...feed } of due) {
    // A job that brought the server down again and again never came to tell so itself.
    if (job_state === 'failed' && feed.job_id !== null && feed.settled_job !== feed.job_id && job_error)
      await failed(core, feed.job_id, feed, { code: job_error.code, zh: job_error.zh, en: job_error.en })
    else if (await enqueue(core, feed)) count++
  }
  return count
}

async function enqueue(core: Core, { id }: FeedRow): Promise<boolean> {
  return core.db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('source_feed')
      .select(['job_id', 'state', 'next_at'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row || row.state === 'paused' || row.next_at === null) return false
    if (row.job_id !== null) {
      const job = await tx
        .selectFrom('job')
        .select(['state', 'result', 'owner_participant'])
        .where('id', '=', row.job_id)
        .executeTakeFirst()
      if (job?.state === 'queued' || job?.state === 'active') return false
      // Thousands of scheduled looks a day that found nothing would bury the works that people look for.
      const idle = (job?.result as { versionId?: string | null } | null | undefined)?.versionId === null
      if (job?.state === 'done' && idle && job.owner_participant === 'system')
        await tx.deleteFrom('job').where('id', '=', row.job_id).execute()
    }
    const jobId = await core.jobs.enqueue(tx, systemActor('feeds'), 'feed', { feedId: id, whole: false })
    await tx.updateTable('source_feed').set({ job_id: jobId }).where('id', '=', id).execute()
    return true
  })
}
