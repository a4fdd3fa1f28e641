import type { Core } from '../../../safeguard/evidence/index.ts'
import { membersOf, teamsIn } from '../../entry/index.ts'
import { finalists } from '../store.ts'
import type { GuestView } from './model.ts'
import { normalizePass } from './passes.ts'

/** All finalists' people; `text` narrows to a pass, a team's number, or a part of a name. */
export async function guests(core: Core, contestId: string, text = ''): Promise<GuestView[]> {
  const inFinal = await finalists(core.db, contestId)
  const teams = (await teamsIn(core.db, contestId)).filter(({ id }) => inFinal.has(id))
  const members = await membersOf(
    core.db,
    teams.map(({ id }) => id),
  )
  const passes = await core.db
    .selectFrom('contest_finalist_member')
    .select(['team_id', 'entrant_id', 'pass'])
    .where('contest_id', '=', contestId)
    .execute()
  const open = await core.db
    .selectFrom('contest_checkin')
    .select(['entrant_id', 'zone', 'in_at'])
    .where('contest_id', '=', contestId)
    .where('out_at', 'is', null)
    .execute()
  const pass = new Map(passes.map((row) => [`${row.team_id} ${row.entrant_id}`, row.pass]))
  const here = new Map(open.map((row) => [row.entrant_id, row]))
  const asked = text.trim()
  const code = normalizePass(asked)
  const small = asked.toLowerCase()
  return teams.flatMap((team) =>
    (members.get(team.id) ?? []).flatMap((member) => {
      const own = pass.get(`${team.id} ${member.entrantId}`)
      // Who joined the team after it was taken into the final has no pass yet.
      if (own === undefined) return []
      const fits =
        asked === '' ||
        own === code ||
        team.number?.toLowerCase() === small ||
        team.name.toLowerCase().includes(small) ||
        member.name.toLowerCase().includes(small)
      if (!fits) return []
      const now = here.get(member.entrantId)
      return [
        {
          teamId: team.id,
          entrantId: member.entrantId,
          name: member.name,
          captain: member.role === 'captain',
          number: team.number,
          team: team.name,
          zone: now?.zone ?? null,
          here: now !== undefined,
          inAt: now?.in_at ?? null,
        },
      ]
    }),
  )
}

/** How many people of each team are on site. */
export async function hereByTeam(core: Core, contestId: string): Promise<Map<string, number>> {
  const rows = await core.db
    .selectFrom('contest_checkin')
    .select(['team_id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('contest_id', '=', contestId)
    .where('out_at', 'is', null)
    .groupBy('team_id')
    .execute()
  return new Map(rows.map((row) => [row.team_id, row.count]))
}
