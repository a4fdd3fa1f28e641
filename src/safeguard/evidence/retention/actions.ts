import type { Actor, UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../act.ts'
import { DESTROY_JOB } from './job.ts'
import { keepDaysOf, RULES_VERSION, stateWords } from './rules.ts'
import { countDue, dueKeys, findDestruction, lockRetention } from './store.ts'

/**
 * Asks for the destruction of everything that is due now. Nothing is destroyed before an auditor decides. Returns its id.
 * @throws XinyuError RETENTION_OPEN where one is open, RETENTION_NOTHING_DUE
 */
export async function askDestruction(core: Core, actor: Actor, reason: string): Promise<string> {
  const days = keepDaysOf(core.config.evidence.keepDays)
  const cutoff = core.clock.now()
  const due = await dueKeys(core.home, days, cutoff)
  const entries = await countDue(core.db, due)
  if (entries === 0) throw new XinyuError('RETENTION_NOTHING_DUE')
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    await lockRetention(tx)
    if (await openDestruction(tx)) throw new XinyuError('RETENTION_OPEN')
    const destruction = id()
    await tx
      .insertInto('evidence_destruction')
      .values({
        id: destruction,
        state: 'asked',
        asked_by: actor.kind === 'user' ? actor.userId : null,
        asked_at: now,
        reason,
        cutoff,
        rules_version: RULES_VERSION,
      })
      .execute()
    note({
      kind: 'evidence.destruction_asked',
      subject: { destruction },
      payload: { reason, cutoff, rules: RULES_VERSION, keys: due.map(({ name }) => name), about: entries },
    })
    return destruction
  })
  return value
}

/**
 * The auditor's decision. Approved, the job begins at once; it is in this action's transaction.
 * @throws XinyuError NOT_FOUND, RETENTION_STATE, RETENTION_SAME_OFFICER
 */
export async function decideDestruction(
  core: Core,
  actor: UserActor,
  destruction: string,
  { approve, reason }: { approve: boolean; reason: string },
): Promise<void> {
  await act(core, actor, async ({ tx, now, note }) => {
    await lockRetention(tx)
    const row = await findDestruction(tx, destruction)
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'destruction' })
    if (row.state !== 'asked') throw new XinyuError('RETENTION_STATE', stateWords(row.state))
    if (row.asked_by === actor.userId) throw new XinyuError('RETENTION_SAME_OFFICER')
    const job = approve ? await core.jobs.enqueue(tx, actor, DESTROY_JOB, { destruction }) : null
    await tx
      .updateTable('evidence_destruction')
      .set({
        state: approve ? 'approved' : 'refused',
        decided_by: actor.userId,
        decided_at: now,
        decision_reason: reason,
        job_id: job,
        ...(approve ? {} : { ended_at: now }),
      })
      .where('id', '=', destruction)
      .execute()
    const kind = approve ? 'evidence.destruction_approved' : 'evidence.destruction_refused'
    note({ kind, subject: { destruction, user: actor.userId }, payload: { reason } })
  })
}

/**
 * Stops a destruction between two keys: what is destroyed by then stays destroyed and is proven.
 * @throws XinyuError NOT_FOUND, RETENTION_STATE
 */
export async function cancelDestruction(core: Core, actor: UserActor, destruction: string): Promise<void> {
  const { value: job } = await act(core, actor, async ({ tx, now, note }) => {
    await lockRetention(tx)
    const row = await findDestruction(tx, destruction)
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'destruction' })
    if (row.state !== 'asked' && row.state !== 'approved' && row.state !== 'running')
      throw new XinyuError('RETENTION_STATE', stateWords(row.state))
    if (row.state === 'asked')
      await tx
        .updateTable('evidence_destruction')
        .set({ state: 'cancelled', ended_at: now })
        .where('id', '=', destruction)
        .execute()
    note({ kind: 'evidence.destruction_cancel_asked', subject: { destruction, user: actor.userId } })
    return row.job_id
  })
  if (job !== null) await core.jobs.cancel(job)
}

const openDestruction = (tx: Parameters<typeof lockRetention>[0]) =>
  tx
    .selectFrom('evidence_destruction')
    .select('id')
    .where('state', 'in', ['asked', 'approved', 'running'])
    .executeTakeFirst()
