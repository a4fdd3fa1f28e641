import type { Actor } from '../../../kernel/actor.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Said } from './model.ts'
import { nextRun, nextTry } from './rules.ts'
import type { Done } from './land.ts'
import { removeSpool, spoolFolder } from './spool.ts'
import type { FeedRow, SourceRow } from './store.ts'

/**
 * Makes what a run came to the state of its feed; only then the spool goes. A run that found nothing is the
 * scheduler's own book-keeping: it makes no entry, or a feed of every few seconds would fill the log with nothing.
 */
export async function settled(
  core: Core,
  actor: Actor,
  jobId: string,
  feed: FeedRow,
  source: SourceRow,
  done: Done,
): Promise<void> {
  const now = core.clock.now()
  const { outcome } = done
  const values = {
    cursor: done.cursor,
    digest: done.digest,
    last_run_at: now,
    last_outcome: JSON.stringify(outcome),
    last_error: null,
    failures: 0,
    settled_job: jobId,
    ...(done.compared ? { last_deletes_at: now } : {}),
    ...(outcome.versionId === null ? {} : { last_version_id: outcome.versionId }),
  }
  if (outcome.versionId === null) {
    await core.db.updateTable('source_feed').set(values).where('id', '=', feed.id).execute()
  } else {
    const version = outcome.versionId
    await act(core, actor, async ({ tx, note }) => {
      await tx.updateTable('source_feed').set(values).where('id', '=', feed.id).execute()
      note({
        kind: 'feed.landed',
        subject: {
          feed: feed.id,
          source: source.id,
          dataset: feed.dataset_id,
          version,
          participant: source.participant_id,
        },
        payload: { table: feed.table_name, ...outcome, segments: done.segments.map((one) => ({ ...one })) },
      })
    })
  }
  await setNext(core, feed.id, (schedule) => nextRun(schedule, now, core.config.sources.timeZone))
  await removeSpool(spoolFolder(core, feed.id))
}

/** Tells why a run failed, and when it is tried again. What was read stays in the spool. */
export async function failed(core: Core, jobId: string, feed: FeedRow, error: Said): Promise<void> {
  const now = core.clock.now()
  const row = await core.db
    .updateTable('source_feed')
    .set((eb) => ({
      last_run_at: now,
      last_error: JSON.stringify(error),
      failures: eb('failures', '+', 1),
      settled_job: jobId,
    }))
    .where('id', '=', feed.id)
    .returning('failures')
    .executeTakeFirst()
  const failures = row?.failures ?? 1
  await setNext(core, feed.id, (schedule) => nextTry(schedule, now, core.config.sources.timeZone, failures))
}

/** By the schedule as it is now: it may have been changed, or the feed paused, while the run went on. */
async function setNext(
  core: Core,
  feedId: string,
  next: (schedule: FeedRow['schedule']) => number | null,
): Promise<void> {
  const row = await core.db
    .selectFrom('source_feed')
    .select(['schedule', 'state'])
    .where('id', '=', feedId)
    .executeTakeFirst()
  if (!row || row.state === 'paused') return
  await core.db
    .updateTable('source_feed')
    .set({ next_at: next(row.schedule) })
    .where('id', '=', feedId)
    .execute()
}
