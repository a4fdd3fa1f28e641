import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import type { NewShift } from '../model.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Puts a duty officer on the roster. @throws XinyuError WATCH_SHIFT_TIMES, WATCH_SHIFT_OFFICER */
export function addShift(core: Core, actor: UserActor, shift: NewShift): Promise<Acted<string>> {
  return act(core, actor, async (scope) => {
    const { tx, now, id, note } = scope
    const { officerId, from, until } = shift
    const length = until - from
    if (until <= now || length < MINUTE_MS || length > DAY_MS) throw new XinyuError('WATCH_SHIFT_TIMES')
    await mustBeDutyOfficer(scope, officerId)
    const shiftId = id()
    await tx
      .insertInto('watch_shift')
      .values({
        ...EMPTY,
        id: shiftId,
        officer_id: officerId,
        from_at: from,
        until_at: until,
        ...made(actor, now),
      })
      .execute()
    note({
      kind: 'watch.shift_planned',
      subject: { shift: shiftId, officer: officerId },
      payload: { from, until },
    })
    return shiftId
  })
}

/**
 * Hands a shift over: it ends now for the one and goes on for the other, who reads what is left to do.
 * @throws XinyuError NOT_FOUND, WATCH_SHIFT_OVER, WATCH_SHIFT_OFFICER
 */
export function handOver(
  core: Core,
  actor: UserActor,
  shiftId: string,
  { handedTo, handover }: { readonly handedTo: string; readonly handover: string },
): Promise<Acted<void>> {
  return act(core, actor, async (scope) => {
    const { tx, now, id, note } = scope
    const row = await tx
      .selectFrom('watch_shift')
      .selectAll()
      .where('id', '=', shiftId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'shift' })
    const begun = row.from_at < now
    if (row.officer_id !== actor.userId || row.handed_at !== null || row.until_at <= now)
      throw new XinyuError('WATCH_SHIFT_OVER')
    if (handedTo === actor.userId) throw new XinyuError('WATCH_SHIFT_OFFICER')
    await mustBeDutyOfficer(scope, handedTo)
    const kept = { handed_to: handedTo, handover, handed_at: now }
    // One that has not begun goes to the other as it is; of one that runs each has a part.
    await tx
      .updateTable('watch_shift')
      .set(begun ? { ...kept, until_at: now } : { ...kept, officer_id: handedTo })
      .where('id', '=', shiftId)
      .execute()
    const rest = begun ? id() : shiftId
    if (begun)
      await tx
        .insertInto('watch_shift')
        .values({
          ...EMPTY,
          id: rest,
          officer_id: handedTo,
          from_at: now,
          until_at: row.until_at,
          ...made(actor, now),
        })
        .execute()
    note({ kind: 'watch.shift_handed_over', subject: { shift: shiftId, to: handedTo, rest } })
  })
}

const EMPTY = { handed_to: null, handover: null, handed_at: null }
const made = (actor: UserActor, now: number) => ({ created_by: actor.userId, created_at: now })

/** Only the operator's own duty officers stand on the roster. */
async function mustBeDutyOfficer({ tx }: ActionScope, userId: string): Promise<void> {
  const row = await tx
    .selectFrom('app_user as u')
    .innerJoin('participant as p', 'p.id', 'u.participant_id')
    .select(['u.roles', 'p.roles as bodyRoles', 'u.state'])
    .where('u.id', '=', userId)
    .executeTakeFirst()
  if (!row?.roles.includes('duty_officer') || !row.bodyRoles.includes('operator') || row.state !== 'active')
    throw new XinyuError('WATCH_SHIFT_OFFICER')
}
