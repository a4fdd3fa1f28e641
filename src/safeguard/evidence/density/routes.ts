import { type App, route } from '../../../platform/http/index.ts'
import type { Core } from '../act.ts'
import { ownBodyOf, READERS } from '../rules.ts'
import { density } from './density.ts'
import { DensityQuery, DensityView } from './model.ts'

export function densityRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/evidence/density',
    access: READERS,
    summary:
      'How many entries fell into each stretch of time; those of the own body for all but the officers',
    tag: 'evidence',
    query: DensityQuery,
    response: DensityView,
    handler: ({ actor, query: { zone, ...filter } }) =>
      density(core.db, { ...filter, own: ownBodyOf(actor) }, zone),
  })
}
