import { sql } from 'kysely'
import type { UserActor } from '../../../kernel/actor.ts'
import { errorText, isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { prepareProjectTables } from '../../../flow/contract/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

/**
 * Has the tables of a project prepared when its first seat asks for them: the wish of its consumer, by the profiles of
 * the providers. Seats that ask meanwhile wait for the same job.
 */
export function createPreparing(core: Core) {
  const running = new Map<string, Promise<void>>()
  const prepare = async (actor: UserActor, projectId: string): Promise<void> => {
    const jobId = (await underWay(core, projectId)) ?? (await request(core, actor, projectId))
    const job = await core.jobs.finished(jobId)
    if (job.state === 'done') return
    const { zh, en } = job.error ?? { zh: job.state, en: job.state }
    throw new XinyuError('SEAT_NO_TABLES', { whyZh: zh, whyEn: en })
  }
  /** Resolves when they are there. @throws XinyuError SEAT_NO_TABLES */
  return (actor: UserActor, projectId: string): Promise<void> => {
    const known = running.get(projectId)
    if (known) return known
    const work = prepare(actor, projectId).finally(() => running.delete(projectId))
    running.set(projectId, work)
    return work
  }
}

/** Somebody asked for them already. */
async function underWay(core: Core, projectId: string): Promise<string | null> {
  const job = await core.db
    .selectFrom('job')
    .select('id')
    .where('kind', '=', 'prepare')
    .where('state', 'in', ['queued', 'active'])
    .where(sql<string>`input->>'projectId'`, '=', projectId)
    .executeTakeFirst()
  return job?.id ?? null
}

async function request(core: Core, actor: UserActor, projectId: string): Promise<string> {
  return prepareProjectTables(core, actor, projectId).catch((error: unknown) => {
    if (isXinyuError(error) && error.code.startsWith('PREPARE_')) throw noTables(error)
    throw error
  })
}

function noTables(error: XinyuError): XinyuError {
  const { zh, en } = errorText(error.code, error.params)
  return new XinyuError('SEAT_NO_TABLES', { whyZh: zh, whyEn: en }, { cause: error })
}
