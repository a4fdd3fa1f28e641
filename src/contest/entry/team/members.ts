import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { CONTEST } from '../door/door.ts'
import type { NewInvitation, Seat } from '../model.ts'
import { holdEntrant, holdTeam, mayJoin, mustBeEditable, ownDraft, runningContest } from './hold.ts'

/** Invites a phone: whoever comes in by it finds the invitation. @throws XinyuError TEAM_FULL, TEAM_MEMBER_THERE, and those of `ownDraft` */
export function invite(
  core: Core,
  entrant: string,
  teamId: string,
  { phone, name }: NewInvitation,
): Promise<Acted<{ id: string }>> {
  return act(core, CONTEST, async ({ tx, now, id, note }) => {
    const { contest } = await ownDraft(tx, now, teamId, entrant)
    const members = await tx.selectFrom('contest_member').selectAll().where('team_id', '=', teamId).execute()
    const there = members.filter(({ state }) => state === 'invited' || state === 'accepted')
    if (there.some((one) => one.phone === phone)) throw new XinyuError('TEAM_MEMBER_THERE')
    const limit = contest.scheme.entry.maxMembers
    if (there.length >= limit) throw new XinyuError('TEAM_FULL', { limit })
    const before = members.find((one) => one.phone === phone)
    const member = before?.id ?? id()
    const fresh = { name, state: 'invited', body_id: null, invited_at: now, answered_at: null } as const
    if (before) await tx.updateTable('contest_member').set(fresh).where('id', '=', member).execute()
    else
      await tx
        .insertInto('contest_member')
        .values({
          id: member,
          team_id: teamId,
          phone,
          role: 'member',
          position: '',
          student: false,
          ...fresh,
        })
        .execute()
    note({ kind: 'team.invited', subject: { contest: contest.id, team: teamId, member } })
    return { id: member }
  })
}

/**
 * Takes an invitation to the own phone. The person is held before the team, so that two teams at one moment see each other.
 * @throws XinyuError NOT_FOUND, TEAM_PER_PERSON, TEAM_STATE, CONTEST_NOT_OPEN
 */
export function acceptInvitation(
  core: Core,
  entrant: string,
  invitation: string,
): Promise<Acted<{ teamId: string }>> {
  return act(core, CONTEST, async ({ tx, now, note }) => {
    const person = await holdEntrant(tx, entrant)
    const found = await invitationOf(tx, invitation, person.phone)
    const team = await holdTeam(tx, found.team_id)
    // Read again: the captain may have taken it back while the team was waited for.
    await invitationOf(tx, invitation, person.phone)
    const contest = await runningContest(tx, team.contestId)
    mustBeEditable(team, contest, now)
    await mayJoin(tx, contest, entrant)
    await tx
      .updateTable('contest_member')
      .set({ entrant_id: entrant, state: 'accepted', answered_at: now })
      .where('id', '=', invitation)
      .execute()
    note({
      kind: 'team.joined',
      subject: { contest: contest.id, team: team.id, entrant, member: invitation },
    })
    return { teamId: team.id }
  })
}

/** @throws XinyuError NOT_FOUND */
export function declineInvitation(core: Core, entrant: string, invitation: string): Promise<Acted<void>> {
  return act(core, CONTEST, async ({ tx, now, note }) => {
    const person = await holdEntrant(tx, entrant)
    const { team_id } = await invitationOf(tx, invitation, person.phone)
    const { contestId } = await holdTeam(tx, team_id)
    await invitationOf(tx, invitation, person.phone)
    await tx
      .updateTable('contest_member')
      .set({ state: 'declined', answered_at: now })
      .where('id', '=', invitation)
      .execute()
    note({ kind: 'team.declined', subject: { contest: contestId, team: team_id, member: invitation } })
  })
}

/** An open invitation to this phone; another's is none. */
async function invitationOf(tx: Tx, id: string, phone: string) {
  const row = await tx
    .selectFrom('contest_member')
    .select(['team_id'])
    .where('id', '=', id)
    .where('phone', '=', phone)
    .where('state', '=', 'invited')
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'invitation' })
  return row
}

/**
 * Removes a member or takes an invitation back (captain), or leaves (the member itself). Signatures go with the member.
 * @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN, TEAM_CAPTAIN_STAYS, TEAM_STATE, CONTEST_NOT_OPEN
 */
export function removeMember(
  core: Core,
  entrant: string,
  teamId: string,
  member: string,
): Promise<Acted<void>> {
  return act(core, CONTEST, async ({ tx, now, note }) => {
    const { team, contest } = await ownDraft(tx, now, teamId, entrant, 'member')
    const row = await memberOf(tx, teamId, member)
    if (row.entrant_id !== entrant && team.captainId !== entrant) throw new XinyuError('TEAM_NOT_CAPTAIN')
    if (row.role === 'captain') throw new XinyuError('TEAM_CAPTAIN_STAYS')
    await tx
      .updateTable('contest_member')
      .set({ state: 'left', body_id: null, answered_at: now })
      .where('id', '=', member)
      .execute()
    if (row.entrant_id !== null)
      await tx
        .deleteFrom('contest_statement')
        .where('team_id', '=', teamId)
        .where('entrant_id', '=', row.entrant_id)
        .execute()
    note({
      kind: row.entrant_id === entrant ? 'team.left' : 'team.member_removed',
      subject: { contest: contest.id, team: teamId, member },
    })
  })
}

/** Hands the captaincy to a member who accepted. @throws XinyuError NOT_FOUND, and those of `ownDraft` */
export function handOver(core: Core, entrant: string, teamId: string, member: string): Promise<Acted<void>> {
  return act(core, CONTEST, async ({ tx, now, note }) => {
    const { contest } = await ownDraft(tx, now, teamId, entrant)
    const next = await memberOf(tx, teamId, member)
    if (next.state !== 'accepted' || next.entrant_id === null)
      throw new XinyuError('NOT_FOUND', { what: 'member' })
    await tx
      .updateTable('contest_member')
      .set({ role: 'member' })
      .where('team_id', '=', teamId)
      .where('role', '=', 'captain')
      .execute()
    await tx.updateTable('contest_member').set({ role: 'captain' }).where('id', '=', member).execute()
    await tx
      .updateTable('contest_team')
      .set({ captain_id: next.entrant_id })
      .where('id', '=', teamId)
      .execute()
    note({
      kind: 'team.handed_over',
      subject: { contest: contest.id, team: teamId, entrant: next.entrant_id },
    })
  })
}

/** Body, position and whether a student: by the member itself or the captain. @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN, and those of `ownDraft` */
export function setSeat(
  core: Core,
  entrant: string,
  teamId: string,
  member: string,
  { bodyId, position, student }: Seat,
): Promise<Acted<void>> {
  return act(core, CONTEST, async ({ tx, now, note }) => {
    const { team, contest } = await ownDraft(tx, now, teamId, entrant, 'member')
    const row = await memberOf(tx, teamId, member)
    if (row.entrant_id !== entrant && team.captainId !== entrant) throw new XinyuError('TEAM_NOT_CAPTAIN')
    if (bodyId !== null) {
      const body = await tx
        .selectFrom('contest_team_body')
        .select('id')
        .where('team_id', '=', teamId)
        .where('id', '=', bodyId)
        .executeTakeFirst()
      if (!body) throw new XinyuError('NOT_FOUND', { what: 'participant' })
    }
    await tx
      .updateTable('contest_member')
      .set({ body_id: bodyId, position, student })
      .where('id', '=', member)
      .execute()
    note({ kind: 'team.member_changed', subject: { contest: contest.id, team: teamId, member } })
  })
}

/** A member or an invitation of this team that stands. @throws XinyuError NOT_FOUND */
async function memberOf(tx: Tx, teamId: string, id: string) {
  const row = await tx
    .selectFrom('contest_member')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', ['invited', 'accepted'])
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'member' })
  return row
}
