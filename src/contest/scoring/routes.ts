import { z } from 'zod'
import { type App, listOf, Page, route } from '../../platform/http/index.ts'
import { finalists } from '../final/index.ts'
import { type Contest, type HiddenTask, mustOrganise } from '../scheme/index.ts'
import type { ContestTools } from '../tools.ts'
import { boardOf } from './board-view.ts'
import { bringData } from './bring.ts'
import { takeBody, takeBytes } from './body.ts'
import { DATA_MOST_BYTES } from './data.ts'
import { releaseScores } from './decide.ts'
import { Board, OrganiserRun, OrganiserTask } from './model.ts'
import { countRuns, dataOf, taskOf } from './store.ts'
import { teamRoutes } from './team-routes.ts'
import { dataView, organiserRuns, taskView } from './views.ts'

const tag = 'contest'
const AtTask = z.strictObject({ id: z.uuid(), task: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/) })
const Column = z.string().trim().min(1).max(200)
/** The table comes first, the sample behind it: the length says where one ends. */
const NewData = z.strictObject({
  id: Column,
  answer: Column,
  sampleBytes: z.coerce.number().int().min(0).max(DATA_MOST_BYTES).default(0),
})

/** Hidden tests: data by the organiser, programs by the teams. */
export function scoringRoutes(app: App, tools: ContestTools): void {
  const { core } = tools
  takeBytes(app)
  const officers = { access: ['data_officer'], tag } as const

  const viewOf = async (contest: Contest, task: HiddenTask): Promise<OrganiserTask> => {
    const data = await dataOf(core.db, contest.id, task.code)
    return {
      task: taskView(contest, task, data, core.clock.now()),
      data: data ? dataView(data) : null,
      runs: await countRuns(core.db, contest.id, task.code),
    }
  }

  route(app, {
    ...officers,
    method: 'GET',
    url: '/contests/:id/tasks',
    summary: 'Hidden tests of an own contest: data, runs',
    params: z.strictObject({ id: z.uuid() }),
    response: listOf(OrganiserTask),
    handler: async ({ actor, params }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const items: OrganiserTask[] = []
      for (const task of contest.scheme.final?.tasks ?? []) items.push(await viewOf(contest, task))
      return { items, total: items.length }
    },
  })
  route(app, {
    ...officers,
    method: 'PUT',
    url: '/contests/:id/tasks/:task/data',
    summary: 'Bring the table of a hidden test (CSV with ids, features, answers) as a raw stream',
    params: AtTask,
    query: NewData,
    response: OrganiserTask,
    bodyLimit: 2 * DATA_MOST_BYTES,
    ratePerMinute: 20,
    handler: async ({ actor, params, query, request }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const task = taskOf(contest, params.task)
      const bytes = await takeBody(request, DATA_MOST_BYTES)
      const end = Math.max(0, bytes.length - query.sampleBytes)
      await bringData(
        core,
        actor,
        { contest, task },
        {
          table: bytes.subarray(0, end),
          sample: query.sampleBytes === 0 ? null : bytes.subarray(end),
          idColumn: query.id,
          answerColumn: query.answer,
        },
      )
      return viewOf(contest, task)
    },
  })
  route(app, {
    ...officers,
    method: 'GET',
    url: '/contests/:id/tasks/:task/runs',
    summary: 'Runs of all teams, the newest first',
    params: AtTask,
    query: Page,
    response: listOf(OrganiserRun),
    handler: async ({ actor, params, query }) => {
      const contest = await mustOrganise(core, actor, params.id)
      return organiserRuns(core, contest, taskOf(contest, params.task), query)
    },
  })
  route(app, {
    ...officers,
    method: 'GET',
    url: '/contests/:id/tasks/:task/board',
    summary: 'The board of public scores, or of those that decide',
    params: AtTask,
    query: z.strictObject({ of: z.enum(['public', 'private']).default('public') }),
    response: Board,
    handler: async ({ actor, params, query }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const task = taskOf(contest, params.task)
      const data = await dataOf(core.db, contest.id, task.code)
      const inFinal = await finalists(core.db, contest.id)
      return boardOf(core, contest, { task, data }, { of: query.of, finalists: inFinal, team: null })
    },
  })
  route(app, {
    ...officers,
    method: 'POST',
    url: '/contests/:id/tasks/:task/release',
    summary: 'Tell the scores that decide, after the final is over',
    params: AtTask,
    response: OrganiserTask,
    handler: async ({ actor, params }) => {
      const contest = await mustOrganise(core, actor, params.id)
      const task = taskOf(contest, params.task)
      await releaseScores(core, actor, contest, task)
      return viewOf(contest, task)
    },
  })
  teamRoutes(app, tools)
}
