import type { Selectable } from 'kysely'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db, Tables, Tx } from '../../platform/postgres/tables.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Body, Member, Team, TeamState } from './model.ts'

type TeamRow = Selectable<Tables['contest_team']>

export const teamOf = (row: TeamRow): Team => ({
  id: row.id,
  contestId: row.contest_id,
  number: row.number,
  name: row.name,
  title: row.title,
  division: row.division,
  intro: row.intro,
  state: row.state,
  captainId: row.captain_id,
  schemeNumber: row.scheme_number,
  createdAt: row.created_at,
  submittedAt: row.submitted_at,
  decidedAt: row.decided_at,
  supplementUntil: row.supplement_until,
})

/** @throws XinyuError NOT_FOUND */
export async function teamById(db: Db | Tx, id: string): Promise<Team> {
  const row = await db.selectFrom('contest_team').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'team' })
  return teamOf(row)
}

/** Teams of a contest in the order of their numbers, those without one last. */
export async function teamsIn(
  db: Db | Tx,
  contestId: string,
  states?: readonly TeamState[],
): Promise<Team[]> {
  if (states?.length === 0) return []
  let rows = db.selectFrom('contest_team').selectAll().where('contest_id', '=', contestId)
  if (states) rows = rows.where('state', 'in', [...states])
  return (
    await rows
      .orderBy('number', (order) => order.asc().nullsLast())
      .orderBy('id')
      .execute()
  ).map(teamOf)
}

/** Teams in which somebody is, the ones that still stand first, then the oldest. Accepted members only. */
export async function teamsOfEntrant(db: Db | Tx, entrantId: string, contestId?: string): Promise<Team[]> {
  let rows = db
    .selectFrom('contest_team as t')
    .innerJoin('contest_member as m', 'm.team_id', 't.id')
    .selectAll('t')
    .where('m.entrant_id', '=', entrantId)
    .where('m.state', '=', 'accepted')
  if (contestId !== undefined) rows = rows.where('t.contest_id', '=', contestId)
  const over = (team: Team) => Number(team.state === 'withdrawn' || team.state === 'rejected')
  return (await rows.orderBy('t.created_at').orderBy('t.id').limit(200).execute())
    .map(teamOf)
    .sort((a, b) => over(a) - over(b))
}

/** The team of somebody in a contest; of several the oldest that still stands. Accepted members only. */
export async function teamOfEntrant(db: Db | Tx, contestId: string, entrantId: string): Promise<Team | null> {
  return (await teamsOfEntrant(db, entrantId, contestId))[0] ?? null
}

/** The entrant's own team; with `teamId` that one. @throws XinyuError NOT_FOUND */
export async function mustBeMember(
  core: Pick<Core, 'db'>,
  contestId: string,
  entrantId: string,
  teamId?: string,
): Promise<Team> {
  const team = (await teamsOfEntrant(core.db, entrantId, contestId)).find(
    (one) => teamId === undefined || one.id === teamId,
  )
  if (!team) throw new XinyuError('NOT_FOUND', { what: 'team' })
  return team
}

/** @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN */
export async function mustBeCaptain(
  core: Pick<Core, 'db'>,
  contestId: string,
  entrantId: string,
  teamId?: string,
): Promise<Team> {
  const team = await mustBeMember(core, contestId, entrantId, teamId)
  if (team.captainId !== entrantId) throw new XinyuError('TEAM_NOT_CAPTAIN')
  return team
}

/** Accepted members of several teams: the captain first, then in the order of coming. Every team has its list. */
export async function membersOf(db: Db | Tx, teamIds: readonly string[]): Promise<Map<string, Member[]>> {
  const found = new Map<string, Member[]>(teamIds.map((id) => [id, []]))
  if (teamIds.length === 0) return found
  const rows = await db
    .selectFrom('contest_member as m')
    .innerJoin('contest_entrant as e', 'e.id', 'm.entrant_id')
    .select(['m.id', 'm.team_id', 'm.role', 'm.body_id', 'm.position', 'm.student', 'm.name as called'])
    .select(['e.id as entrant_id', 'e.name', 'e.phone', 'e.real_name'])
    .where('m.team_id', 'in', [...teamIds])
    .where('m.state', '=', 'accepted')
    .orderBy('m.role')
    .orderBy('m.answered_at')
    .orderBy('m.id')
    .execute()
  for (const row of rows)
    found.get(row.team_id)!.push({
      id: row.id,
      entrantId: row.entrant_id,
      name: row.name ?? row.called,
      phone: row.phone,
      role: row.role,
      bodyId: row.body_id,
      position: row.position,
      student: row.student,
      realName: row.real_name === 'verified',
    })
  return found
}

/** Bodies of several teams, the leading one first. Every team has its list. */
export async function bodiesOf(db: Db | Tx, teamIds: readonly string[]): Promise<Map<string, Body[]>> {
  const found = new Map<string, Body[]>(teamIds.map((id) => [id, []]))
  if (teamIds.length === 0) return found
  const rows = await db
    .selectFrom('contest_team_body')
    .selectAll()
    .where('team_id', 'in', [...teamIds])
    .orderBy('lead', 'desc')
    .orderBy('id')
    .execute()
  for (const { id, team_id, uscc, name, lead } of rows) found.get(team_id)!.push({ id, uscc, name, lead })
  return found
}
