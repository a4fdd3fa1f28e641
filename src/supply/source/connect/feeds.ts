import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { datasetById, mayWrite, registerDataset } from '../../catalog/index.ts'
import { tableOf } from './browse.ts'
import { FeedChange, NewFeed } from './model.ts'
import { nextRun, planFeed } from './rules.ts'
import { type FeedRow, ownFeed, ownSource, type SourceRow } from './store.ts'
import { suggestDataset } from './suggest.ts'

/**
 * Makes a table of a source feed a dataset; without one, a dataset is registered by what the table suggests.
 * @throws XinyuError NOT_FOUND, SOURCE_*, FEED_*, DATASET_CODE_TAKEN
 */
export async function createFeed(
  core: Core,
  actor: Actor,
  sourceId: string,
  input: NewFeed,
): Promise<string> {
  const wish = NewFeed.parse(input)
  const source = await ownSource(core, actor, sourceId)
  const table = await tableOf(core, source, wish.table)
  const plan = planFeed(table, wish)
  const datasetId = await datasetFor(core, actor, source, wish)
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    const feedId = id()
    await tx
      .insertInto('source_feed')
      .values({
        id: feedId,
        source_id: sourceId,
        dataset_id: datasetId,
        table_name: table.name,
        mode: plan.mode,
        key: JSON.stringify(plan.key),
        watermark: plan.watermark,
        overlap: wish.overlap,
        schedule: JSON.stringify(wish.schedule),
        deletes_every: wish.deletesEvery,
        state: 'active',
        cursor: null,
        digest: null,
        last_version_id: null,
        last_outcome: null,
        last_error: null,
        last_run_at: null,
        last_deletes_at: null,
        next_at: nextRun(wish.schedule, now, core.config.sources.timeZone, true),
        failures: 0,
        job_id: null,
        settled_job: null,
        created_at: now,
      })
      .execute()
      .catch((error: { constraint?: string }) => {
        if (error.constraint !== 'source_feed_dataset') throw error
        throw new XinyuError('FEED_DATASET_TAKEN', { dataset: datasetId })
      })
    note({
      kind: 'feed.created',
      subject: { feed: feedId, source: sourceId, dataset: datasetId, participant: source.participant_id },
      payload: {
        table: table.name,
        mode: plan.mode,
        key: [...plan.key],
        watermark: plan.watermark,
        schedule: { ...wish.schedule },
      },
    })
    return feedId
  })
  return value
}

async function datasetFor(core: Core, actor: Actor, source: SourceRow, wish: NewFeed): Promise<string> {
  if (wish.datasetId !== undefined) {
    const dataset = await datasetById(core, wish.datasetId)
    if (
      !dataset ||
      dataset.participant_id !== source.participant_id ||
      !mayWrite(actor, source.participant_id)
    )
      throw new XinyuError('NOT_FOUND', { what: 'dataset' })
    return dataset.id
  }
  const table = await tableOf(core, source, wish.table)
  const dataset = wish.dataset ?? (await suggestDataset(core, source, table))
  return registerDataset(core, actor, {
    ...dataset,
    ...(actor.kind === 'system' ? { participantId: source.participant_id } : {}),
  })
}

/**
 * Changes how a feed reads. Another key, watermark or mode makes the next run a whole read.
 * @throws XinyuError NOT_FOUND, SOURCE_*, FEED_*
 */
export async function updateFeed(core: Core, actor: Actor, feedId: string, input: FeedChange): Promise<void> {
  const change = FeedChange.parse(input)
  const { feed, source } = await ownFeed(core, actor, feedId)
  const reads = change.mode !== undefined || change.key !== undefined || change.watermark !== undefined
  const plan = reads
    ? planFeed(await tableOf(core, source, feed.table_name), {
        mode: change.mode ?? feed.mode,
        key: change.key ?? feed.key,
        watermark: change.watermark === undefined ? (feed.watermark ?? undefined) : change.watermark,
      })
    : null
  await act(core, actor, async ({ tx, now, note }) => {
    const schedule = change.schedule ?? feed.schedule
    const next_at =
      feed.state === 'paused' ? null : nextRun(schedule, now, core.config.sources.timeZone, true)
    await tx
      .updateTable('source_feed')
      .set({
        overlap: change.overlap ?? feed.overlap,
        deletes_every: change.deletesEvery === undefined ? feed.deletes_every : change.deletesEvery,
        schedule: JSON.stringify(schedule),
        next_at,
        ...(plan === null
          ? {}
          : {
              mode: plan.mode,
              key: JSON.stringify(plan.key),
              watermark: plan.watermark,
              cursor: null,
              digest: null,
            }),
      })
      .where('id', '=', feedId)
      .execute()
    note({
      kind: 'feed.changed',
      subject: { feed: feedId, source: source.id, participant: source.participant_id },
      payload: JSON.parse(JSON.stringify(change)),
    })
  })
}

/**
 * Asks for a run now, as a job of the kind `feed`.
 * @param options.whole reads everything, whatever was read before
 * @returns the id of the job
 * @throws XinyuError NOT_FOUND, SOURCE_STATE, FEED_RUNNING
 */
export async function runFeed(
  core: Core,
  actor: Actor,
  feedId: string,
  options: { whole?: boolean } = {},
): Promise<string> {
  const { source } = await ownFeed(core, actor, feedId)
  if (source.state === 'paused') throw new XinyuError('SOURCE_STATE', { wish: 'run' })
  const { value } = await act(core, actor, async ({ tx, note }) => {
    const row = await tx
      .selectFrom('source_feed')
      .selectAll()
      .where('id', '=', feedId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (row.state === 'paused') throw new XinyuError('SOURCE_STATE', { wish: 'run' })
    await mustBeIdle(tx, row)
    const jobId = await core.jobs.enqueue(tx, actor, 'feed', { feedId, whole: options.whole ?? false })
    await tx.updateTable('source_feed').set({ job_id: jobId }).where('id', '=', feedId).execute()
    note({
      kind: 'feed.requested',
      subject: { feed: feedId, source: source.id, job: jobId, participant: source.participant_id },
    })
    return jobId
  })
  return value
}

/** Cancels the run that is under way, whoever asked for it. What was read stays for the next run. @throws XinyuError NOT_FOUND */
export async function cancelFeed(core: Core, actor: Actor, feedId: string): Promise<void> {
  const { feed } = await ownFeed(core, actor, feedId)
  if (feed.job_id !== null) await core.jobs.cancel(feed.job_id)
}

async function mustBeIdle(tx: Parameters<Core['jobs']['enqueue']>[0], feed: FeedRow): Promise<void> {
  if (feed.job_id === null) return
  const job = await tx
    .selectFrom('job')
    .select(['id', 'state'])
    .where('id', '=', feed.job_id)
    .executeTakeFirst()
  if (job?.state === 'queued' || job?.state === 'active')
    throw new XinyuError('FEED_RUNNING', { job: job.id })
}
