import { sql } from 'kysely'
import { normalizePhone, type Counts, type EntryBrief, type EntryFilter } from '../model.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { maskName, maskPhone } from '../people/masks.ts'
import { bodiesOf, teamOf } from '../store.ts'

export interface Sought extends EntryFilter {
  readonly offset: number
  readonly limit: number
}

const pattern = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

/** Teams of a contest that a filter finds, unordered. What a person is called finds nothing for whoever sees it masked. */
function found(core: Core, contestId: string, { state, division, q }: EntryFilter, full: boolean) {
  let rows = core.db.selectFrom('contest_team as t').where('t.contest_id', '=', contestId)
  if (state) rows = rows.where('t.state', '=', state)
  if (division) rows = rows.where('t.division', '=', division)
  if (q) {
    const like = pattern(q)
    const phone = normalizePhone(q)
    rows = rows.where((eb) =>
      eb.or([
        sql<boolean>`concat_ws(' ', t.number, t.name, t.title) ilike ${like}`,
        eb.exists(
          eb
            .selectFrom('contest_team_body as b')
            .select('b.id')
            .whereRef('b.team_id', '=', 't.id')
            .where((body) => body.or([body('b.name', 'ilike', like), body('b.uscc', '=', q.toUpperCase())])),
        ),
        ...(full
          ? [
              eb.exists(
                eb
                  .selectFrom('contest_member as m')
                  .leftJoin('contest_entrant as e', 'e.id', 'm.entrant_id')
                  .select('m.id')
                  .whereRef('m.team_id', '=', 't.id')
                  .where('m.state', 'in', ['invited', 'accepted'])
                  .where((one) =>
                    one.or([
                      one('e.name', 'ilike', like),
                      one.and([one('e.name', 'is', null), one('m.name', 'ilike', like)]),
                      one('m.phone', '=', phone),
                    ]),
                  ),
              ),
            ]
          : []),
      ]),
    )
  }
  return rows
}

/** Entries with captain masked, those that wait longest first; with the numbers of all. */
export async function listEntries(core: Core, contest: Contest, sought: Sought, full: boolean) {
  const rows = found(core, contest.id, sought, full)
  const { total } = await rows.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const teams = (
    await rows
      .selectAll('t')
      .orderBy('t.submitted_at', (order) => order.asc().nullsLast())
      .orderBy('t.id')
      .offset(sought.offset)
      .limit(sought.limit)
      .execute()
  ).map(teamOf)
  const ids = teams.map(({ id }) => id)
  const bodies = await bodiesOf(core.db, ids)
  const people = await captainsOf(core, ids)
  const items = teams.map((team): EntryBrief => {
    const { name, phone, members, papers } = people.get(team.id)!
    const [lead] = bodies.get(team.id)!
    return {
      ...team,
      captain: maskName(name),
      phone: maskPhone(phone),
      members,
      papers,
      body: lead?.name ?? '',
      bodies: bodies.get(team.id)!.length,
    }
  })
  return { items, total: total, counts: await countsOf(core, contest) }
}

/** Captain and number of accepted members of each team. */
async function captainsOf(core: Core, ids: readonly string[]) {
  const rows = ids.length === 0 ? [] : await captainRows(core, ids)
  return new Map(
    rows.map((row) => [
      row.team_id,
      {
        name: row.name ?? row.called,
        phone: row.phone,
        members: Number(row.members),
        papers: Number(row.papers),
      },
    ]),
  )
}

/** Captain, accepted members and papers that wait to be looked at. */
const captainRows = (core: Core, ids: readonly string[]) =>
  core.db
    .selectFrom('contest_member as m')
    .leftJoin('contest_entrant as e', 'e.id', 'm.entrant_id')
    .select(['m.team_id', 'm.phone', 'm.name as called', 'e.name'])
    .select((eb) =>
      eb
        .selectFrom('contest_member as o')
        .select((one) => one.fn.countAll<number>().as('members'))
        .whereRef('o.team_id', '=', 'm.team_id')
        .where('o.state', '=', 'accepted')
        .as('members'),
    )
    .select((eb) =>
      eb
        .selectFrom('contest_member as w')
        .innerJoin('contest_entrant_paper as p', 'p.entrant_id', 'w.entrant_id')
        .select((one) => one.fn.countAll<number>().as('papers'))
        .whereRef('w.team_id', '=', 'm.team_id')
        .where('w.state', '=', 'accepted')
        .as('papers'),
    )
    .where('m.team_id', 'in', [...ids])
    .where('m.role', '=', 'captain')
    .execute()

async function countsOf(core: Core, contest: Contest): Promise<Counts> {
  const rows = await core.db
    .selectFrom('contest_team')
    .select(['state', 'division', (eb) => eb.fn.countAll<number>().as('teams')])
    .where('contest_id', '=', contest.id)
    .groupBy(['state', 'division'])
    .execute()
  const states: Record<string, number> = {}
  const divisions: Record<string, number> = {}
  for (const { state, division, teams } of rows) {
    states[state] = (states[state] ?? 0) + teams
    // A draft is not entered yet, and what was withdrawn no more.
    if (state !== 'draft' && state !== 'withdrawn') divisions[division] = (divisions[division] ?? 0) + teams
  }
  return { states, divisions, quota: contest.scheme.entry.quota }
}
