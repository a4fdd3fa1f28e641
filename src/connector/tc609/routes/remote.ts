import { z } from 'zod'
import { Policy } from '../../../flow/policy/index.ts'
import { type App, Id, listOf, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { NewRemoteContract, ProofView, RemoteContractView, ResultView } from '../model.ts'
import { proofsOf } from '../proofs.ts'
import { endRemote } from '../remote/end.ts'
import { acceptRemote, beginRemote, proposeRemote, signRemote } from '../remote/negotiate.ts'
import { listRemote, ownRemote, remoteView, resultsOf } from '../remote/store.ts'
import { remoteReceipt, remoteResult, useRemote } from '../remote/use.ts'

const Empty = z.object({})
const OFFICER = ['data_officer'] as const
const USERS = ['data_officer', 'developer'] as const
const Result = Id.extend({ runId: z.uuid() })

/** Contracts with other platforms. */
export function remoteRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/remote-contracts',
    access: USERS,
    summary: 'Contracts of the own body with other platforms',
    tag: 'connector',
    response: listOf(RemoteContractView),
    handler: async ({ actor }) => {
      const items = await listRemote(core, actor)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/remote-contracts',
    access: OFFICER,
    summary: 'Begin a contract over an offer of another platform, with the first proposal',
    tag: 'connector',
    body: NewRemoteContract,
    response: z.object({ id: z.uuid() }),
    handler: ({ actor, body }) => beginRemote(core, actor, body),
  })
  route(app, {
    method: 'GET',
    url: '/remote-contracts/:id',
    access: USERS,
    summary: 'One contract with another platform',
    tag: 'connector',
    params: Id,
    response: RemoteContractView,
    handler: ({ actor, params }) => remoteView(core, actor, params.id),
  })
  route(app, {
    method: 'POST',
    url: '/remote-contracts/:id/propose',
    access: OFFICER,
    summary: 'Answer with other terms',
    tag: 'connector',
    params: Id,
    body: z.strictObject({ policy: Policy }),
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await proposeRemote(core, actor, params.id, body.policy)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/remote-contracts/:id/accept',
    access: OFFICER,
    summary: 'Accept the other side’s latest terms',
    tag: 'connector',
    params: Id,
    response: Empty,
    handler: async ({ actor, params }) => {
      await acceptRemote(core, actor, params.id)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/remote-contracts/:id/sign',
    access: OFFICER,
    summary: 'Sign the frozen terms whose hash was computed here',
    tag: 'connector',
    params: Id,
    body: z.strictObject({ hash: z.string().length(64) }),
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await signRemote(core, actor, params.id, body.hash)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/remote-contracts/:id/end',
    access: OFFICER,
    summary: 'End a contract with another platform; what was kept under it is destroyed',
    tag: 'connector',
    params: Id,
    body: z.strictObject({ reason: z.string().trim().min(4).max(500) }),
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await endRemote(core, actor, params.id, body.reason)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/remote-contracts/:id/use',
    access: ['developer'],
    summary: 'Use data at the platform under the contract',
    tag: 'connector',
    params: Id,
    body: z.strictObject({
      sql: z.string().min(1).max(100_000),
      title: z.string().trim().max(120).optional(),
    }),
    response: ResultView,
    handler: ({ actor, params, body }) => useRemote(core, actor, params.id, body),
  })
  route(app, {
    method: 'GET',
    url: '/remote-contracts/:id/results',
    access: USERS,
    summary: 'Results kept under a remote contract',
    tag: 'connector',
    params: Id,
    response: listOf(ResultView),
    handler: async ({ actor, params }) => {
      await ownRemote(core, actor, params.id)
      const items = await resultsOf(core, params.id)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/remote-contracts/:id/results/:runId',
    access: USERS,
    summary: 'A kept result, exactly as hashed',
    tag: 'connector',
    params: Result,
    handler: async ({ actor, params, reply }) => {
      const body = await remoteResult(core, actor, params.id, params.runId)
      await reply.type('application/json; charset=utf-8').send(body)
    },
  })
  route(app, {
    method: 'GET',
    url: '/remote-contracts/:id/results/:runId/receipt',
    access: USERS,
    summary: 'The platform’s receipt of a kept result: a file that anyone verifies offline',
    tag: 'connector',
    params: Result,
    handler: async ({ actor, params, reply }) => {
      const receipt = await remoteReceipt(core, actor, params.id, params.runId)
      await reply.type('application/json; charset=utf-8').send(receipt)
    },
  })
  route(app, {
    method: 'GET',
    url: '/remote-contracts/:id/proofs',
    access: USERS,
    summary: 'Proofs 履约证明 given and received under a remote contract',
    tag: 'connector',
    params: Id,
    response: listOf(ProofView),
    handler: async ({ actor, params }) => {
      const row = await ownRemote(core, actor, params.id)
      const items = await proofsOf(core, row.number)
      return { items, total: items.length }
    },
  })
}
