import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { openOffer, withdrawOffer } from './actions.ts'
import { NewOffer, OfferView } from './model.ts'
import { listOffers } from './store.ts'

const OfferQuery = Page.extend({
  productId: z.uuid().optional(),
  providerId: z.uuid().optional(),
  state: z.enum(['open', 'withdrawn']).optional(),
})

/** Offers: read by all who are signed in, made by the providing body's data officers. */
export function policyRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/offers',
    access: 'signed-in',
    summary: 'Offers of the space, newest first',
    tag: 'flow',
    query: OfferQuery,
    response: listOf(OfferView),
    handler: ({ query }) => listOffers(core, query),
  })
  route(app, {
    method: 'POST',
    url: '/offers',
    access: ['data_officer'],
    summary: 'Offer a published product of the own body under a policy',
    tag: 'flow',
    body: NewOffer,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, body }) => (await openOffer(core, actor, body)).value,
  })
  route(app, {
    method: 'POST',
    url: '/offers/:id/withdraw',
    access: ['data_officer'],
    summary: 'Withdraw an open offer; contracts made under it stay',
    tag: 'flow',
    params: Id,
    response: z.object({}),
    handler: async ({ actor, params }) => {
      await withdrawOffer(core, actor, params.id)
      return {}
    },
  })
}
