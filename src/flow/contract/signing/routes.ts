import { z } from 'zod'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { bodyMustBe } from '../../policy/index.ts'
import { fileContract, refuseFiling } from '../filing/actions.ts'
import { ContractState, ContractView } from '../model.ts'
import { listContracts } from '../store.ts'
import { refuseSignature, signContract } from './actions.ts'
import { BodyKeyView, keyMessage, keysOf, NewBodyKey, registerKey, revokeKey } from './keys.ts'
import { signedMessage } from './rules.ts'

const Empty = z.object({})
const Reason = z.strictObject({ reason: z.string().trim().min(4).max(1000) })
const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 digits of lower-case hex')
const Signing = z.strictObject({
  hash: Hash,
  signature: z.strictObject({ keyId: z.string().max(64), value: z.string().max(200) }).optional(),
})

/** Signing, filing, and the keys of a body. */
export function signingRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/contracts/:id/sign',
    access: ['data_officer'],
    summary: 'Sign a contract for the own body over its hash',
    tag: 'flow',
    params: Id,
    body: Signing,
    response: z.object({ state: ContractState, approvalId: z.uuid().nullable() }),
    handler: async ({ actor, params, body }) => (await signContract(core, actor, params.id, body)).value,
  })
  route(app, {
    method: 'POST',
    url: '/contracts/:id/refuse',
    access: ['data_officer'],
    summary: 'Decline to sign a contract, with a reason; it is void',
    tag: 'flow',
    params: Id,
    body: Reason,
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await refuseSignature(core, actor, params.id, body.reason)
      return {}
    },
  })
  filingRoutes(app, core)
  keyRoutes(app, core)
}

function filingRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/filings',
    access: ['data_officer'],
    summary: 'Contracts that wait for filing, or all that were filed; for the operator of the space',
    tag: 'flow',
    query: Page.extend({ state: ContractState.exclude(['signing']).default('filing') }),
    response: listOf(ContractView),
    handler: async ({ actor, query }) => {
      await bodyMustBe(core, actor.participantId, 'operator')
      return listContracts(core, { ...query, side: 'all', participantId: actor.participantId })
    },
  })
  route(app, {
    method: 'POST',
    url: '/contracts/:id/file',
    access: ['data_officer'],
    summary: 'File a signed contract after its checks; performance starts. For the operator of the space',
    tag: 'flow',
    params: Id,
    response: z.object({ state: ContractState }),
    handler: async ({ actor, params }) => (await fileContract(core, actor, params.id)).value,
  })
  route(app, {
    method: 'POST',
    url: '/contracts/:id/refuse-filing',
    access: ['data_officer'],
    summary: 'Refuse to file a contract, with a reason; it is void. For the operator of the space',
    tag: 'flow',
    params: Id,
    body: Reason,
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await refuseFiling(core, actor, params.id, body.reason)
      return {}
    },
  })
}

function keyRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/body-keys',
    access: ['data_officer', 'steward'],
    summary: 'Signing keys of the own body, with the texts that are signed outside',
    tag: 'flow',
    response: listOf(BodyKeyView).extend({
      /** What proves possession of a key to be registered. */
      proofText: z.string(),
      /** What is signed for a contract; HASH stands for its hash. */
      contractText: z.string(),
    }),
    handler: async ({ actor }) => {
      const items = await keysOf(core, actor.participantId)
      return {
        items,
        total: items.length,
        proofText: keyMessage(actor.participantId).toString(),
        contractText: signedMessage('HASH').toString(),
      }
    },
  })
  route(app, {
    method: 'POST',
    url: '/body-keys',
    access: ['data_officer'],
    summary: 'Register a key that the own body keeps; the space then no longer signs for it',
    tag: 'flow',
    body: NewBodyKey,
    response: z.object({ id: z.uuid(), keyId: z.string() }),
    handler: async ({ actor, body }) => (await registerKey(core, actor, body)).value,
  })
  route(app, {
    method: 'POST',
    url: '/body-keys/:id/revoke',
    access: ['data_officer'],
    summary: 'Revoke a key of the own body; signatures that it gave before stay valid',
    tag: 'flow',
    params: Id,
    response: Empty,
    handler: async ({ actor, params }) => {
      await revokeKey(core, actor, params.id)
      return {}
    },
  })
}
