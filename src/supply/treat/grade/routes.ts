import { z } from 'zod'
import { type App, Id, listOf, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { addScheme, confirmGrades, decideImportance } from './actions.ts'
import { requestLook } from './look.ts'
import { ConfirmGrades, DecideImportance, GradeScheme, GradingView } from './model.ts'
import { gradingView, schemesOf } from './store.ts'

const tag = 'supply'
const READERS = ['data_officer', 'steward'] as const
const Done = z.object({ done: z.literal(true) })
const done = { done: true as const }

/** Grading: the own body's datasets alone; its data officer decides, its stewards prepare. */
export function gradeRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/grade/schemes',
    access: 'signed-in',
    summary: 'Schemes of grades in all versions',
    tag,
    response: listOf(GradeScheme),
    handler: async () => {
      const items = await schemesOf(core)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/grade/schemes',
    access: ['security_officer'],
    summary: 'Add a scheme of grades, or the next version of one',
    tag,
    body: GradeScheme,
    response: Done,
    handler: async ({ actor, body }) => {
      await addScheme(core, actor, body)
      return done
    },
  })
  route(app, {
    method: 'GET',
    url: '/datasets/:id/grade',
    access: READERS,
    summary: 'Grades and suggestions of a dataset of the own body',
    tag,
    params: Id,
    response: GradingView,
    handler: ({ actor, params }) => gradingView(core, actor, params.id),
  })
  route(app, {
    method: 'POST',
    url: '/datasets/:id/grade/look',
    access: READERS,
    summary: 'Look at the values of the latest version for better suggestions; runs as a job',
    tag,
    params: Id,
    response: z.object({ jobId: z.uuid() }),
    handler: async ({ actor, params }) => ({ jobId: await requestLook(core, actor, params.id) }),
  })
  route(app, {
    method: 'PUT',
    url: '/datasets/:id/grade',
    access: ['data_officer'],
    summary: 'Confirm grades of columns',
    tag,
    params: Id,
    body: ConfirmGrades,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await confirmGrades(core, actor, params.id, body)
      return done
    },
  })
  route(app, {
    method: 'PUT',
    url: '/datasets/:id/importance',
    access: ['data_officer'],
    summary: 'Decide, with reasons, whether a dataset is important or core data',
    tag,
    params: Id,
    body: DecideImportance,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await decideImportance(core, actor, params.id, body)
      return done
    },
  })
}
