import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { type Contest, contestOf, mustBeOpen } from '../../scheme/index.ts'
import type { Team } from '../model.ts'
import { isEditable, STANDING, stateError } from '../states.ts'
import { teamOf } from '../store.ts'

declare module '../../../kernel/events.ts' {
  interface Events {
    /** A team's entry stands elsewhere: admitted, withdrawn, … */
    'contest.team_changed': { contestId: string; teamId: string; state: Team['state'] }
  }
}

/** A contest that goes on, as it is now. @throws XinyuError NOT_FOUND, CONTEST_NOT_OPEN */
export async function runningContest(tx: Tx, id: string): Promise<Contest> {
  const row = await tx.selectFrom('contest').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || row.state === 'draft') throw new XinyuError('NOT_FOUND', { what: 'contest' })
  const contest = contestOf(row)
  if (contest.state !== 'published') mustBeOpen({ opensAt: 0, closesAt: 0 }, 1)
  return contest
}

/** A team held until the action ends: what is done to one team is done one after the other. @throws XinyuError NOT_FOUND */
export async function holdTeam(tx: Tx, id: string): Promise<Team> {
  const row = await tx
    .selectFrom('contest_team')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'team' })
  return teamOf(row)
}

/** Holds a person, so that two teams at one moment do not both take in the last that this person may be in. */
export const holdEntrant = (tx: Tx, id: string) =>
  tx.selectFrom('contest_entrant').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirstOrThrow()

/** Entry is open, or a supplement is waited for. @throws XinyuError TEAM_STATE, CONTEST_NOT_OPEN */
export function mustBeEditable(team: Team, contest: Contest, now: number): void {
  if (!isEditable(team.state)) throw stateError(team.state)
  if (team.state === 'draft') mustBeOpen(contest.scheme.entry, now)
  else mustBeOpen({ opensAt: 0, closesAt: team.supplementUntil ?? 0 }, now)
}

/** The held team of somebody who is in it. A team of others is none. @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN */
export async function ownTeam(
  tx: Tx,
  teamId: string,
  entrant: string,
  role: 'captain' | 'member',
): Promise<{ team: Team; contest: Contest }> {
  const team = await holdTeam(tx, teamId)
  const member = await tx
    .selectFrom('contest_member')
    .select('role')
    .where('team_id', '=', teamId)
    .where('entrant_id', '=', entrant)
    .where('state', '=', 'accepted')
    .executeTakeFirst()
  if (!member) throw new XinyuError('NOT_FOUND', { what: 'team' })
  if (role === 'captain' && member.role !== 'captain') throw new XinyuError('TEAM_NOT_CAPTAIN')
  return { team, contest: await runningContest(tx, team.contestId) }
}

/** An own team that may be changed now. @throws XinyuError NOT_FOUND, TEAM_NOT_CAPTAIN, TEAM_STATE, CONTEST_NOT_OPEN */
export async function ownDraft(
  tx: Tx,
  now: number,
  teamId: string,
  entrant: string,
  role: 'captain' | 'member' = 'captain',
) {
  const own = await ownTeam(tx, teamId, entrant, role)
  mustBeEditable(own.team, own.contest, now)
  return own
}

/** In how many other teams of the contest that still stand these persons are. */
export async function teamsElsewhere(
  tx: Db | Tx,
  contestId: string,
  entrants: readonly string[],
  besides: string | null,
): Promise<Map<string, number>> {
  if (entrants.length === 0) return new Map()
  let rows = tx
    .selectFrom('contest_member as m')
    .innerJoin('contest_team as t', 't.id', 'm.team_id')
    .select(['m.entrant_id', (eb) => eb.fn.countAll<number>().as('teams')])
    .where('t.contest_id', '=', contestId)
    .where('t.state', 'in', STANDING)
    .where('m.state', '=', 'accepted')
    .where('m.entrant_id', 'in', [...entrants])
  if (besides !== null) rows = rows.where('t.id', '!=', besides)
  const found = await rows.groupBy('m.entrant_id').execute()
  return new Map(found.map(({ entrant_id, teams }) => [entrant_id!, teams]))
}

/** @throws XinyuError TEAM_PER_PERSON */
export async function mayJoin(tx: Tx, contest: Contest, entrant: string): Promise<void> {
  const limit = contest.scheme.entry.teamsPerPerson
  const teams = (await teamsElsewhere(tx, contest.id, [entrant], null)).get(entrant) ?? 0
  if (teams >= limit) throw new XinyuError('TEAM_PER_PERSON', { limit })
}
