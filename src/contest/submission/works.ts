import { systemActor, type UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { act } from '../../safeguard/evidence/index.ts'
import { type Team, teamById, teamsIn } from '../entry/index.ts'
import { type Contest, roundOf } from '../scheme/index.ts'
import type { ContestTools } from '../tools.ts'
import { type FileRow, viewOfFile } from './files/store.ts'
import { mayHandIn } from './may.ts'
import type { WorkBrief, WorkDetail } from './model.ts'
import { missingOf } from './rules.ts'
import { versionsOf } from './view.ts'
import { findWork } from './work.ts'

type Tools = Pick<ContestTools, 'core' | 'ports'>

/** Every team that may hand in for a round, with what it has and what is missing. */
export async function worksOf({ core, ports }: Tools, contest: Contest, code: string): Promise<WorkBrief[]> {
  const round = roundOf(contest, code)
  const teams = await mayHandIn({ ports }, contest, code, await teamsIn(core.db, contest.id, ['admitted']))
  const works = await core.db
    .selectFrom('contest_work')
    .selectAll()
    .where('contest_id', '=', contest.id)
    .where('round', '=', code)
    .execute()
  const files = await core.db
    .selectFrom('contest_file')
    .selectAll()
    .where('contest_id', '=', contest.id)
    .where('round', '=', code)
    .where('detached', '=', false)
    .execute()
  const lates = await core.db
    .selectFrom('contest_work_version as v')
    .innerJoin('contest_work as w', (join) =>
      join.onRef('w.id', '=', 'v.work_id').onRef('w.version', '=', 'v.version'),
    )
    .select(['v.work_id', 'v.late'])
    .where('w.contest_id', '=', contest.id)
    .where('w.round', '=', code)
    .execute()
  const reminded = await core.db
    .selectFrom('contest_work_reminder')
    .select((eb) => ['team_id', eb.fn.max('at').as('at')])
    .where('contest_id', '=', contest.id)
    .where('round', '=', code)
    .groupBy('team_id')
    .execute()
  const workOf = new Map(works.map((work) => [work.team_id, work]))
  const filesOf = Map.groupBy(files, (file) => file.team_id)
  const lateOf = new Map(lates.map((row) => [row.work_id, row.late]))
  const remindedAt = new Map(reminded.map((row) => [row.team_id, row.at]))
  return teams.map((team) => {
    const work = workOf.get(team.id)
    const own: readonly FileRow[] = filesOf.get(team.id) ?? []
    return {
      teamId: team.id,
      workId: work?.id ?? null,
      number: team.number,
      team: team.name,
      title: team.title,
      division: team.division,
      state: work?.state ?? 'none',
      version: work?.version ?? 0,
      submittedAt: work?.submitted_at ?? null,
      late: work ? (lateOf.get(work.id) ?? false) : false,
      files: own.length,
      bytes: own.reduce((sum, file) => sum + file.bytes, 0),
      missing: missingOf(round.submission.form, work?.fields ?? {}, own),
      remindedAt: remindedAt.get(team.id) ?? null,
    }
  })
}

/** Drafts stay the team's own: an organiser reads what was handed in. @throws XinyuError NOT_FOUND */
export async function workDetail(
  { core }: Tools,
  contest: Contest,
  round: string,
  teamId: string,
): Promise<WorkDetail> {
  const team = await teamOfContest(core, contest, teamId)
  const work = await findWork(core.db, team.id, round)
  const versions = work ? await versionsOf(core.db, work.id) : []
  const ids = [...new Set(versions.flatMap(({ files }) => files.map(({ id }) => id)))]
  const files =
    ids.length === 0
      ? []
      : await core.db.selectFrom('contest_file').selectAll().where('id', 'in', ids).execute()
  return {
    teamId: team.id,
    number: team.number,
    team: team.name,
    division: team.division,
    form: roundOf(contest, round).submission.form,
    versions,
    files: files.map(viewOfFile),
  }
}

async function teamOfContest(core: Tools['core'], contest: Contest, teamId: string): Promise<Team> {
  const team = await teamById(core.db, teamId)
  if (team.contestId !== contest.id) throw new XinyuError('NOT_FOUND', { what: 'team' })
  return team
}

/** A team is not reminded of the same twice within an hour. */
const AGAIN_MS = 3_600_000

/** Reminds every team that has not handed in of what is missing; answers how many. */
export async function remind(
  tools: Tools,
  actor: UserActor,
  contest: Contest,
  round: string,
): Promise<number> {
  const now = tools.core.clock.now()
  const late = (await worksOf(tools, contest, round)).filter(
    ({ state, remindedAt }) => state !== 'submitted' && (remindedAt ?? 0) <= now - AGAIN_MS,
  )
  if (late.length === 0) return 0
  await act(tools.core, systemActor('contest'), async ({ tx, id, now: at, note }) => {
    await tx
      .insertInto('contest_work_reminder')
      .values(
        late.map(({ teamId, missing }) => ({
          id: id(),
          contest_id: contest.id,
          team_id: teamId,
          round,
          missing: JSON.stringify(missing.map(({ field }) => field)),
          by_user: actor.userId,
          at,
        })),
      )
      .execute()
    note({
      kind: 'work.reminded',
      subject: { contest: contest.id, by: actor.userId },
      payload: { round, teams: late.length },
    })
  })
  return late.length
}

/**
 * Writes down that a file is read by the organiser, before the first byte leaves. The contest itself acts: entries of
 * the organiser's body are read by everybody in it, experts among them.
 */
export async function noteDownload(
  core: Tools['core'],
  actor: UserActor,
  contest: Contest,
  file: FileRow,
): Promise<void> {
  await act(core, systemActor('contest'), async ({ note }) => {
    note({
      kind: 'work.file_downloaded',
      subject: { contest: contest.id, team: file.team_id, file: file.id, by: actor.userId },
      payload: { digest: file.digest },
    })
  })
}

/**
 * The name under which a file leaves: who took it and when stands in it, so that a copy that turns up elsewhere tells
 * where it came from.
 */
export function downloadName(
  file: Pick<FileRow, 'name'>,
  number: string | null,
  actor: UserActor,
  now: number,
): string {
  const day = new Date(now).toISOString().slice(0, 10)
  const at = file.name.lastIndexOf('.')
  const [stem, ending] = at > 0 ? [file.name.slice(0, at), file.name.slice(at)] : [file.name, '']
  return `${number ?? 'team'}_${stem.slice(0, 100)}_${day}_${actor.userId.slice(-8)}${ending}`
}
