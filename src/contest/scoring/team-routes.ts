import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, listOf, route } from '../../platform/http/index.ts'
import { mustBeMember } from '../entry/index.ts'
import { finalists } from '../final/index.ts'
import { announcedContest } from '../scheme/index.ts'
import type { ContestTools } from '../tools.ts'
import { type Asker, askRun, handIn } from './actions.ts'
import { boardOf } from './board-view.ts'
import { openSample } from './bring.ts'
import { takeBody, takeBytes } from './body.ts'
import { cancelRun, chooseRun } from './decide.ts'
import { scoringOf } from './house.ts'
import { Board, RunLog, TaskView, TeamTask } from './model.ts'
import { dataOf, readyData, runOfTeam, taskOf } from './store.ts'
import { ARTEFACT_MOST_BYTES, quotaView, taskView, teamRuns } from './views.ts'

const tag = 'contest'
const Code = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const InContest = z.strictObject({ id: z.uuid() })
const AtTask = z.strictObject({ id: z.uuid(), task: Code })
const AtRun = AtTask.extend({ run: z.uuid() })
const ArtefactName = z.strictObject({ name: z.string().trim().min(1).max(120) })
const Asked = z.strictObject({ artefactId: z.uuid() })

/** A hidden test as a team sees it, at the entrants' door. */
export function teamRoutes(app: App, tools: ContestTools): void {
  const { core, door } = tools
  const scoring = scoringOf(tools)
  takeBytes(app)
  const entrants = { access: 'public', guard: (request: FastifyRequest) => door.guard(request), tag } as const

  const askerOf = async (
    request: FastifyRequest,
    { id, task: code }: z.output<typeof AtTask>,
  ): Promise<Asker> => {
    const { entrantId } = await door.entrant(request)
    const contest = await announcedContest(core, id)
    const team = await mustBeMember(core, contest.id, entrantId)
    const task = taskOf(contest, code)
    const finalist = (await finalists(core.db, contest.id)).has(team.id)
    return { contest, task, team, entrantId, finalist }
  }
  const viewOf = async ({ contest, task, team, finalist }: Asker): Promise<TeamTask> => {
    const data = await dataOf(core.db, contest.id, task.code)
    const view = taskView(contest, task, data, core.clock.now())
    return {
      task: view,
      team: { id: team.id, name: team.name },
      mayRun: finalist && view.open && view.ready,
      quota: await quotaView(core, contest, task, team),
      runs: await teamRuns(core, task, team, view.releasedAt !== null),
    }
  }

  route(app, {
    ...entrants,
    method: 'GET',
    url: '/contest/:id/tasks',
    summary: 'Tasks with a hidden test, of the own contest',
    params: InContest,
    response: listOf(TaskView),
    handler: async ({ request, params }) => {
      const { entrantId } = await door.entrant(request)
      const contest = await announcedContest(core, params.id)
      await mustBeMember(core, contest.id, entrantId)
      const items: TaskView[] = []
      for (const task of contest.scheme.final?.tasks ?? [])
        items.push(taskView(contest, task, await dataOf(core.db, contest.id, task.code), core.clock.now()))
      return { items, total: items.length }
    },
  })
  route(app, {
    ...entrants,
    method: 'GET',
    url: '/contest/:id/tasks/:task',
    summary: 'One task with the own runs, their answers and what is left',
    params: AtTask,
    response: TeamTask,
    handler: async ({ request, params }) => viewOf(await askerOf(request, params)),
  })
  route(app, {
    ...entrants,
    method: 'GET',
    url: '/contest/:id/tasks/:task/board',
    summary: 'Public scores of all teams; after the release those that decided',
    params: AtTask,
    response: Board,
    handler: async ({ request, params }) => {
      const { contest, task, team } = await askerOf(request, params)
      const data = await dataOf(core.db, contest.id, task.code)
      const of = (data?.released_at ?? null) === null ? 'public' : 'private'
      const inFinal = await finalists(core.db, contest.id)
      return boardOf(core, contest, { task, data }, { of, finalists: inFinal, team: team.id })
    },
  })
  route(app, {
    ...entrants,
    method: 'GET',
    url: '/contest/:id/tasks/:task/sample',
    summary: 'The public sample, as CSV',
    params: AtTask,
    handler: async ({ request, params, reply }) => {
      const { contest, task } = await askerOf(request, params)
      const text = await openSample(core, await readyData(core.db, contest.id, task.code))
      await reply
        .header('content-disposition', `attachment; filename="${task.code}-sample.csv"`)
        .type('text/csv; charset=utf-8')
        .send(text)
    },
  })
  route(app, {
    ...entrants,
    method: 'POST',
    url: '/contest/:id/tasks/:task/artefacts',
    summary: 'Hand in a program as a raw stream; it runs on the public sample first',
    params: AtTask,
    query: ArtefactName,
    response: TeamTask,
    bodyLimit: ARTEFACT_MOST_BYTES + 65_536,
    ratePerMinute: 20,
    handler: async ({ request, params, query }) => {
      const asker = await askerOf(request, params)
      const bytes = await takeBody(request, ARTEFACT_MOST_BYTES)
      await handIn(core, asker, { name: query.name, bytes })
      void scoring.tick()
      return viewOf(asker)
    },
  })
  route(app, {
    ...entrants,
    method: 'POST',
    url: '/contest/:id/tasks/:task/runs',
    summary: 'Have a program run on the hidden rows',
    params: AtTask,
    body: Asked,
    response: TeamTask,
    handler: async ({ request, params, body }) => {
      const asker = await askerOf(request, params)
      await askRun(core, asker, body.artefactId)
      void scoring.tick()
      return viewOf(asker)
    },
  })
  route(app, {
    ...entrants,
    method: 'POST',
    url: '/contest/:id/tasks/:task/runs/:run/cancel',
    summary: 'Take a run back that has no answer yet; it does not count',
    params: AtRun,
    response: TeamTask,
    handler: async ({ request, params: { run, ...at } }) => {
      const asker = await askerOf(request, at)
      await cancelRun(core, asker, run)
      scoring.callOff(run)
      return viewOf(asker)
    },
  })
  route(app, {
    ...entrants,
    method: 'POST',
    url: '/contest/:id/tasks/:task/runs/:run/choose',
    summary: 'Let this run decide, instead of the last one',
    params: AtRun,
    response: TeamTask,
    handler: async ({ request, params: { run, ...at } }) => {
      const asker = await askerOf(request, at)
      await chooseRun(core, asker, run)
      return viewOf(asker)
    },
  })
  route(app, {
    ...entrants,
    method: 'GET',
    url: '/contest/:id/tasks/:task/runs/:run/log',
    summary: 'What the program said on the public sample; a run on hidden rows has no log',
    params: AtRun,
    response: RunLog,
    handler: async ({ request, params: { run: runId, ...at } }) => {
      const { team, task } = await askerOf(request, at)
      const run = await runOfTeam(core.db, { runId, teamId: team.id, task: task.code })
      if (run.kind !== 'sample' || run.log === null) throw new XinyuError('NOT_FOUND', { what: 'run' })
      return run.log
    },
  })
}
