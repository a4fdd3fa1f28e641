import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { changeSaved, removeSaved, saveQuery } from './actions.ts'
import { NewSavedQuery, SavedQueryView } from './model.ts'
import { listSaved } from './store.ts'

const ACCESS = ['developer'] as const
const Named = Id.extend({ query: z.uuid() })
const Done = z.object({})

/** Queries that a project keeps to run again: shared within the body, seen by no other. */
export function savedRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/projects/:id/queries',
    access: ACCESS,
    summary: 'Saved queries of an own project',
    tag: 'use',
    params: Id,
    query: Page,
    response: listOf(SavedQueryView),
    handler: ({ actor, params, query }) => listSaved(core, actor, params.id, query),
  })
  route(app, {
    method: 'POST',
    url: '/projects/:id/queries',
    access: ACCESS,
    summary: 'Keep a query in an own project',
    tag: 'use',
    params: Id,
    body: NewSavedQuery,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, params, body }) => ({
      id: (await saveQuery(core, actor, params.id, body)).value,
    }),
  })
  route(app, {
    method: 'PUT',
    url: '/projects/:id/queries/:query',
    access: ACCESS,
    summary: 'Change name and text of a saved query',
    tag: 'use',
    params: Named,
    body: NewSavedQuery,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await changeSaved(core, actor, { projectId: params.id, queryId: params.query }, body)
      return {}
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/projects/:id/queries/:query',
    access: ACCESS,
    summary: 'Remove a saved query; its runs stay',
    tag: 'use',
    params: Named,
    response: Done,
    handler: async ({ actor, params }) => {
      await removeSaved(core, actor, { projectId: params.id, queryId: params.query })
      return {}
    },
  })
}
