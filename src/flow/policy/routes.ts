import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { UserActor } from '../../kernel/actor.ts'
import type { Acted, Core } from '../../safeguard/evidence/index.ts'
import { openOffer, withdrawOffer } from './actions.ts'
import { policyCheckRoutes } from './check/routes.ts'
import { NewOffer, OfferView } from './model.ts'
import { listOffers } from './store.ts'

const OfferQuery = Page.extend({
  productId: z.uuid().optional(),
  providerId: z.uuid().optional(),
  state: z.enum(['open', 'withdrawn']).optional(),
})

/** How an offer is opened: at once, or by the approval chain of a body, which stands to the right of this room. */
export type OpensOffer = (
  core: Core,
  actor: UserActor,
  input: NewOffer,
) => Promise<Acted<{ id: string | null; approvalId: string | null }>>

const atOnce: OpensOffer = async (core, actor, input) => {
  const { value, entries } = await openOffer(core, actor, input)
  return { value: { ...value, approvalId: null }, entries }
}

/** Offers: read by all who are signed in, made by the providing body's data officers. */
export function policyRoutes(app: App, core: Core, open: OpensOffer = atOnce): void {
  policyCheckRoutes(app, core)
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
    /** `id` is null while the offer waits for an approval inside the body. */
    response: z.object({ id: z.uuid().nullable(), approvalId: z.uuid().nullable() }),
    handler: async ({ actor, body }) => (await open(core, actor, body)).value,
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
