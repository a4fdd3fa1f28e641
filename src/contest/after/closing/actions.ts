import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { closeContest, mustOrganise } from '../../scheme/index.ts'
import { standingList } from '../awards/store.ts'
import type { After } from '../sources.ts'
import { CLOSING_JOB } from './job.ts'
import type { NewClosing } from './model.ts'
import { earliestDestruction, lastMoment } from './rules.ts'

/**
 * Closes a contest, and says when what it holds is destroyed. Until then it can be taken back (the contest stays closed).
 * @throws XinyuError NOT_FOUND, CLOSING_CONFIRM, CLOSING_TOO_EARLY, CLOSING_RETENTION, CLOSING_STATE
 */
export async function planClosing(
  { core }: After,
  actor: UserActor,
  contestId: string,
  input: NewClosing,
): Promise<string> {
  const contest = await mustOrganise(core, actor, contestId)
  if (input.confirm !== contest.code) throw new XinyuError('CLOSING_CONFIRM', { code: contest.code })
  const list = await standingList(core.db, contestId)
  if (
    list?.state === 'proposed' ||
    list?.state === 'checked' ||
    core.clock.now() < lastMoment(contest.scheme)
  )
    throw new XinyuError('CLOSING_TOO_EARLY')
  const earliest = earliestDestruction(contest.scheme, list?.published_at ?? null)
  if (input.destroyAt < earliest)
    throw new XinyuError('CLOSING_RETENTION', { day: new Date(earliest).toISOString().slice(0, 10) })
  if (contest.state === 'published') await closeContest(core, actor, contestId, input.reason)
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    const closingId = id()
    const made = await tx
      .insertInto('contest_closing')
      .values({
        id: closingId,
        contest_id: contestId,
        state: 'planned',
        reason: input.reason,
        destroy_at: input.destroyAt,
        certificates: input.certificates,
        planned_by: actor.userId,
        planned_at: now,
        job_id: null,
        begun_at: null,
        totals: null,
        list_digest: null,
        done_at: null,
        cancelled_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw new XinyuError('CLOSING_STATE')
    note({
      kind: 'contest.destruction_planned',
      subject: { contest: contestId, closing: closingId },
      payload: { destroyAt: input.destroyAt, certificates: input.certificates, reason: input.reason },
    })
    return closingId
  })
  return value
}

/** Takes a plan back, as long as nothing is destroyed. @throws XinyuError NOT_FOUND, CLOSING_STATE */
export async function cancelClosing({ core }: After, actor: UserActor, contestId: string): Promise<void> {
  await mustOrganise(core, actor, contestId)
  await act(core, actor, async ({ tx, now, note }) => {
    const row = await tx
      .updateTable('contest_closing')
      .set({ state: 'cancelled', cancelled_at: now })
      .where('contest_id', '=', contestId)
      .where('state', '=', 'planned')
      .returning(['id', 'job_id'])
      .executeTakeFirst()
    if (!row) throw new XinyuError('CLOSING_STATE')
    await tx.deleteFrom('contest_closing_item').where('closing_id', '=', row.id).execute()
    note({ kind: 'contest.destruction_cancelled', subject: { contest: contestId, closing: row.id } })
  })
}

const RETRY_MS = 3_600_000

/** Puts what is due into the queue; called by the clock. Returns how many. */
export async function destroyDue({ core }: Pick<After, 'core'>): Promise<number> {
  const due = await core.db
    .selectFrom('contest_closing')
    .select(['id', 'contest_id', 'job_id'])
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'planned'), eb('destroy_at', '<=', core.clock.now())]),
        // A job that failed or was ended from outside: the destruction goes on, it has no way back.
        eb('state', '=', 'destroying'),
      ]),
    )
    .limit(20)
    .execute()
  let enqueued = 0
  for (const closing of due) {
    const job = closing.job_id === null ? undefined : await core.jobs.get(closing.job_id)
    if (job?.state === 'queued' || job?.state === 'active') continue
    // What failed is tried again, and not at every tick: somebody should look at it in between.
    if (job && core.clock.now() - job.updatedAt < RETRY_MS) continue
    await act(core, systemActor('contest'), async ({ tx, note }) => {
      const row = await tx
        .selectFrom('contest_closing')
        .select(['state', 'job_id'])
        .where('id', '=', closing.id)
        .forUpdate()
        .executeTakeFirstOrThrow()
      note({
        kind: 'contest.destruction_queued',
        subject: { contest: closing.contest_id, closing: closing.id },
      })
      if (row.job_id !== closing.job_id || row.state === 'cancelled' || row.state === 'done') return
      const jobId = await core.jobs.enqueue(tx, systemActor('contest'), CLOSING_JOB, {
        closingId: closing.id,
      })
      await tx.updateTable('contest_closing').set({ job_id: jobId }).where('id', '=', closing.id).execute()
      enqueued++
    })
  }
  return enqueued
}
