import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres/tables.ts'
/** What is there of a contest, counted at one moment. */
export interface Counts {
  readonly teams: Readonly<Record<string, number>>
  readonly people: number
  readonly bodies: number
  /** By code of the round. */
  readonly rounds: ReadonlyMap<string, RoundCounts>
  readonly finalists: number
  readonly awards: number
  readonly waitingQuestions: number
  readonly postDrafts: number
}

export interface RoundCounts {
  readonly works: number
  readonly drafts: number
  readonly assignments: number
  readonly sheets: number
  readonly ranked: boolean
  readonly shortlist: number
}

const NOTHING: RoundCounts = { works: 0, drafts: 0, assignments: 0, sheets: 0, ranked: false, shortlist: 0 }

/** One look at the database: counts that are shown side by side are of the same moment. */
export async function countsOf(db: Db, contestId: string): Promise<Counts> {
  const { rows } = await sql<{ what: string; which: string; n: number }>`
    select 'team' as what, state as which, count(*)::int as n from contest_team
      where contest_id = ${contestId} group by state
    union all select 'people', '', count(distinct m.entrant_id)::int from contest_member m
      join contest_team t on t.id = m.team_id
      where t.contest_id = ${contestId} and t.submitted_at is not null and m.state = 'accepted'
    union all select 'bodies', '', count(distinct b.uscc)::int from contest_team_body b
      join contest_team t on t.id = b.team_id
      where t.contest_id = ${contestId} and t.submitted_at is not null
    union all select 'works', w.round, count(*)::int from contest_work w
      join contest_team t on t.id = w.team_id
      where w.contest_id = ${contestId} and w.state = 'submitted' and t.state = 'admitted' group by w.round
    union all select 'drafts', round, count(*)::int from contest_work
      where contest_id = ${contestId} and state = 'draft' group by round
    union all select 'assignments', round, count(*)::int from contest_assignment
      where contest_id = ${contestId} and state = 'assigned' group by round
    union all select 'sheets', a.round, count(*)::int from contest_sheet s
      join contest_assignment a on a.id = s.assignment_id
      where a.contest_id = ${contestId} and a.state = 'assigned' and s.state = 'submitted' group by a.round
    union all select 'ranked', round, count(*)::int from contest_ranking
      where contest_id = ${contestId} group by round
    union all select 'shortlist', round, count(*)::int from contest_shortlist
      where contest_id = ${contestId} group by round
    union all select 'finalists', '', count(*)::int from contest_finalist where contest_id = ${contestId}
    union all select 'awards', '', count(*)::int from contest_award
      where contest_id = ${contestId} and revoked_at is null
    union all select 'questions', '', count(*)::int from contest_question
      where contest_id = ${contestId} and state = 'waiting'
    union all select 'posts', '', count(*)::int from contest_post
      where contest_id = ${contestId} and state = 'draft'`.execute(db)
  const number = (what: string) => rows.find((row) => row.what === what)?.n ?? 0
  const rounds = new Map<string, RoundCounts>()
  for (const { what, which, n } of rows)
    if (what === 'ranked') rounds.set(which, { ...(rounds.get(which) ?? NOTHING), ranked: n > 0 })
    else if (isRoundCount(what)) rounds.set(which, { ...(rounds.get(which) ?? NOTHING), [what]: n })
  return {
    teams: Object.fromEntries(rows.filter(({ what }) => what === 'team').map(({ which, n }) => [which, n])),
    people: number('people'),
    bodies: number('bodies'),
    rounds,
    finalists: number('finalists'),
    awards: number('awards'),
    waitingQuestions: number('questions'),
    postDrafts: number('posts'),
  }
}

const isRoundCount = (what: string): what is Exclude<keyof RoundCounts, 'ranked'> =>
  ['works', 'drafts', 'assignments', 'sheets', 'shortlist'].includes(what)

export const roundCounts = (counts: Counts, round: string): RoundCounts => counts.rounds.get(round) ?? NOTHING
