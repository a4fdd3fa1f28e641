import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { addAssignment, swapAssignment, withdrawAssignment } from './assigning/manual.ts'
import { runAssignment, workOut } from './assigning/run.ts'
import { AssignmentState, Reason } from './model.ts'
import { assignmentViews } from './organise/assignments.ts'
import { previewOf } from './organise/preview.ts'
import { officeOf } from './organise/office.ts'
import { OfRound } from './routes-pool.ts'
import { AssignAsked, AssignmentView, Preview, RunAsked } from './views.ts'

const access = ['data_officer'] as const
const tag = 'contest'
const Done = z.object({})

export function assignmentRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/contests/:id/panel/:round/preview',
    access,
    summary:
      'What the machine would assign now: loads, coverage, fields, what is missing; nothing is assigned',
    tag,
    params: OfRound,
    body: AssignAsked,
    response: Preview,
    ratePerMinute: 20,
    handler: async ({ actor, params, body }) => {
      const contest = await officeOf(core, actor, params.id)
      const seed = body.seed ?? Buffer.from(core.random.bytes(16)).toString('hex')
      const worked = await workOut(core, actor.userId, contest, params.round, { ...body, seed })
      return previewOf(core, contest, worked)
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/panel/:round/assign',
    access,
    summary: 'Assign what the preview showed; what stands is kept',
    tag,
    params: OfRound,
    body: RunAsked,
    response: z.object({ added: z.int(), lacking: z.int() }),
    ratePerMinute: 20,
    handler: async ({ actor, params, body }) =>
      runAssignment(core, actor.userId, await officeOf(core, actor, params.id), params.round, body),
  })
  route(app, {
    method: 'GET',
    url: '/contests/:id/panel/:round/assignments',
    access,
    summary: 'Who has which work of a round, ended assignments included',
    tag,
    params: OfRound,
    query: Page.extend({
      state: AssignmentState.optional(),
      expertId: z.uuid().optional(),
      q: z.string().max(100).optional(),
    }),
    response: listOf(AssignmentView),
    handler: async ({ actor, params, query }) =>
      assignmentViews(core, await officeOf(core, actor, params.id), params.round, query),
  })
  changeRoutes(app, core)
}

function changeRoutes(app: App, core: Core): void {
  const OfAssignment = Id.extend({ assignment: z.uuid() })
  route(app, {
    method: 'POST',
    url: '/contests/:id/panel/:round/assignments',
    access,
    summary: 'Give an expert a work by hand, with the reason',
    tag,
    params: OfRound,
    body: z.strictObject({ expertId: z.uuid(), workId: z.uuid(), reason: Reason }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      const contest = await officeOf(core, actor, params.id)
      await addAssignment(core, actor, contest, { ...body, round: params.round })
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/assignments/:assignment/withdraw',
    access,
    summary: 'Take a work back from an expert, with the reason',
    tag,
    params: OfAssignment,
    body: z.strictObject({ reason: Reason }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await withdrawAssignment(
        core,
        actor,
        await officeOf(core, actor, params.id),
        params.assignment,
        body.reason,
      )
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/contests/:id/assignments/:assignment/swap',
    access,
    summary: 'Give a work to another expert in the place of the one who has it, with the reason',
    tag,
    params: OfAssignment,
    body: z.strictObject({ expertId: z.uuid(), reason: Reason }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await swapAssignment(core, actor, await officeOf(core, actor, params.id), params.assignment, body)
      return {}
    },
  })
}
