import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { versionById } from '../../catalog/index.ts'
import { importVersion } from '../import.ts'
import type { Keys } from './compare.ts'
import { DoesNotFit, landIncrement, sameColumns } from './increment.ts'
import type { FeedOutcome } from './model.ts'
import { SPOOLED } from './rows.ts'
import { type Spool, spoolFolder } from './spool.ts'
import type { FeedRow, SourceRow } from './store.ts'

export interface FeedWork {
  readonly jobId: string
  readonly feed: FeedRow
  readonly source: SourceRow
  /** Reads everything, whatever was read before. */
  readonly whole: boolean
}

export type Progress = (
  fraction: number | null,
  key: string,
  params?: Record<string, string | number>,
) => void

/** What a run came to; becomes true for the feed with `settled`. */
export interface Done {
  readonly outcome: FeedOutcome
  readonly cursor: string | null
  readonly digest: string | null
  /** Whether the keys were compared. */
  readonly compared: boolean
  readonly segments: readonly { name: string; bytes: number; rows: number; digest: string }[]
}

/** Lands a whole read; one that is equal to the last makes no version. @throws XinyuError IMPORT_* */
export async function landSnapshot(
  core: Core,
  actor: Actor,
  { feed, source }: FeedWork,
  spool: Spool,
  signal: AbortSignal,
  progress: Progress,
): Promise<Done> {
  const { importId, cursor, plan } = spool.state
  const digest = await spool.digest()
  const same = feed.digest === digest.all && plan.key.length > 0 && feed.last_version_id !== null
  const last = same ? await versionById(core, feed.last_version_id!) : undefined
  const counts = { mode: 'snapshot', read: spool.rows, inserted: 0, updated: 0, deleted: 0 } as const
  const told = { cursor, compared: true, segments: digest.segments }
  if (last && sameColumns(last.columns, plan.columns)) {
    const outcome = { ...counts, versionId: null, number: null, rows: last.rows, rejected: last.rejected }
    return { outcome, ...told, digest: digest.all }
  }
  // Nothing tells the types of no rows, and later rows would keep to them: the first version waits for the first row.
  if (spool.rows === 0 && feed.last_version_id === null) {
    const outcome = { ...counts, versionId: null, number: null, rows: 0, rejected: 0 }
    return { outcome, ...told, cursor: null, digest: null }
  }
  const imported = await importVersion(
    core,
    actor,
    {
      importId,
      datasetId: feed.dataset_id,
      paths: spool.paths,
      reading: SPOOLED,
      origin: { kind: 'import', from: [], by: { id: source.id }, columns: {} },
    },
    {
      signal,
      onProgress: ({ phase, file, done, total }) =>
        progress(0.5 + (total === 0 ? 0 : (done / total) * 0.4), `import.${phase}`, { file, done, total }),
    },
  )
  const { versionId, number, rows, rejected } = imported
  return {
    outcome: { ...counts, inserted: rows + rejected, versionId, number, rows, rejected },
    ...told,
    digest: digest.all,
  }
}

/** Lands what changed since the last version. @throws DoesNotFit; XinyuError IMPORT_* */
export async function landChanges(
  core: Core,
  actor: Actor,
  { feed, source }: FeedWork,
  spool: Spool,
  keys: Keys | null,
  signal: AbortSignal,
): Promise<Done> {
  const { importId, plan } = spool.state
  const base = await versionById(core, feed.last_version_id!)
  if (!base || !sameColumns(base.columns, plan.columns)) throw new DoesNotFit('columns')
  const cursor = spool.state.cursor ?? plan.from
  const nothing = spool.rows === 0 && keys === null
  const found = keys?.found ?? null
  const rows = spool.rows + (found?.rows ?? 0)
  const work = {
    importId,
    sourceId: source.id,
    base,
    key: plan.key,
    watermark: plan.watermark,
    paths: found === null ? spool.paths : [...spool.paths, found.path],
    rows,
    keys: keys?.path ?? null,
    counts: join(spoolFolder(core, feed.id), 'counts.json'),
  }
  const made = nothing
    ? { inserted: 0, updated: 0, deleted: 0, rejected: base.rejected, version: null }
    : await landIncrement(core, actor, work, signal)
  const { inserted, updated, deleted, rejected, version } = made
  return {
    outcome: {
      mode: 'increment',
      read: rows,
      inserted,
      updated,
      deleted,
      rejected,
      versionId: version?.versionId ?? null,
      number: version?.number ?? null,
      rows: version?.rows ?? base.rows,
    },
    cursor,
    // After an increment a whole read looks different, and so it should land.
    digest: version === null ? feed.digest : null,
    compared: keys !== null,
    segments: version === null ? [] : [...(await spool.digest()).segments, ...segmentOf(found)],
  }
}

function segmentOf(found: Keys['found']): Done['segments'] {
  if (found === null) return []
  const { name, bytes, rows, digest } = found
  return [{ name, bytes, rows, digest }]
}
