import { sql } from 'kysely'
import { systemActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import type { Core } from '../act.ts'
import { askDestruction } from './actions.ts'
import { destroyDue } from './destroy.ts'
import { DAY_MS, keepDaysOf } from './rules.ts'
import { countDue, dueKeys } from './store.ts'

export const DESTROY_JOB = 'destroy-payloads'

/** Destructions as a job: seen while it runs, cancelled between two keys, and gone on with after a kill. */
export function registerDestruction(core: Core): void {
  core.jobs.register<{ destruction: string }>(
    DESTROY_JOB,
    async ({ input: { destruction }, signal, progress }): Promise<Json> => ({
      destroyed: await destroyDue(core, destruction, {
        signal,
        progress: (share, done) => progress(share, 'retention.destroying', { done }),
      }),
    }),
  )
}

/**
 * What time brings: the entry of a proof is written beside its destruction where a kill came between, a destruction
 * whose job ended without it is taken up again, and one is asked for where the schedule says so.
 */
export async function tendRetention(core: Core): Promise<void> {
  await sql`
    update evidence_destruction d set proof_entry = o.id
    from evidence_term t join evidence_outbox o on o.leaf = t.leaf and o.kind = 'evidence.destroyed'
    where d.proof_entry is null and d.ended_at is not null and d.list_digest is not null
      and t.term = 's:' || d.id`.execute(core.db)
  await takeUp(core)
  await askWhenDue(core)
}

async function takeUp(core: Core): Promise<void> {
  const row = await core.db
    .selectFrom('evidence_destruction')
    .select(['id', 'job_id'])
    .where('state', 'in', ['approved', 'running'])
    .executeTakeFirst()
  if (!row) return
  const job = row.job_id === null ? undefined : await core.jobs.get(row.job_id)
  if (job?.state === 'queued' || job?.state === 'active') return
  if (job?.state === 'cancelled') {
    // Cancelled while it waited for its turn: nothing ran, or it stopped before it could say so.
    const aborted = AbortSignal.abort('cancel')
    await destroyDue(core, row.id, { signal: aborted, progress: () => {} })
    return
  }
  await core.db.transaction().execute(async (tx) => {
    const next = await core.jobs.enqueue(tx, systemActor('retention'), DESTROY_JOB, { destruction: row.id })
    await tx.updateTable('evidence_destruction').set({ job_id: next }).where('id', '=', row.id).execute()
  })
}

async function askWhenDue(core: Core): Promise<void> {
  const { askEveryDays, keepDays } = core.config.evidence
  if (!askEveryDays) return
  const last = await core.db
    .selectFrom('evidence_destruction')
    .select(['state', 'asked_at'])
    .orderBy('asked_at', 'desc')
    .executeTakeFirst()
  if (last && (last.state === 'asked' || last.asked_at + askEveryDays * DAY_MS > core.clock.now())) return
  const due = await dueKeys(core.home, keepDaysOf(keepDays), core.clock.now())
  if ((await countDue(core.db, due)) > 0)
    await askDestruction(core, systemActor('retention'), 'due by schedule')
}
