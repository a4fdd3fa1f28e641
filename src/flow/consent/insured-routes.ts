import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { declineConsent, giveConsent, limitConsent, withdrawConsent } from './actions.ts'
import type { Door } from './door/door.ts'
import {
  actFor,
  askGuardianship,
  endGuardianship,
  guardianshipsOf,
  GuardianshipView,
  NewGuardianship,
} from './guardians.ts'
import { Answer, OwnConsent } from './model.ts'
import type { Insured } from './person.ts'
import { SCOPES, ScopeView } from './scopes.ts'
import { consentsOf, ownConsentById } from './store.ts'

const tag = 'insured'

/** `ward`: the guardianship under which a guardian acts for somebody else. */
export const Ward = z.object({ ward: z.uuid().optional() })

/** Who acts, for oneself or for a ward. @throws XinyuError INSURED_NOT_SIGNED_IN, NOT_FOUND */
export async function acting(
  core: Core,
  door: Door,
  request: FastifyRequest,
  { ward }: z.output<typeof Ward>,
): Promise<Insured> {
  const person = await door.person(request)
  return ward === undefined ? person : actFor(core, person, ward)
}

/** What an insured person does at the own door: consents and guardians, the own ones only. */
export function insuredRoutes(app: App, core: Core, door: Door): void {
  const guard = (request: FastifyRequest) => door.guard(request)
  route(app, {
    method: 'GET',
    url: '/insured/consents',
    access: 'public',
    guard,
    summary: 'What waits for the person and what the person gave',
    tag,
    query: Page.extend(Ward.shape),
    response: listOf(OwnConsent).extend({ scopes: z.array(ScopeView) }),
    handler: async ({ request, query }) => ({
      ...(await consentsOf(core, await acting(core, door, request, query), query)),
      scopes: [...SCOPES],
    }),
  })
  route(app, {
    method: 'GET',
    url: '/insured/consents/:id',
    access: 'public',
    guard,
    summary: 'One ask or consent of the person',
    tag,
    params: Id,
    query: Ward,
    response: z.object({ consent: OwnConsent, scopes: z.array(ScopeView) }),
    handler: async ({ request, params, query }) => ({
      consent: await ownConsentById(core, await acting(core, door, request, query), params.id),
      scopes: [...SCOPES],
    }),
  })
  for (const [verb, act, summary] of [
    ['give', giveConsent, 'Give consent, whole or for less than was asked'],
    ['limit', limitConsent, 'Make a consent smaller; what runs under it stops'],
  ] as const) {
    route(app, {
      method: 'POST',
      url: `/insured/consents/:id/${verb}`,
      access: 'public',
      guard,
      summary,
      tag,
      params: Id,
      query: Ward,
      body: Answer,
      response: OwnConsent,
      handler: async ({ request, params, query, body }) => {
        const person = await acting(core, door, request, query)
        await act(core, person, params.id, body)
        return ownConsentById(core, person, params.id)
      },
    })
  }
  for (const [verb, act, summary] of [
    ['decline', declineConsent, 'Decline an ask'],
    ['withdraw', withdrawConsent, 'Withdraw a consent; what runs under it stops'],
  ] as const) {
    route(app, {
      method: 'POST',
      url: `/insured/consents/:id/${verb}`,
      access: 'public',
      guard,
      summary,
      tag,
      params: Id,
      query: Ward,
      response: OwnConsent,
      handler: async ({ request, params, query }) => {
        const person = await acting(core, door, request, query)
        await act(core, person, params.id)
        return ownConsentById(core, person, params.id)
      },
    })
  }
  guardianRoutes(app, core, door)
}

function guardianRoutes(app: App, core: Core, door: Door): void {
  const guard = (request: FastifyRequest) => door.guard(request)
  route(app, {
    method: 'GET',
    url: '/insured/guardianships',
    access: 'public',
    guard,
    summary: 'For whom the person may act, and who may act for the person',
    tag,
    response: z.object({ items: z.array(GuardianshipView) }),
    handler: async ({ request }) => ({ items: await guardianshipsOf(core, await door.person(request)) }),
  })
  route(app, {
    method: 'POST',
    url: '/insured/guardianships',
    access: 'public',
    guard,
    summary: 'Ask to act for a minor or ward; a bureau confirms it',
    tag,
    body: NewGuardianship,
    response: z.object({ id: z.uuid() }),
    ratePerMinute: 30,
    handler: async ({ request, body }) =>
      (await askGuardianship(core, await door.person(request), body)).value,
  })
  route(app, {
    method: 'POST',
    url: '/insured/guardianships/:id/end',
    access: 'public',
    guard,
    summary: 'End a guardianship, as either side',
    tag,
    params: Id,
    response: z.object({}),
    handler: async ({ request, params }) => {
      await endGuardianship(core, await door.person(request), params.id)
      return {}
    },
  })
}
