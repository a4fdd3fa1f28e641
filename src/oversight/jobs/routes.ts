import { z } from 'zod'
import type { UserActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, eventStream, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { JobView } from '../../platform/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'

const USERS = ['data_officer', 'steward', 'developer', 'system_administrator'] as const

const Job = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: z.enum(['queued', 'active', 'done', 'failed', 'cancelled']),
  progress: z.number().nullable(),
  message: z
    .object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
  result: z.unknown(),
  error: z
    .object({ code: z.string(), zh: z.string(), en: z.string(), detail: z.unknown().optional() })
    .nullable(),
  createdAt: z.int(),
  updatedAt: z.int(),
})

const ENDED: readonly JobView['state'][] = ['done', 'failed', 'cancelled']

/** Long works of the own body: seen live, cancelled, and still there after a reload. */
export function jobRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/jobs',
    access: USERS,
    summary: 'Long works of the own body, newest first',
    tag: 'jobs',
    query: Page,
    response: listOf(Job),
    handler: async ({ actor, query }) => {
      const items = await core.jobs.list({ ownerParticipant: actor.participantId, limit: query.limit })
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/jobs/:id',
    access: USERS,
    summary: 'One long work',
    tag: 'jobs',
    params: Id,
    response: Job,
    handler: ({ actor, params }) => ownJob(core, actor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/jobs/:id/events',
    access: USERS,
    summary: 'One long work live, as server-sent events; ends when the work ends',
    tag: 'jobs',
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const job = await ownJob(core, actor, params.id)
      const unwatch = core.jobs.watch(params.id, (changed) => show(changed))
      const stream = eventStream(reply, unwatch)
      const show = (view: JobView) => {
        stream.send('job', view as unknown as Json)
        if (ENDED.includes(view.state)) stream.end()
      }
      // Read again: it may have changed between the first look and the watching.
      show((await core.jobs.get(params.id)) ?? job)
    },
  })
  route(app, {
    method: 'POST',
    url: '/jobs/:id/cancel',
    access: USERS,
    summary: 'Cancel a long work of the own body',
    tag: 'jobs',
    params: Id,
    response: z.object({}),
    handler: async ({ actor, params }) => {
      await ownJob(core, actor, params.id)
      await core.jobs.cancel(params.id)
      return {}
    },
  })
}

async function ownJob(core: Core, actor: UserActor, id: string): Promise<JobView> {
  const job = await core.jobs.get(id)
  if (!job || job.ownerParticipant !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'job' })
  return job
}
