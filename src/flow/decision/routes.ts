import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { visibleContract } from '../contract/index.ts'
import { confirmDuty, recordPayment } from './counters/actions.ts'
import { CountersView, DutyKey, NewPayment } from './counters/model.ts'
import { countersOf } from './counters/store.ts'
import { vetoNotice } from './notice/answer.ts'
import { testHook } from './notice/deliver.ts'
import { hookOf, setHook } from './notice/hook.ts'
import { HookInput, HookView, NoticeState, NoticeView, Veto } from './notice/model.ts'
import { listNotices } from './notice/store.ts'

const DECIDES = ['data_officer'] as const
const READERS = [
  'data_officer',
  'developer',
  'steward',
  'output_checker',
  'auditor',
  'security_officer',
] as const

/** Counters of contracts, and what a provider is told of grants. */
export function decisionRoutes(app: App, core: Core): void {
  counters(app, core)
  notices(app, core)
}

function counters(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contracts/:id/counters',
    access: READERS,
    summary: 'Where the counters of a contract stand now: runs, rates, rows, bytes, payments, duties',
    tag: 'flow',
    params: Id,
    response: CountersView,
    handler: async ({ actor, params }) => {
      await visibleContract(core, actor, params.id)
      return countersOf(core, params.id)
    },
  })
  route(app, {
    method: 'POST',
    url: '/contracts/:id/payments',
    access: DECIDES,
    summary: 'Record what was paid under a contract, in fen; for its provider',
    tag: 'flow',
    params: Id,
    body: NewPayment,
    response: CountersView,
    handler: async ({ actor, params, body }) => {
      await recordPayment(core, actor, params.id, body.fen, body.reference)
      return countersOf(core, params.id)
    },
  })
  route(app, {
    method: 'POST',
    url: '/contracts/:id/duties',
    access: DECIDES,
    summary: 'Confirm that a duty before use was met; for the provider of the contract',
    tag: 'flow',
    params: Id,
    body: DutyKey,
    response: CountersView,
    handler: async ({ actor, params, body }) => {
      await confirmDuty(core, actor, params.id, body.key)
      return countersOf(core, params.id)
    },
  })
}

function notices(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/notices',
    access: DECIDES,
    summary: 'Grants that the own body was told of as provider, newest first',
    tag: 'flow',
    query: Page.extend({ state: NoticeState.optional(), contractId: z.uuid().optional() }),
    response: listOf(NoticeView),
    handler: ({ actor, query }) => listNotices(core, actor.participantId, query),
  })
  route(app, {
    method: 'POST',
    url: '/notices/:id/veto',
    access: DECIDES,
    summary: 'Veto a grant that still waits for the provider',
    tag: 'flow',
    params: Id,
    body: Veto,
    response: z.object({ vetoed: z.literal(true) }),
    handler: async ({ actor, params, body }) => {
      await vetoNotice(core, actor, params.id, body.reason)
      return { vetoed: true as const }
    },
  })
  route(app, {
    method: 'GET',
    url: '/hook',
    access: DECIDES,
    summary: 'Where the own body is told of grants by machine, and the key that signs it',
    tag: 'flow',
    response: HookView,
    handler: ({ actor }) => hookOf(core, actor.participantId),
  })
  route(app, {
    method: 'PUT',
    url: '/hook',
    access: DECIDES,
    summary: 'Set where the own body is told of grants by machine',
    tag: 'flow',
    body: HookInput,
    response: HookView,
    handler: async ({ actor, body }) => {
      await setHook(core, actor, body)
      return hookOf(core, actor.participantId)
    },
  })
  route(app, {
    method: 'POST',
    url: '/hook/test',
    access: DECIDES,
    summary: 'Send a message that says it is a test to where the own body is told of grants',
    tag: 'flow',
    response: HookView,
    ratePerMinute: 20,
    handler: async ({ actor }) => {
      const result = await testHook(core, actor.participantId)
      if (result === null) throw new XinyuError('NOT_FOUND', { what: 'hook' })
      return hookOf(core, actor.participantId)
    },
  })
}
