import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { askConsent, cancelAsk, type ContractPort } from './asks.ts'
import {
  Confirmation,
  confirmGuardianship,
  GuardianshipView,
  refuseGuardianship,
  waitingGuardianships,
} from './guardians.ts'
import { AskView, ConsentState, NewAsk } from './model.ts'
import { SCOPES, ScopeView } from './scopes.ts'
import { listAsks, visibleAsk } from './store.ts'

const tag = 'consent'
const ASKERS = ['data_officer', 'developer'] as const
const READERS = ['data_officer', 'developer', 'auditor', 'security_officer'] as const

/** What a body does about consent: ask, look, take back; and what a bureau confirms for guardians. */
export function consentRoutes(app: App, core: Core, contracts: ContractPort): void {
  route(app, {
    method: 'GET',
    url: '/consents/scopes',
    access: 'signed-in',
    summary: 'What can be asked for, in plain words',
    tag,
    response: z.object({ items: z.array(ScopeView) }),
    handler: async () => ({ items: [...SCOPES] }),
  })
  route(app, {
    method: 'POST',
    url: '/consents/requests',
    access: ASKERS,
    summary: 'Ask a person for consent; the answer is the same whether the person is known or not',
    tag,
    body: NewAsk,
    response: AskView,
    ratePerMinute: 600,
    handler: async ({ actor, body }) => {
      const { value } = await askConsent(core, actor, body, contracts)
      return visibleAsk(core, actor, value.id)
    },
  })
  route(app, {
    method: 'GET',
    url: '/consents/requests',
    access: READERS,
    summary: 'Asks of the own body, newest first; all for overseeing officers',
    tag,
    query: Page.extend({ state: ConsentState.optional() }),
    response: listOf(AskView),
    handler: ({ actor, query }) => listAsks(core, actor, query),
  })
  route(app, {
    method: 'GET',
    url: '/consents/requests/:id',
    access: READERS,
    summary: 'One ask of the own body and what became of it',
    tag,
    params: Id,
    response: AskView,
    handler: ({ actor, params }) => visibleAsk(core, actor, params.id),
  })
  route(app, {
    method: 'POST',
    url: '/consents/requests/:id/cancel',
    access: ASKERS,
    summary: 'Take back an ask that waits',
    tag,
    params: Id,
    response: AskView,
    handler: async ({ actor, params }) => {
      await cancelAsk(core, actor, params.id)
      return visibleAsk(core, actor, params.id)
    },
  })
  guardianRoutes(app, core)
}

function guardianRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/consents/guardianships',
    access: ['data_officer'],
    summary: 'Guardianships that wait for the own bureau, whose registers know the ward',
    tag,
    response: z.object({ items: z.array(GuardianshipView) }),
    handler: async ({ actor }) => ({ items: await waitingGuardianships(core, actor) }),
  })
  route(app, {
    method: 'POST',
    url: '/consents/guardianships/:id/confirm',
    access: ['data_officer'],
    summary: 'Confirm a guardianship by typing both identity numbers from the paper',
    tag,
    params: Id,
    body: Confirmation,
    response: z.object({}),
    ratePerMinute: 30,
    handler: async ({ actor, params, body }) => {
      await confirmGuardianship(core, actor, params.id, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/consents/guardianships/:id/refuse',
    access: ['data_officer'],
    summary: 'Refuse a guardianship whose paper does not prove it',
    tag,
    params: Id,
    response: z.object({}),
    handler: async ({ actor, params }) => {
      await refuseGuardianship(core, actor, params.id)
      return {}
    },
  })
}
