import { canonical } from '../../../kernel/canonical.ts'
import type { Db, Tx } from '../../../platform/postgres/tables.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { teamsIn } from '../../entry/index.ts'
import { rankingOf } from '../../judging/index.ts'
import { standingConflicts } from '../../panel/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { OVER } from '../stage/states.ts'
import { finalOf, turnsOf } from '../stage/turns.ts'
import type { FinalInputs, FinalTeam } from './model.ts'

export interface Gathered {
  readonly inputs: FinalInputs
  /** Turns that are not over yet: until then the ranking is one of the moment. */
  readonly open: number
}

/** What stands now, for a look at the ranking or for its release. */
export async function gatherInputs(
  db: Db | Tx,
  contest: Contest,
  hidden: ReadonlyMap<string, number | null>,
): Promise<Gathered> {
  const { id: contestId, scheme } = contest
  const final = finalOf(contest)
  const turns = (await turnsOf(db, contestId)).filter(({ state }) => state !== 'repeated')
  const teams = new Map((await teamsIn(db, contestId)).map((team) => [team.id, team]))
  const review = new Map(
    ((await rankingOf(db, contestId, scheme.rounds.at(-1)!.code)) ?? []).map((row) => [
      row.teamId,
      row.score,
    ]),
  )
  // A conflict that came to light after the sheet was handed in takes it out of the count.
  const apart = await standingConflicts(db, contestId)
  const rows = await db
    .selectFrom('contest_live_score as s')
    .innerJoin('contest_defence as d', 'd.id', 's.defence_id')
    .select(['d.team_id', 's.expert_id', 's.scores'])
    .where('d.contest_id', '=', contestId)
    .where('d.state', '<>', 'repeated')
    .where('s.state', '=', 'submitted')
    .orderBy('d.team_id')
    .orderBy('s.expert_id')
    .execute()
  const inputs: FinalInputs = {
    v: 1,
    // A part that the contest has not does not count, whatever its weight.
    weights: { ...final.weights, hiddenTest: final.tasks.length === 0 ? 0 : final.weights.hiddenTest },
    defence: { rubric: final.defence.rubric, scoring: final.defence.scoring },
    teams: turns
      .map(
        ({ team_id: teamId, state }): FinalTeam => ({
          teamId,
          division: teams.get(teamId)?.division ?? '',
          state: state === 'absent' ? 'absent' : 'done',
          hiddenTest: hidden.get(teamId) ?? null,
          review: review.get(teamId) ?? null,
        }),
      )
      .sort((a, b) => (a.teamId < b.teamId ? -1 : 1)),
    sheets: rows
      .filter((row) => !apart.has(`${row.expert_id} ${row.team_id}`))
      .map((row) => ({ teamId: row.team_id, expert: row.expert_id, scores: row.scores })),
  }
  return { inputs, open: turns.filter(({ state }) => !OVER.includes(state)).length }
}

export const inputsHash = (inputs: FinalInputs): string => digestOf(canonical(inputs))
