import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { type Team, teamsIn } from '../../entry/index.ts'
import { FINAL, panelistsOf } from '../../panel/index.ts'
import type { Contest } from '../../scheme/index.ts'
import type { FinalPorts, FinalRanked } from '../model.ts'
import { defenceRows, finalRows } from '../ranking/combine.ts'
import { gatherInputs } from '../ranking/inputs.ts'
import { releasedRanking } from '../ranking/release.ts'
import { finalSettings } from '../store.ts'
import { judgesOf } from './judges.ts'
import type { HallTurn, HallView, InstantView, JudgeView, RankRow, StageView } from './model.ts'
import { clockAt, type Lengths, movesOf, ON_STAGE, OVER } from './states.ts'
import { finalOf, turnOf, type TurnRow, turnsOf } from './turns.ts'

const NEXT = 3

interface Seen {
  readonly contest: Contest
  readonly teams: ReadonlyMap<string, Team>
  readonly turns: readonly TurnRow[]
  readonly lengths: Lengths
  readonly now: number
}

async function look(core: Core, contest: Contest): Promise<Seen> {
  const { presentSeconds, questionSeconds } = finalOf(contest).defence
  return {
    contest,
    teams: new Map((await teamsIn(core.db, contest.id)).map((team) => [team.id, team])),
    turns: await turnsOf(core.db, contest.id),
    lengths: { presentSeconds, questionSeconds },
    now: core.clock.now(),
  }
}

const words = (team: Team | undefined) => ({
  number: team?.number ?? null,
  name: team?.name ?? '',
  title: team?.title ?? '',
  division: team?.division ?? '',
})

const hallTurn = ({ teams, lengths, now }: Seen, row: TurnRow): HallTurn => ({
  ...words(teams.get(row.team_id)),
  place: row.place,
  state: row.state,
  clock: clockAt(turnOf(row), lengths, now),
})

const current = (turns: readonly TurnRow[]) => turns.find(({ state }) => ON_STAGE.includes(state)) ?? null
/** Repeated turns are history: the last run of each team counts. */
const live = (turns: readonly TurnRow[]) => turns.filter(({ state }) => state !== 'repeated')
const over = (turns: readonly TurnRow[]) => live(turns).filter(({ state }) => OVER.includes(state)).length
const titleOf = ({ scheme }: Contest) => ({ zh: scheme.titleZh, en: scheme.titleEn })

export async function stageView(core: Core, actor: UserActor, contest: Contest): Promise<StageView> {
  const seen = await look(core, contest)
  const now = current(seen.turns)
  const judges = now ? await judgesOf(core.db, contest.id, now.team_id) : []
  const sheets = now
    ? await core.db
        .selectFrom('contest_live_score')
        .select('expert_id')
        .where('defence_id', '=', now.id)
        .where('state', '=', 'submitted')
        .execute()
    : []
  const done = new Set(sheets.map((row) => row.expert_id))
  const released = await releasedRanking(core, contest.id)
  return {
    now: seen.now,
    titleZh: contest.scheme.titleZh,
    titleEn: contest.scheme.titleEn,
    presiding: (await finalSettings(core.db, contest.id)).presidingId === actor.userId,
    lengths: seen.lengths,
    turns: seen.turns.map((row) => ({
      ...hallTurn(seen, row),
      id: row.id,
      teamId: row.team_id,
      run: row.run,
      seq: row.seq,
      moves: released ? [] : movesOf(turnOf(row)),
      reason: row.reason,
      startedAt: row.started_at,
      endedAt: row.ended_at,
    })),
    current: now?.id ?? null,
    judges: judges.map(({ name, apart, expertId }) => ({ name, apart, submitted: done.has(expertId) })),
    releasedAt: released?.released_at ?? null,
  }
}

/** The ranking of the moment. Who asks has been looked at: it is for the presiding officer alone. */
export async function instantView(core: Core, ports: FinalPorts, contest: Contest): Promise<InstantView> {
  const teams = new Map((await teamsIn(core.db, contest.id)).map((team) => [team.id, team]))
  const released = await releasedRanking(core, contest.id)
  const { inputs, open } = await gatherInputs(core.db, contest, await ports.hiddenScores(contest.id))
  const counted = released?.inputs ?? inputs
  const defence = new Map(defenceRows(counted).map((row) => [row.teamId, row]))
  const rows = (released?.rows ?? finalRows(counted)).map((row) => ({
    ...rankRow(teams, row),
    teamId: row.teamId,
    sheets: defence.get(row.teamId)?.sheets ?? 0,
    spread: defence.get(row.teamId)?.spread ?? null,
  }))
  return { rows, open: released ? 0 : open, released: released !== null }
}

function rankRow(teams: ReadonlyMap<string, Team>, { teamId, rank, score, parts }: FinalRanked): RankRow {
  return { rank, score, parts, ...words(teams.get(teamId)) }
}

/** For everybody: what is going on, and after the release who stands where. */
export async function hallView(core: Core, contest: Contest): Promise<HallView> {
  const seen = await look(core, contest)
  const now = current(seen.turns)
  const released = await releasedRanking(core, contest.id)
  return {
    now: seen.now,
    title: titleOf(contest),
    divisions: contest.scheme.divisions.map(({ code, titleZh: zh, titleEn: en }) => ({ code, zh, en })),
    lengths: seen.lengths,
    current: now && hallTurn(seen, now),
    next: seen.turns
      .filter(({ state }) => state === 'waiting')
      .slice(0, NEXT)
      .map((row) => hallTurn(seen, row)),
    over: over(seen.turns),
    total: live(seen.turns).length,
    released: released && released.rows.map((row) => rankRow(seen.teams, row)),
    releasedAt: released?.released_at ?? null,
  }
}

/** @throws XinyuError NOT_FOUND to whom the panel of the final does not know */
export async function judgeView(core: Core, actor: UserActor, contest: Contest): Promise<JudgeView> {
  const panelists = await panelistsOf(core.db, contest.id, FINAL)
  const self = panelists.find(({ userId }) => userId === actor.userId)
  if (!self) throw new XinyuError('NOT_FOUND', { what: 'contest' })
  const seen = await look(core, contest)
  const now = current(seen.turns)
  const judge = now
    ? (await judgesOf(core.db, contest.id, now.team_id)).find(({ userId }) => userId === actor.userId)
    : undefined
  const sheets = await core.db
    .selectFrom('contest_live_score as s')
    .innerJoin('contest_defence as d', 'd.id', 's.defence_id')
    .select(['s.defence_id', 's.scores', 's.comment', 's.state'])
    .where('d.contest_id', '=', contest.id)
    .where('s.expert_id', '=', self.expertId)
    .execute()
  const mine = sheets.find((row) => row.defence_id === now?.id)
  return {
    now: seen.now,
    title: titleOf(contest),
    criteria: finalOf(contest).defence.rubric.criteria,
    current: now && { ...hallTurn(seen, now), id: now.id },
    apart: judge?.apart ?? false,
    declared: self.declaredAt !== null,
    sheet: mine ? { scores: mine.scores, comment: mine.comment, state: mine.state } : null,
    handedIn: sheets.filter(({ state }) => state === 'submitted').length,
    over: over(seen.turns),
    total: live(seen.turns).length,
  }
}

/** Contests whose final panel the user is on: where a judge goes from the desk. */
export async function judgedContests(core: Core, userId: string): Promise<string[]> {
  const rows = await core.db
    .selectFrom('contest_panelist as p')
    .innerJoin('contest_expert as e', 'e.id', 'p.expert_id')
    .innerJoin('contest as c', 'c.id', 'p.contest_id')
    .select('p.contest_id')
    .where('p.round', '=', FINAL)
    .where('e.user_id', '=', userId)
    .where('c.state', '=', 'published')
    .execute()
  return rows.map((row) => row.contest_id)
}
