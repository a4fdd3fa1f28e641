import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { membersOf, teamsIn } from '../../entry/index.ts'
import { shortlisted } from '../../judging/index.ts'
import { mustOrganise } from '../../scheme/index.ts'
import { newPass } from '../checkin/passes.ts'
import { drawState } from '../draw/words.ts'
import { finalOf } from '../stage/turns.ts'

/**
 * Takes the short list of the last round into the final, each team with its people, their passes and log-ins. Done again
 * it takes who came to the list or to a team since then. Returns how many teams are new.
 * @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER, CONTEST_NO_FINAL, CONTEST_NO_FINALISTS
 */
export async function takeFinalists(core: Core, actor: UserActor, contestId: string): Promise<number> {
  const contest = await mustOrganise(core, actor, contestId)
  finalOf(contest)
  const last = contest.scheme.rounds.at(-1)!
  const listed = await shortlisted(core.db, contestId, last.code)
  const teams = (await teamsIn(core.db, contestId, ['admitted'])).filter(({ id }) => listed.has(id))
  if (teams.length === 0) throw new XinyuError('CONTEST_NO_FINALISTS')
  const members = await membersOf(
    core.db,
    teams.map(({ id }) => id),
  )
  const { value } = await act(core, actor, async ({ tx, now, note }) => {
    await tx.selectFrom('contest').select('id').where('id', '=', contestId).forUpdate().execute()
    await tx
      .insertInto('contest_final')
      .values({
        contest_id: contestId,
        offers: '[]',
        needs: null,
        checkin: false,
        zones: [],
        presiding_id: null,
        changed_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    let made = 0
    for (const team of teams) {
      const added = await tx
        .insertInto('contest_finalist')
        .values({
          contest_id: contestId,
          team_id: team.id,
          participant_id: null,
          project_id: null,
          problem: null,
          created_at: now,
          updated_at: now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('team_id')
        .executeTakeFirst()
      if (added) {
        made++
        note({ kind: 'contest.finalist_taken', subject: { contest: contestId, team: team.id } })
      }
      const known = await tx
        .selectFrom('contest_finalist_member')
        .select(['entrant_id'])
        .where('contest_id', '=', contestId)
        .where('team_id', '=', team.id)
        .execute()
      const have = new Set(known.map((row) => row.entrant_id))
      let place = known.length
      for (const { entrantId } of members.get(team.id) ?? []) {
        if (have.has(entrantId)) continue
        place++
        await tx
          .insertInto('contest_finalist_member')
          .values({
            contest_id: contestId,
            team_id: team.id,
            entrant_id: entrantId,
            user_id: null,
            pass: newPass(core.random),
            login: loginOf(contest.code, team.number ?? team.id.slice(-8), place),
          })
          .execute()
      }
    }
    note({
      kind: 'contest.finalists_taken',
      subject: { contest: contestId },
      payload: { round: last.code, teams: teams.length, made },
    })
    return made
  })
  return value
}

/** `national_2024.03-0012.1`: who reads it knows where the account comes from, and nothing about the person. */
export const loginOf = (contest: string, team: string, place: number): string =>
  `${contest.slice(0, 30).replaceAll('_', '-')}.${team.toLowerCase().replaceAll(/[^a-z0-9-]/g, '')}.${place}`

/** A finalist that does not come any more, while no lot is drawn. @throws XinyuError NOT_FOUND, CONTEST_DRAW_STATE */
export async function dropFinalist(
  core: Core,
  actor: UserActor,
  contestId: string,
  teamId: string,
  reason: string,
): Promise<void> {
  await mustOrganise(core, actor, contestId)
  await act(core, actor, async ({ tx, note }) => {
    await tx.selectFrom('contest').select('id').where('id', '=', contestId).forUpdate().execute()
    const draw = await tx
      .selectFrom('contest_draw')
      .select('state')
      .where('contest_id', '=', contestId)
      .where('state', '<>', 'void')
      .executeTakeFirst()
    if (draw) throw drawState(draw.state)
    const at = (table: 'contest_finalist_request' | 'contest_finalist_member' | 'contest_finalist') =>
      tx.deleteFrom(table).where('contest_id', '=', contestId).where('team_id', '=', teamId)
    await at('contest_finalist_request').execute()
    await at('contest_finalist_member').execute()
    const gone = await at('contest_finalist').returning(['participant_id', 'project_id']).executeTakeFirst()
    if (!gone) throw new XinyuError('NOT_FOUND', { what: 'team' })
    // What the team has in the space, such as a contract, ends in the rooms that it belongs to.
    note({
      kind: 'contest.finalist_dropped',
      subject: { contest: contestId, team: teamId },
      payload: { reason, participant: gone.participant_id, project: gone.project_id },
    })
  })
}
