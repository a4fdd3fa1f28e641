import type { UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { userById } from '../../../safeguard/identity/index.ts'
import { type Contest, contestById } from '../../scheme/index.ts'
import type { FinalPorts } from '../model.ts'
import { finalSettings } from '../store.ts'

export interface Arriving {
  readonly teamId: string
  readonly entrantId: string
  readonly zone: string
}

/** Data officers and officers on duty of the body that holds the contest. @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER */
export async function mustHost(core: Core, actor: UserActor, contestId: string): Promise<Contest> {
  const contest = await contestById(core, contestId)
  const on = actor.roles.some((role) => role === 'data_officer' || role === 'duty_officer')
  if (contest.organiserId !== actor.participantId || !on) throw new XinyuError('CONTEST_NOT_ORGANISER')
  return contest
}

/**
 * A finalist comes to the venue. Where the body also runs the space, its venue knows of it too, which opens the seat.
 * @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER, CHECKIN_HERE, CHECKIN_ZONE
 */
export async function checkInMember(
  core: Core,
  ports: FinalPorts,
  actor: UserActor,
  contestId: string,
  { teamId, entrantId, zone }: Arriving,
): Promise<void> {
  await mustHost(core, actor, contestId)
  const { zones } = await finalSettings(core.db, contestId)
  if (zones.length > 0 && !zones.includes(zone))
    throw new XinyuError('CHECKIN_ZONE', { zones: zones.join(', ') })
  const member = await memberRow(core, contestId, teamId, entrantId)
  // First the venue: cut off in between, coming again finishes it. It knows people whose account is in use.
  const user = member.user_id === null ? undefined : await userById(core, member.user_id)
  if (user?.state === 'active') await quietly(ports.seats.checkIn(actor, user.id))
  await act(core, actor, async ({ tx, now, id, note }) => {
    const made = await tx
      .insertInto('contest_checkin')
      .values({
        id: id(),
        contest_id: contestId,
        team_id: teamId,
        entrant_id: entrantId,
        zone,
        in_at: now,
        out_at: null,
        by_user: actor.userId,
        out_by: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw new XinyuError('CHECKIN_HERE')
    note({
      kind: 'contest.checked_in',
      subject: { contest: contestId, team: teamId, entrant: entrantId },
      payload: { zone },
    })
  })
}

/** @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER, CHECKIN_AWAY */
export async function checkOutMember(
  core: Core,
  ports: FinalPorts,
  actor: UserActor,
  contestId: string,
  { teamId, entrantId }: Omit<Arriving, 'zone'>,
): Promise<void> {
  await mustHost(core, actor, contestId)
  const member = await memberRow(core, contestId, teamId, entrantId)
  if (member.user_id !== null) await quietly(ports.seats.checkOut(actor, member.user_id))
  await act(core, actor, async ({ tx, now, note }) => {
    const done = await tx
      .updateTable('contest_checkin')
      .set({ out_at: now, out_by: actor.userId })
      .where('contest_id', '=', contestId)
      .where('entrant_id', '=', entrantId)
      .where('out_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!done) throw new XinyuError('CHECKIN_AWAY')
    note({ kind: 'contest.checked_out', subject: { contest: contestId, team: teamId, entrant: entrantId } })
  })
}

async function memberRow(core: Core, contestId: string, teamId: string, entrantId: string) {
  const row = await core.db
    .selectFrom('contest_finalist_member')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('team_id', '=', teamId)
    .where('entrant_id', '=', entrantId)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'member' })
  return row
}

/** The venue of the space knows it already, or belongs to another body: neither stands in the contest's way. */
const KNOWN = new Set(['VENUE_CHECKED_IN', 'VENUE_CHECKED_OUT', 'VENUE_NOT_OPERATOR'])

async function quietly(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!isXinyuError(error) || !KNOWN.has(error.code)) throw error
  })
}
