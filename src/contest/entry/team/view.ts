import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import type { Contest } from '../../scheme/index.ts'
import type { EntryMember, EntryView, Team } from '../model.ts'
import { lacksOf, statementHash } from '../rules.ts'
import { bodiesOf } from '../store.ts'
import { maskName, maskPhone } from '../people/masks.ts'
import { factsOf } from './submit.ts'

/** How much of its people a reader sees: all; names but no way to call; or enough to tell them apart. */
export type Sight = 'full' | 'names' | 'masked'

/** One entry with everything that belongs to it and what it lacks now. */
export async function entryView(db: Db | Tx, contest: Contest, team: Team, sight: Sight): Promise<EntryView> {
  const history = await db
    .selectFrom('contest_entry_decision')
    .select(['at', 'decision', 'reason', 'answer'])
    .where('team_id', '=', team.id)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return {
    ...team,
    members: await peopleOf(db, contest, team, sight),
    bodies: (await bodiesOf(db, [team.id])).get(team.id)!,
    lacks: lacksOf(contest.scheme, await factsOf(db, contest, team)),
    history,
  }
}

/** Members and those who are invited. */
async function peopleOf(db: Db | Tx, contest: Contest, team: Team, sight: Sight): Promise<EntryMember[]> {
  const now = new Map(contest.scheme.entry.statements.map((one) => [one.code, statementHash(one)]))
  const signed = await db.selectFrom('contest_statement').selectAll().where('team_id', '=', team.id).execute()
  const rows = await db
    .selectFrom('contest_member as m')
    .leftJoin('contest_entrant as e', 'e.id', 'm.entrant_id')
    .leftJoin('contest_entrant_paper as p', 'p.entrant_id', 'm.entrant_id')
    .selectAll('m')
    .select(['e.name as own_name', 'e.email', 'e.real_name', 'p.asked_at'])
    .where('m.team_id', '=', team.id)
    .where('m.state', 'in', ['invited', 'accepted'])
    .orderBy('m.role')
    .orderBy('m.invited_at')
    .orderBy('m.id')
    .execute()
  return rows.map((row) => {
    const name = row.own_name ?? row.name
    return {
      id: row.id,
      entrantId: row.entrant_id,
      name: sight === 'masked' ? maskName(name) : name,
      phone: sight === 'full' ? row.phone : maskPhone(row.phone),
      email: sight === 'full' ? row.email : null,
      role: row.role,
      state: row.state as 'invited' | 'accepted',
      bodyId: row.body_id,
      position: row.position,
      student: row.student,
      realName: row.real_name === 'verified' ? 'verified' : row.asked_at === null ? 'none' : 'waiting',
      signed: signed
        .filter((one) => one.entrant_id === row.entrant_id && now.get(one.code) === one.text_digest)
        .map(({ code }) => code),
    }
  })
}
