import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../act.ts'
import { holdsSomething, isSpokenOf } from './held.ts'
import { type HoldScope, stateWords } from './rules.ts'
import { lockRetention } from './store.ts'

/**
 * Places a legal hold. What it covers is destroyed by nobody until another officer lifts it. `holds`: whether anything
 * is kept by it now. A kind may be held before there is anything of it; an id is made with the thing, so that one which
 * nothing is about is a slip of the pen, and the thing that was meant would be destroyed under the eyes of its hold.
 * @throws XinyuError RETENTION_NOTHING_ABOUT
 */
export async function placeHold(
  core: Core,
  actor: UserActor,
  { subject, kind }: HoldScope,
  reason: string,
): Promise<{ id: string; holds: boolean }> {
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    await lockRetention(tx)
    if (subject !== null && !(await isSpokenOf(tx, subject)))
      throw new XinyuError('RETENTION_NOTHING_ABOUT', { id: subject })
    const hold = id()
    await tx
      .insertInto('evidence_hold')
      .values({ id: hold, subject, kind, reason, placed_by: actor.userId, placed_at: now })
      .execute()
    note({
      kind: 'evidence.hold_placed',
      subject: { hold, ...(subject === null ? {} : { about: subject }), user: actor.userId },
      payload: { subject, kind, reason },
    })
    return { id: hold, holds: await holdsSomething(tx, { subject, kind }) }
  })
  return value
}

/**
 * Lifts a hold. Whoever placed it may not: one officer alone must not open the way to a destruction.
 * @throws XinyuError NOT_FOUND, RETENTION_SAME_OFFICER, RETENTION_STATE
 */
export async function liftHold(core: Core, actor: UserActor, holdId: string, reason: string): Promise<void> {
  await act(core, actor, async ({ tx, now, note }) => {
    await lockRetention(tx)
    const hold = await tx.selectFrom('evidence_hold').selectAll().where('id', '=', holdId).executeTakeFirst()
    if (!hold) throw new XinyuError('NOT_FOUND', { what: 'hold' })
    if (hold.lifted_at !== null) throw new XinyuError('RETENTION_STATE', stateWords('lifted'))
    if (hold.placed_by === actor.userId) throw new XinyuError('RETENTION_SAME_OFFICER')
    await tx
      .updateTable('evidence_hold')
      .set({ lifted_by: actor.userId, lifted_at: now, lift_reason: reason })
      .where('id', '=', holdId)
      .execute()
    note({
      kind: 'evidence.hold_lifted',
      subject: { hold: holdId, user: actor.userId },
      payload: { subject: hold.subject, kind: hold.kind, reason },
    })
  })
}
