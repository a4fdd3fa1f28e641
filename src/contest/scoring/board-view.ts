import { digestOf } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { teamsIn } from '../entry/index.ts'
import type { Contest, HiddenTask } from '../scheme/index.ts'
import { best, rankBoard } from './board.ts'
import { rounded } from './metrics.ts'
import type { Board, Metric } from './model.ts'
import { deciding, type ScoredRun, scoredRuns } from './scores.ts'
import type { TaskRow } from './store.ts'

/**
 * The board. Public: the best public score of each team, rounded before it is compared, so that no order tells what the
 * digits hide. Private: the score of the run that decides. Finalists without a score are listed last.
 */
export async function boardOf(
  core: Core,
  contest: Contest,
  { task, data }: { readonly task: HiddenTask; readonly data: TaskRow | undefined },
  who: {
    readonly of: Board['of']
    readonly finalists: ReadonlySet<string>
    /** Null for the organiser, who sees every name. */
    readonly team: string | null
  },
): Promise<Board> {
  const runs = Map.groupBy(await scoredRuns(core.db, contest.id, task.code), ({ teamId }) => teamId)
  const teams = new Map((await teamsIn(core.db, contest.id)).map((team) => [team.id, team]))
  const metric = data?.metric ?? task.metric
  const ids = new Set([...who.finalists, ...runs.keys()])
  const standings = [...ids]
    .filter((id) => teams.has(id))
    .map((teamId) => {
      const own = runs.get(teamId) ?? []
      const top = who.of === 'public' ? bestPublic(task, metric, own) : decidingPrivate(task, own)
      return { teamId, score: top?.score ?? null, at: top?.at ?? null, runs: own.length }
    })
  const blind = who.team !== null && task.board === 'blind'
  return {
    of: who.of,
    rows: rankBoard(metric, standings).map(({ teamId, rank, score, runs: count }) => {
      const mine = teamId === who.team
      const hide = blind && !mine
      return {
        rank,
        teamId: hide ? null : teamId,
        name: hide ? blindName(data, teamId) : teams.get(teamId)!.name,
        score,
        runs: count,
        mine,
      }
    }),
  }
}

const bestPublic = (task: HiddenTask, metric: Metric, runs: readonly ScoredRun[]) =>
  best(
    metric,
    runs.map(({ publicScore, at }) => ({
      score: publicScore === null ? null : rounded(publicScore, task.digits),
      at,
    })),
  )
const decidingPrivate = (task: HiddenTask, runs: readonly ScoredRun[]) => {
  const run = [...deciding(runs).values()][0]
  return run?.privateScore == null ? null : { score: rounded(run.privateScore, task.digits), at: run.at }
}

/** The same for all readers and all days of one task, and nothing that a team could be found by. */
const blindName = (data: TaskRow | undefined, teamId: string): string =>
  `#${digestOf(Buffer.concat([data?.split_key ?? Buffer.alloc(0), Buffer.from(teamId)])).slice(0, 5)}`
