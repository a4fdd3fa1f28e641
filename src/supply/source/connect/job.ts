import type { Json } from '../../../kernel/canonical.ts'
import { errorText, isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Said } from './model.ts'
import type { Progress } from './land.ts'
import { readAndLand } from './run.ts'
import { failed, settled } from './settle.ts'
import { removeSpool, spoolFolder } from './spool.ts'
import type { FeedRow, SourceRow } from './store.ts'

type JobInput = { feedId: string; whole: boolean }

/** Registers the kind of job `feed`. After a kill it goes on after the last batch that is safe. */
export function registerFeedJob(core: Core): void {
  core.jobs.register<JobInput>('feed', async ({ id, input, actor, signal, progress }): Promise<Json> => {
    const { feed, source } = await rowsOf(core, input.feedId)
    if (feed.settled_job === id) return { ...feed.last_outcome }
    try {
      if (feed.state === 'paused' || source.state === 'paused')
        throw new XinyuError('SOURCE_STATE', { wish: 'run' })
      const work = { jobId: id, feed, source, whole: input.whole }
      const done = await readAndLand(core, actor, work, signal, progress satisfies Progress)
      await settled(core, actor, id, feed, source, done)
      return { feedId: feed.id, ...done.outcome }
    } catch (error) {
      // Cancelled or stopped in good order: what was read stays, and nobody is to blame.
      if (!signal.aborted) {
        await failed(core, id, feed, saidOf(error))
        // Rows that cannot be landed must be read again when they were mended; only for want of space they wait.
        if (isXinyuError(error) && error.code.startsWith('IMPORT_') && error.code !== 'IMPORT_NO_SPACE')
          await removeSpool(spoolFolder(core, feed.id))
      }
      throw error
    }
  })
}

function saidOf(error: unknown): Said {
  const known = isXinyuError(error) ? error : new XinyuError('INTERNAL', { id: '–' })
  const { zh, en } = errorText(known.code, known.params)
  return { code: known.code, zh, en }
}

async function rowsOf(core: Core, feedId: string): Promise<{ feed: FeedRow; source: SourceRow }> {
  const feed = await core.db.selectFrom('source_feed').selectAll().where('id', '=', feedId).executeTakeFirst()
  if (!feed) throw new XinyuError('NOT_FOUND', { what: 'feed' })
  const source = await core.db
    .selectFrom('source')
    .selectAll()
    .where('id', '=', feed.source_id)
    .executeTakeFirstOrThrow()
  return { feed, source }
}
