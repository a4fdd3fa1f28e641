import type { Core } from '../../../safeguard/evidence/index.ts'
import { teamsIn } from '../../entry/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { plainName } from '../conflict/names.ts'
import type { AssignmentState } from '../model.ts'
import { mustHaveRound } from '../moments.ts'
import { poolOf } from '../pool/store.ts'
import type { AssignmentView } from '../views.ts'

export async function assignmentViews(
  core: Core,
  contest: Contest,
  round: string,
  query: {
    offset: number
    limit: number
    state?: AssignmentState | undefined
    expertId?: string | undefined
    q?: string | undefined
  },
): Promise<{ items: AssignmentView[]; total: number }> {
  mustHaveRound(contest, round)
  let rows = await core.db
    .selectFrom('contest_assignment')
    .selectAll()
    .where('contest_id', '=', contest.id)
    .where('round', '=', round)
    .orderBy('code')
    .execute()
  const teams = new Map((await teamsIn(core.db, contest.id)).map((team) => [team.id, team]))
  const pool = new Map((await poolOf(core.db, contest.organiserId)).map((one) => [one.id, one]))
  const words = new Map(
    contest.scheme.divisions.map(({ code, titleZh, titleEn }) => [
      code,
      new Set([code, titleZh, titleEn].map(plainName)),
    ]),
  )
  const wanted = plainName(query.q ?? '')
  rows = rows.filter(
    (row) =>
      (query.state === undefined || row.state === query.state) &&
      (query.expertId === undefined || row.expert_id === query.expertId) &&
      (wanted === '' ||
        [
          row.code,
          teams.get(row.team_id)?.name,
          teams.get(row.team_id)?.number,
          teams.get(row.team_id)?.title,
          pool.get(row.expert_id)?.name,
        ].some((text) => plainName(text ?? '').includes(wanted))),
  )
  return {
    total: rows.length,
    items: rows.slice(query.offset, query.offset + query.limit).map((row) => {
      const team = teams.get(row.team_id)
      const expert = pool.get(row.expert_id)
      return {
        id: row.id,
        workId: row.work_id,
        number: team?.number ?? null,
        team: team?.name ?? '',
        title: team?.title ?? '',
        division: team?.division ?? '',
        expertId: row.expert_id,
        expert: expert?.name ?? '',
        code: row.code,
        state: row.state,
        by: row.by,
        reason: row.reason,
        known: (expert?.fields ?? []).some((field) => words.get(team?.division ?? '')?.has(plainName(field))),
      }
    }),
  }
}
