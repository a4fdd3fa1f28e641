import type { Actor } from '../../../kernel/actor.ts'
import { isXinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { accessOf, findTable, withConnection } from './browse.ts'
import { compareKeys, type Keys } from './compare.ts'
import { DoesNotFit } from './increment.ts'
import { type Done, type FeedWork, landChanges, landSnapshot, type Progress } from './land.ts'
import { planFeed } from './rules.ts'
import type { Connection, SourceTable } from './source.ts'
import { createSpool, removeSpool, resumeSpool, type Spool, spoolFolder, type SpoolPlan } from './spool.ts'
import type { FeedRow } from './store.ts'

/** An unfinished read that is older is not gone on with: too much may have changed. */
const STALE_MS = 24 * 3_600_000
/** A service without snapshots changed in the middle of a read. */
const CHANGED: ReadonlySet<string> = new Set(['SERVICE_CHANGED', 'SERVICE_PAGE_REPEATED'])

/** A service that changes so often is busy: the run fails, and is tried again later. */
const MOST_TRIES = 3

/** What was read does not fit together, since the source changed on the way; it is begun anew. */
class ReadAnew extends Error {}

/**
 * One run: read into the spool, batch by batch; then land. Killed at any moment, the next run goes on after the last
 * batch that is safe, and lands under the id that the first one chose.
 * @throws XinyuError SOURCE_*, FEED_*, IMPORT_*
 */
export async function readAndLand(
  core: Core,
  actor: Actor,
  work: FeedWork,
  signal: AbortSignal,
  progress: Progress,
  tried = 1,
): Promise<Done> {
  const folder = spoolFolder(core, work.feed.id)
  progress(null, 'feed.connecting')
  try {
    const read = await readAll(core, work, folder, signal, progress, tried)
    progress(null, 'feed.landing', { rows: read.spool.rows })
    return await land(core, actor, work, read, signal, progress)
  } catch (error) {
    if (error instanceof ReadAnew) return readAndLand(core, actor, work, signal, progress, tried + 1)
    if (!(error instanceof DoesNotFit)) throw error
    // The table has changed its shape, or nearly all of its rows: the next version is read whole.
    await removeSpool(folder)
    return readAndLand(core, actor, { ...work, whole: true }, signal, progress, tried)
  }
}

/** What was read for a run: rows, and where they were compared the keys that exist. */
interface Read {
  readonly spool: Spool
  readonly keys: Keys | null
}

async function readAll(
  core: Core,
  work: FeedWork,
  folder: string,
  signal: AbortSignal,
  progress: Progress,
  tried: number,
): Promise<Read> {
  const { feed, source } = work
  const found = await resumeSpool(folder)
  return withConnection(core, await accessOf(core, source), signal, async (connection) => {
    const table = shaped(findTable(await connection.tables(), feed.table_name), feed)
    const plan = planOf(work, table)
    const goesOn = found !== null && isUsable(core, found, plan, work)
    const spool = goesOn
      ? found
      : await createSpool(folder, { importId: work.jobId, now: core.clock.now(), plan })
    const orAnew = (whole: boolean) => async (error: unknown) => {
      // What was read before and what would follow do not belong together: gone on with, it would fail for ever.
      if (!isXinyuError(error) || !CHANGED.has(error.code)) throw error
      if (whole) await removeSpool(folder)
      throw tried < MOST_TRIES ? new ReadAnew(error.code) : error
    }
    if (!spool.state.complete)
      await fill(connection, spool, table, feed, signal, progress).catch(orAnew(true))
    const compare =
      spool.state.plan.mode === 'increment' && table.ordered !== true && isCompareDue(core, feed)
    const keys = compare
      ? await compareKeys(core, connection, table, feed, spool, signal, progress).catch(orAnew(false))
      : null
    return { spool, keys }
  })
}

const land = (
  core: Core,
  actor: Actor,
  work: FeedWork,
  { spool, keys }: Read,
  signal: AbortSignal,
  progress: Progress,
): Promise<Done> =>
  spool.state.plan.mode === 'snapshot'
    ? landSnapshot(core, actor, work, spool, signal, progress)
    : landChanges(core, actor, work, spool, keys, signal)

/** The table as the feed reads it. @throws XinyuError FEED_COLUMN_UNKNOWN, FEED_KEY_MISSING */
function shaped(table: SourceTable, feed: FeedRow): SourceTable {
  const { key } = planFeed(table, { mode: feed.mode, key: feed.key, watermark: feed.watermark })
  return { ...table, key }
}

function planOf({ feed, whole }: FeedWork, table: SourceTable): SpoolPlan {
  const begins = feed.cursor === null || feed.last_version_id === null
  const mode = feed.mode === 'snapshot' || whole || begins ? 'snapshot' : 'increment'
  return {
    mode,
    table: table.name,
    columns: table.columns.map(({ name }) => name),
    key: [...table.key],
    watermark: feed.watermark,
    from: mode === 'increment' ? feed.cursor : null,
  }
}

function isUsable(core: Core, { state }: Spool, plan: SpoolPlan, { feed, jobId }: FeedWork): boolean {
  // A whole read that was begun goes on, though an increment would do: it may be that the increment did not fit.
  const whole: SpoolPlan = { ...plan, mode: 'snapshot', from: null }
  const known = JSON.stringify(state.plan)
  if (known !== JSON.stringify(plan) && known !== JSON.stringify(whole)) return false
  // Landed and told already, only not cleared away. A run that failed is told too, but what it read still counts.
  const landed = feed.settled_job === state.importId && feed.failures === 0
  if (state.importId !== jobId && landed) return false
  if (core.clock.now() - state.startedAt > STALE_MS) return false
  // Without a key there is no order, and so no place to go on after.
  return state.complete || plan.key.length > 0 || state.cursor === null
}

const isCompareDue = (core: Core, { deletes_every, last_deletes_at }: FeedRow): boolean =>
  deletes_every !== null && core.clock.now() - (last_deletes_at ?? 0) >= deletes_every * 3_600_000

async function fill(
  connection: Connection,
  spool: Spool,
  table: SourceTable,
  feed: FeedRow,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  const { plan, cursor } = spool.state
  const work = {
    table,
    mode: plan.mode,
    watermark: plan.watermark,
    after: cursor ?? plan.from,
    // At least one: the second of the last watermark may not have been over when it was read.
    overlap: cursor === null ? Math.max(1, feed.overlap) : 0,
    signal,
  }
  const total = plan.mode === 'snapshot' ? table.rowsApprox : null
  for await (const batch of connection.read(work)) {
    signal.throwIfAborted()
    await spool.append(batch)
    const share = total ? Math.min(0.5, (spool.rows / total) * 0.5) : null
    progress(share, 'feed.reading', { rows: spool.rows })
  }
  await spool.finish()
}
