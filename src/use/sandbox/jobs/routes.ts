import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import { originOf } from '../../run/index.ts'
import { SeatJobView } from '../model.ts'
import { lookIn, type WorkTools } from '../work/tools.ts'
import type { SeatJobs } from './jobs.ts'
import { lookAtLog } from './look.ts'
import { LogPage, LogQuery, NewJob } from './model.ts'
import { jobView, listJobs } from './store.ts'

const ACCESS = ['developer'] as const
const tag = 'seats'
const OfJob = Id.extend({ job: z.uuid() })

/** Batch jobs of a seat. */
export function seatJobRoutes(app: App, tools: WorkTools, jobs: SeatJobs): void {
  const { core } = tools
  route(app, {
    method: 'GET',
    url: '/seats/:id/jobs',
    access: ACCESS,
    summary: 'Jobs of a seat, newest first, with their place in the queue',
    tag,
    params: Id,
    query: Page,
    response: listOf(SeatJobView),
    handler: async ({ actor, params, query, request }) => {
      await lookIn(tools, actor, params.id, originOf(core, request))
      const { items, total } = await listJobs(core.db, params.id, query)
      return { items: items.map((row) => jobView(row, jobs.place(row.id))), total }
    },
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/jobs',
    access: ACCESS,
    summary: 'Run a script of the seat with parameters, beside its interpreter',
    tag,
    params: Id,
    body: NewJob,
    response: SeatJobView,
    handler: ({ actor, params, body, request }) =>
      jobs.start(actor, params.id, body, originOf(core, request)),
  })
  route(app, {
    method: 'GET',
    url: '/seats/:id/jobs/:job/log',
    access: ACCESS,
    summary: 'Lines of the log from a number on; each counts as a view when it is first looked at',
    tag,
    params: OfJob,
    query: LogQuery,
    response: LogPage,
    handler: ({ actor, params, query, request }) =>
      lookAtLog(
        tools,
        actor,
        { seatId: params.id, jobId: params.job, from: query.from },
        originOf(core, request),
      ),
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/jobs/:job/cancel',
    access: ACCESS,
    summary: 'Cancel a job that waits or runs',
    tag,
    params: OfJob,
    response: z.object({ stopped: z.boolean() }),
    handler: async ({ actor, params, request }) => ({
      stopped: await jobs.cancel(actor, { seatId: params.id, jobId: params.job }, originOf(core, request)),
    }),
  })
}
