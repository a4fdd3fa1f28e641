import type { Core } from '../../../safeguard/evidence/index.ts'
import { type Contest, contestOf, openingAt } from '../../scheme/index.ts'
import type { EntryContest, EntryView, Invitation, OpenContest } from '../model.ts'
import { statementHash } from '../rules.ts'
import { teamsOfEntrant } from '../store.ts'
import { entryView } from './view.ts'

const openOf = (contest: Contest, now: number) => {
  const { titleZh, titleEn, entry } = contest.scheme
  return {
    id: contest.id,
    code: contest.code,
    titleZh,
    titleEn,
    state: contest.state as 'published' | 'closed',
    opensAt: entry.opensAt,
    closesAt: entry.closesAt,
    opening: contest.state === 'closed' ? ('over' as const) : openingAt(entry, now),
  }
}

/** Contests that go on, and those that the entrant is in: what can be entered first. */
export async function openContests(core: Core, entrant: string): Promise<OpenContest[]> {
  const teams = await teamsOfEntrant(core.db, entrant)
  const own = new Set(teams.map(({ contestId }) => contestId))
  const rows = await core.db
    .selectFrom('contest')
    .selectAll()
    .where('state', '!=', 'draft')
    .orderBy('published_at', 'desc')
    .limit(200)
    .execute()
  const now = core.clock.now()
  const order = { open: 0, before: 1, over: 2 }
  return rows
    .map(contestOf)
    .filter((contest) => contest.state === 'published' || own.has(contest.id))
    .map((contest) => ({
      ...openOf(contest, now),
      teams: teams
        .filter(({ contestId }) => contestId === contest.id)
        .map(({ id, name, number, state }) => ({ id, name, number, state })),
    }))
    .sort((a, b) => order[a.opening] - order[b.opening])
}

/** A contest for its entrants. */
export function entryContest(
  core: Core,
  contest: Contest,
  realNameBy: EntryContest['realNameBy'],
): EntryContest {
  const { scheme } = contest
  const { entry } = scheme
  return {
    ...openOf(contest, core.clock.now()),
    divisionWord: scheme.divisionWord,
    divisions: scheme.divisions,
    minMembers: entry.minMembers,
    maxMembers: entry.maxMembers,
    maxBodies: entry.maxBodies,
    realName: entry.realName,
    realNameBy,
    statements: entry.statements.map((one) => ({ ...one, digest: statementHash(one) })),
    rounds: scheme.rounds.map(({ code, titleZh, titleEn, submission }) => ({
      code,
      titleZh,
      titleEn,
      opensAt: submission.opensAt,
      closesAt: submission.closesAt,
      graceMs: submission.graceMs,
    })),
    tasks: (scheme.final?.tasks.length ?? 0) > 0,
    final: scheme.final !== null,
  }
}

/** The own teams in a contest. A captain can call the members; members know each other by name. */
export async function ownEntries(core: Core, contest: Contest, entrant: string): Promise<EntryView[]> {
  const teams = await teamsOfEntrant(core.db, entrant, contest.id)
  return Promise.all(
    teams.map((team) => entryView(core.db, contest, team, team.captainId === entrant ? 'full' : 'names')),
  )
}

/** Invitations to the own phone that wait. */
export async function invitationsOf(core: Core, entrant: string): Promise<Invitation[]> {
  const rows = await core.db
    .selectFrom('contest_member as m')
    .innerJoin('contest_entrant as e', 'e.phone', 'm.phone')
    .innerJoin('contest_team as t', 't.id', 'm.team_id')
    .innerJoin('contest as c', 'c.id', 't.contest_id')
    .selectAll('c')
    .select(['m.id as member_id', 'm.role', 'm.invited_at', 't.name', 't.title'])
    .where('e.id', '=', entrant)
    .where('m.state', '=', 'invited')
    .where('t.state', 'in', ['draft', 'supplement'])
    .where('c.state', '=', 'published')
    .orderBy('m.invited_at', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => {
    const { id, scheme } = contestOf(row)
    return {
      id: row.member_id,
      contestId: id,
      titleZh: scheme.titleZh,
      titleEn: scheme.titleEn,
      team: row.name,
      work: row.title,
      role: row.role,
      invitedAt: row.invited_at,
    }
  })
}
