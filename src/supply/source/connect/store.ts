import type { Selectable } from 'kysely'
import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { mayWrite } from '../../catalog/index.ts'
import type { FeedView, SourceBrief, SourceView } from './model.ts'
import type { SourceFeedTable, SourceRowTable } from './tables.ts'

export type SourceRow = Selectable<SourceRowTable>
export type FeedRow = Selectable<SourceFeedTable>

/** Sources of one body, newest first. */
export async function listSources(core: Core, participantId: string): Promise<SourceBrief[]> {
  const rows = await core.db
    .selectFrom('source')
    .selectAll()
    .where('participant_id', '=', participantId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1_000)
    .execute()
  const feeds = await feedsOf(
    core,
    rows.map((row) => row.id),
  )
  return rows.map((row) =>
    briefOf(
      row,
      feeds.filter((feed) => feed.source_id === row.id),
    ),
  )
}

/** One source with its feeds. @throws XinyuError NOT_FOUND for a source of another body too */
export async function sourceView(core: Core, actor: Actor, id: string): Promise<SourceView> {
  const row = await ownSource(core, actor, id)
  const feeds = await feedsOf(core, [id])
  const feedList = await Promise.all(feeds.map((feed) => viewOf(core, feed)))
  return { ...briefOf(row, feeds), settings: row.settings, feedList }
}

/** @throws XinyuError NOT_FOUND for a feed of another body too */
export async function feedView(core: Core, actor: Actor, id: string): Promise<FeedView> {
  return viewOf(core, (await ownFeed(core, actor, id)).feed)
}

/** The row, for those who may write it. @throws XinyuError NOT_FOUND: another body's looks like none */
export async function ownSource(core: Core, actor: Actor, id: string): Promise<SourceRow> {
  const row = await core.db.selectFrom('source').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || !mayWrite(actor, row.participant_id)) throw new XinyuError('NOT_FOUND', { what: 'source' })
  return row
}

/** @throws XinyuError NOT_FOUND */
export async function ownFeed(
  core: Core,
  actor: Actor,
  id: string,
): Promise<{ feed: FeedRow; source: SourceRow }> {
  const feed = await core.db.selectFrom('source_feed').selectAll().where('id', '=', id).executeTakeFirst()
  if (!feed) throw new XinyuError('NOT_FOUND', { what: 'feed' })
  const source = await ownSource(core, actor, feed.source_id).catch(() => null)
  if (!source) throw new XinyuError('NOT_FOUND', { what: 'feed' })
  return { feed, source }
}

async function feedsOf(core: Core, sourceIds: readonly string[]): Promise<FeedRow[]> {
  if (sourceIds.length === 0) return []
  return core.db
    .selectFrom('source_feed')
    .selectAll()
    .where('source_id', 'in', sourceIds)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

function briefOf(row: SourceRow, feeds: readonly FeedRow[]): SourceBrief {
  const runs = feeds.flatMap((feed) => feed.last_run_at ?? [])
  const next = feeds.flatMap((feed) => feed.next_at ?? [])
  return {
    id: row.id,
    participantId: row.participant_id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    feeds: feeds.length,
    failing: feeds.filter((feed) => feed.failures > 0).length,
    lastRunAt: runs.length === 0 ? null : Math.max(...runs),
    nextAt: row.state === 'paused' || next.length === 0 ? null : Math.min(...next),
    lastError: feeds.find((feed) => feed.failures > 0)?.last_error ?? null,
    secretAt: row.secret_at,
    createdAt: row.created_at,
  }
}

async function viewOf(core: Core, feed: FeedRow): Promise<FeedView> {
  const dataset = await core.db
    .selectFrom('dataset')
    .select(['title_zh', 'title_en'])
    .where('id', '=', feed.dataset_id)
    .executeTakeFirstOrThrow()
  const job = feed.job_id === null ? undefined : await core.jobs.get(feed.job_id)
  const running = job?.state === 'queued' || job?.state === 'active'
  return {
    id: feed.id,
    sourceId: feed.source_id,
    table: feed.table_name,
    datasetId: feed.dataset_id,
    datasetTitleZh: dataset.title_zh,
    datasetTitleEn: dataset.title_en,
    mode: feed.mode,
    key: feed.key,
    watermark: feed.watermark,
    overlap: feed.overlap,
    schedule: feed.schedule,
    deletesEvery: feed.deletes_every,
    state: feed.state,
    nextAt: feed.next_at,
    lastRunAt: feed.last_run_at,
    lastDeletesAt: feed.last_deletes_at,
    lastVersionId: feed.last_version_id,
    lastOutcome: feed.last_outcome,
    lastError: feed.last_error,
    failures: feed.failures,
    jobId: feed.job_id,
    running,
    progress: running ? job.progress : null,
    message: running ? job.message : null,
    createdAt: feed.created_at,
  }
}
