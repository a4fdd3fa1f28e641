import type { Core } from '../../safeguard/evidence/index.ts'
import { type Team, teamsIn } from '../entry/index.ts'
import { type Contest, type HiddenTask, openingAt } from '../scheme/index.ts'
import { lastMoment, seenState } from './grid.ts'
import { higherIsBetter, rounded } from './metrics.ts'
import type { OrganiserRun, QuotaView, RunKind, TaskDataView, TaskView, TeamRun } from './model.ts'
import { dayBegan, quotaOf } from './quota.ts'
import { deciding, scoredRuns } from './scores.ts'
import {
  type ArtefactRow,
  artefactsById,
  begunByTeam,
  type RunBrief,
  RUN_BRIEF,
  runsOfTeam,
  type TaskRow,
} from './store.ts'
import { fairOrder } from './turns.ts'

export const ARTEFACT_MOST_BYTES = 32 * 2 ** 20

export function taskView(
  contest: Contest,
  task: HiddenTask,
  data: TaskRow | undefined,
  now: number,
): TaskView {
  const { code, titleZh, titleEn, textZh, textEn, digits, cpuSeconds } = task
  const metric = data?.metric ?? task.metric
  return {
    code,
    titleZh,
    titleEn,
    textZh,
    textEn,
    metric,
    digits,
    cpuSeconds,
    publicShare: data ? data.public_rows / data.rows : task.publicShare,
    higherIsBetter: higherIsBetter(metric),
    ready: data !== undefined,
    open: openingAt(contest.scheme.final!, now) === 'open' && (data?.released_at ?? null) === null,
    columns: data?.columns ?? [],
    answer: data?.answer ?? null,
    sampleRows: data?.sample_rows ?? 0,
    artefactMostBytes: ARTEFACT_MOST_BYTES,
    releasedAt: data?.released_at ?? null,
  }
}

export const dataView = (row: TaskRow): TaskDataView => ({
  rows: row.rows,
  publicRows: row.public_rows,
  hiddenRows: row.rows - row.public_rows,
  columns: row.columns,
  idColumn: row.id_column,
  answer: row.answer,
  digest: row.data_digest,
  sampleDigest: row.sample_digest,
  sampleRows: row.sample_rows,
  sampleMade: row.sample_made,
  baseline: row.baseline,
  uploadedAt: row.uploaded_at,
  leaf: row.leaf,
})

export async function quotaView(
  core: Core,
  contest: Contest,
  task: HiddenTask,
  team: Team,
): Promise<QuotaView> {
  const runs = await runsOfTeam(core.db, team.id, task.code)
  const spent = runs.map((run) => ({
    kind: run.kind,
    state: run.state,
    counted: run.counted,
    createdAt: run.created_at,
  }))
  return quotaOf(task, spent, dayBegan(core.clock.now(), contest.scheme.timeZone))
}

/** The runs of a team as it may see them, the newest first. */
export async function teamRuns(
  core: Core,
  task: HiddenTask,
  team: Team,
  released: boolean,
): Promise<TeamRun[]> {
  const runs = await runsOfTeam(core.db, team.id, task.code)
  const artefacts = await artefactsById(
    core.db,
    runs.map((run) => run.artefact_id),
  )
  const places = new Map<string, number>()
  for (const kind of ['hidden', 'sample'] as const)
    if (runs.some((run) => run.kind === kind && run.answered_at === null))
      for (const [id, place] of await placesOf(core, kind)) places.set(id, place)
  const decides = decidingRun(runs)
  return runs.map((run) => ({
    ...common(run, artefacts.get(run.artefact_id)!, core.clock.now(), places),
    publicScore: shown(run.public_score, task, run),
    privateScore: released ? shown(run.private_score, task, run) : null,
    chosen: run.id === decides,
  }))
}

const shown = (score: number | null, task: HiddenTask, run: RunBrief): number | null =>
  run.state === 'scored' && score !== null ? rounded(score, task.digits) : null

/** Everything of a run that is the same whoever looks: of one without an answer only what the grid allows. */
function common(run: RunBrief, artefact: ArtefactRow, now: number, places: ReadonlyMap<string, number>) {
  const open = run.answered_at === null
  const seen = open && run.kind === 'hidden' ? seenState(run.started_at, now) : run.state
  return {
    id: run.id,
    kind: run.kind,
    artefactId: artefact.id,
    name: artefact.name,
    digest: run.digest,
    state: seen,
    place: seen === 'queued' ? (places.get(run.id) ?? 1) : null,
    createdAt: run.created_at,
    answerAt: seen === 'running' ? run.answer_at : null,
    problem: open ? null : run.problem_kind,
    counted: run.counted,
    leaf: open ? null : run.leaf,
  }
}

function decidingRun(runs: readonly RunBrief[]): string | null {
  const scored = runs.filter((run) => run.kind === 'hidden' && run.state === 'scored' && run.counted)
  return (scored.find(({ chosen }) => chosen) ?? scored[0])?.id ?? null
}

/** Places of those that wait: of hidden runs as of the last whole minute, so that nobody measures how long others take. */
async function placesOf(core: Core, kind: RunKind): Promise<Map<string, number>> {
  const now = core.clock.now()
  const asOf = kind === 'hidden' ? lastMoment(now) : now
  const rows = await core.db
    .selectFrom('contest_task_run')
    .select(['id', 'team_id', 'created_at'])
    .where('kind', '=', kind)
    .where('answered_at', 'is', null)
    .where((eb) => eb.or([eb('started_at', 'is', null), eb('started_at', '>', asOf)]))
    .execute()
  const waiting = rows.map((row) => ({ id: row.id, teamId: row.team_id, createdAt: row.created_at }))
  const order = fairOrder(waiting, await begunByTeam(core.db, kind, asOf))
  return new Map(order.map(({ id }, at) => [id, at + 1]))
}

/** All runs of a task, for the organiser: exact scores, and still nothing before the moment of the answer. */
export async function organiserRuns(
  core: Core,
  contest: Contest,
  task: HiddenTask,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ items: OrganiserRun[]; total: number }> {
  const all = core.db
    .selectFrom('contest_task_run')
    .where('contest_id', '=', contest.id)
    .where('task', '=', task.code)
  const { total } = await all.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await all
    .select(RUN_BRIEF)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .offset(page.offset)
    .limit(page.limit)
    .execute()
  const artefacts = await artefactsById(
    core.db,
    rows.map((run) => run.artefact_id),
  )
  const names = new Map((await teamsIn(core.db, contest.id)).map((team) => [team.id, team.name]))
  const places = new Map([...(await placesOf(core, 'hidden')), ...(await placesOf(core, 'sample'))])
  const decides = new Set(
    [...deciding(await scoredRuns(core.db, contest.id, task.code)).values()].map(({ id }) => id),
  )
  const items = rows.map((run): OrganiserRun => {
    const done = run.answered_at !== null
    return {
      ...common(run, artefacts.get(run.artefact_id)!, core.clock.now(), places),
      publicScore: shown(run.public_score, task, run),
      privateScore: shown(run.private_score, task, run),
      chosen: decides.has(run.id),
      teamId: run.team_id,
      teamName: names.get(run.team_id) ?? '–',
      publicExact: done ? run.public_score : null,
      privateExact: done ? run.private_score : null,
      cpuMs: done ? run.cpu_ms : null,
      starts: run.starts,
    }
  })
  return { items, total }
}
