import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { teamsIn } from '../../entry/index.ts'
import { panelistsOf } from '../../panel/index.ts'
import type { SheetBrief, WorkSheets } from '../model.ts'
import { sheetScore, shown } from '../rank/index.ts'
import { type Gathered, gather } from '../ranking/gather.ts'
import { seatsAt } from '../discussion/open.ts'
import { rescoreOf } from '../sheets/rescore.ts'
import { latestRanking } from '../store.ts'
import type { Place } from './who.ts'

export const SHEET_FILTERS = ['missing', 'late', 'submitted', 'all'] as const
export type SheetFilter = (typeof SHEET_FILTERS)[number]

/** Sheets of a round, those of one expert together. */
export async function listSheets(
  core: Core,
  { contest, round }: Place,
  query: {
    readonly show: SheetFilter
    readonly q?: string | undefined
    readonly offset: number
    readonly limit: number
  },
): Promise<{ items: SheetBrief[]; total: number }> {
  const all = await gather(core.db, contest, round)
  const names = await expertNames(core, contest.id, round.code)
  const teams = new Map((await teamsIn(core.db, contest.id)).map((team) => [team.id, team]))
  const titles = new Map(all.works.map(({ id, title }) => [id, title]))
  const frozen = (await latestRanking(core.db, contest.id, round.code)) !== null
  const talking = await talkedAbout(core, contest.id, round.code)
  const wanted = (query.q ?? '').trim().toLocaleLowerCase()
  const found = all.assignments
    .map((one): SheetBrief => {
      const sheet = all.sheets.get(one.id)
      const submitted = sheet?.state === 'submitted'
      const team = teams.get(one.teamId)
      return {
        assignmentId: one.id,
        expertId: one.expertId,
        expert: names.get(one.expertId) ?? '',
        code: one.code,
        workId: one.workId,
        title: titles.get(one.workId) ?? '',
        number: team?.number ?? null,
        team: team?.name ?? '',
        state: sheet?.state ?? 'none',
        late: submitted && sheet.late,
        edition: sheet?.edition ?? 0,
        submittedAt: submitted ? sheet.submitted_at : null,
        score: submitted ? scoreOf(all, sheet.scores) : null,
        reopenable: submitted && !frozen && !talking.has(one.workId),
      }
    })
    .filter((one) => shows(query.show, one))
    .filter((one) =>
      `${one.expert} ${one.title} ${one.team} ${one.number ?? ''} ${one.code}`
        .toLocaleLowerCase()
        .includes(wanted),
    )
    .toSorted((a, b) => a.expert.localeCompare(b.expert, 'zh') || (a.code < b.code ? -1 : 1))
  return { items: found.slice(query.offset, query.offset + query.limit), total: found.length }
}

const scoreOf = ({ input }: Gathered, scores: Readonly<Record<string, number>>) =>
  shown(sheetScore(input.criteria, scores))

const shows = (show: SheetFilter, { state, late }: SheetBrief): boolean =>
  show === 'all' ||
  (show === 'missing' ? state !== 'submitted' : show === 'late' ? late : state === 'submitted')

async function expertNames(core: Core, contestId: string, round: string): Promise<Map<string, string>> {
  const panel = await panelistsOf(core.db, contestId, round)
  return new Map(panel.map(({ expertId, name }) => [expertId, name]))
}

async function talkedAbout({ db }: Core, contestId: string, round: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('contest_discussion')
    .select('work_id')
    .where('contest_id', '=', contestId)
    .where('round', '=', round)
    .execute()
  return new Set(rows.map(({ work_id }) => work_id))
}

/** Every sheet of one work side by side, and what was said about it. @throws XinyuError NOT_FOUND */
export async function workSheets(core: Core, { contest, round }: Place, workId: string): Promise<WorkSheets> {
  const all = await gather(core.db, contest, round)
  const work = all.works.find(({ id }) => id === workId)
  if (!work) throw new XinyuError('NOT_FOUND', { what: 'work' })
  const names = await expertNames(core, contest.id, round.code)
  const team = (await teamsIn(core.db, contest.id)).find(({ id }) => id === work.teamId)
  const seats = await seatsAt(core.db, workId)
  const remarks = await core.db
    .selectFrom('contest_remark')
    .select(['expert_id', 'text', 'at'])
    .where('work_id', '=', workId)
    .orderBy('at')
    .orderBy('id')
    .execute()
  const seatOf = (expertId: string) => (seats?.indexOf(expertId) ?? -1) + 1
  return {
    workId,
    title: work.title,
    team: team?.name ?? '',
    number: team?.number ?? null,
    discussion: seats !== null,
    rescoreUntil: (await rescoreOf(core.db, workId, core.clock.now()))?.closesAt ?? null,
    sheets: all.assignments
      .filter((one) => one.workId === workId)
      .map((one) => {
        const sheet = all.sheets.get(one.id)
        const submitted = sheet?.state === 'submitted'
        return {
          assignmentId: one.id,
          expert: names.get(one.expertId) ?? '',
          seat: seatOf(one.expertId) || null,
          state: sheet?.state ?? 'none',
          // A draft is the expert's own until it is handed in.
          score: submitted ? scoreOf(all, sheet.scores) : null,
          scores: submitted ? sheet.scores : {},
          comment: submitted ? sheet.comment : '',
          edition: sheet?.edition ?? 0,
        }
      }),
    remarks: remarks.map(({ expert_id, text, at }) => ({
      seat: seatOf(expert_id),
      expert: names.get(expert_id) ?? '',
      text,
      at,
    })),
  }
}
