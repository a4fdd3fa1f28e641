import { z } from 'zod'
import { type App, Id, listOf, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import {
  addKey,
  changeConnector,
  listConnectors,
  registerConnector,
  revokeConnectorKey,
} from '../connectors.ts'
import { ConnectorView, MessageView, NewConnector, NewKey, OwnCard, ProofView } from '../model.ts'
import { lastMessages } from '../outbox.ts'
import { listPeers, ownCard } from '../peers.ts'
import { visibleProofs } from '../platform/proofs.ts'

const Empty = z.object({})
const ConnectorId = z.object({ id: z.string().length(32) })
const OFFICER = ['data_officer'] as const
const USERS = ['data_officer', 'developer'] as const
const LOOKERS = ['data_officer', 'developer', 'security_officer', 'system_administrator', 'auditor'] as const

/** Connectors that are registered at this platform, and what was said with them. */
export function connectorRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/connector/own',
    access: USERS,
    summary: 'Identifier, key and log key of this system as the connector of the own body',
    tag: 'connector',
    response: OwnCard,
    handler: ({ actor }) => ownCard(core, actor),
  })
  route(app, {
    method: 'GET',
    url: '/connector/messages',
    access: LOOKERS,
    summary: 'The last messages of the own body’s connectors and platforms; all for the officers',
    tag: 'connector',
    response: listOf(MessageView),
    handler: async ({ actor }) => {
      const all = actor.roles.some(
        (role) => role === 'security_officer' || role === 'system_administrator' || role === 'auditor',
      )
      const nodes = all
        ? null
        : [
            ...(await listConnectors(core, actor)).map((one) => one.id),
            ...(await listPeers(core, actor)).map((one) => one.platformId),
          ]
      const items = await lastMessages(core, nodes)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/connectors',
    access: LOOKERS,
    summary: 'Connectors registered at this platform: of the own body, all for the officers',
    tag: 'connector',
    response: listOf(ConnectorView),
    handler: async ({ actor }) => {
      const items = await listConnectors(core, actor)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/connectors',
    access: OFFICER,
    summary: 'Register a connector of the own body',
    tag: 'connector',
    body: NewConnector,
    response: z.object({ id: z.string() }),
    handler: async ({ actor, body }) => (await registerConnector(core, actor, body)).value,
  })
  route(app, {
    method: 'POST',
    url: '/connectors/:id/keys',
    access: OFFICER,
    summary: 'Add a key to a connector of the own body',
    tag: 'connector',
    params: ConnectorId,
    body: NewKey,
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await addKey(core, actor, params.id, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/connectors/:id/keys/:keyId/revoke',
    access: ['data_officer', 'security_officer'],
    summary: 'Revoke a key of a connector',
    tag: 'connector',
    params: ConnectorId.extend({ keyId: z.string().max(64) }),
    response: Empty,
    handler: async ({ actor, params }) => {
      await revokeConnectorKey(core, actor, params.id, params.keyId)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/connectors/:id/state',
    access: ['security_officer'],
    summary: 'Admit, suspend, resume or revoke a connector',
    tag: 'connector',
    params: ConnectorId,
    body: z.strictObject({ change: z.enum(['admit', 'suspend', 'resume', 'revoke']) }),
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await changeConnector(core, actor, params.id, body.change)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/contracts/:id/proofs',
    access: LOOKERS,
    summary: 'Proofs 履约证明 given and received under a contract of this platform',
    tag: 'connector',
    params: Id,
    response: listOf(ProofView),
    handler: async ({ actor, params }) => {
      const items = await visibleProofs(core, actor, params.id)
      return { items, total: items.length }
    },
  })
}
