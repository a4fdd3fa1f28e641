import { type App, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { SearchAnswer, SearchQuery } from './model.ts'
import { searchCatalog } from './store.ts'

export function searchRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/catalog/search',
    access: 'signed-in',
    summary: 'Find entries of the catalogue by Chinese and English words and filters, with counts',
    tag: 'catalog',
    query: SearchQuery,
    response: SearchAnswer,
    handler: ({ actor, query }) => searchCatalog(core, actor, query),
  })
}
