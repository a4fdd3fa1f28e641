import { z } from 'zod'
import { type App, Id, listOf, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { NewPeer, PeerView, RemoteOffer, RemoteTemplate } from '../model.ts'
import { addPeer, closePeer, confirmPeer, listPeers } from '../peers.ts'
import { fetchTemplate, searchRemote } from '../remote/offers.ts'

const Empty = z.object({})
const OFFICER = ['data_officer'] as const
const USERS = ['data_officer', 'developer'] as const

/** Platforms that bodies of this system are connected to. */
export function peerRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/peers',
    access: USERS,
    summary: 'Platforms that the own body is connected to',
    tag: 'connector',
    response: listOf(PeerView),
    handler: async ({ actor }) => {
      const items = await listPeers(core, actor)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/peers',
    access: OFFICER,
    summary: 'Connect to a platform by its address; its key is believed once its fingerprint was confirmed',
    tag: 'connector',
    body: NewPeer,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, body }) => (await addPeer(core, actor, body)).value,
  })
  route(app, {
    method: 'POST',
    url: '/peers/:id/confirm',
    access: OFFICER,
    summary: 'Confirm the fingerprint of a platform’s key',
    tag: 'connector',
    params: Id,
    body: z.strictObject({ fingerprint: z.string().max(200) }),
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await confirmPeer(core, actor, params.id, body.fingerprint)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/peers/:id/close',
    access: OFFICER,
    summary: 'Close the connection to a platform',
    tag: 'connector',
    params: Id,
    response: Empty,
    handler: async ({ actor, params }) => {
      await closePeer(core, actor, params.id)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/peers/:id/offers',
    access: USERS,
    summary: 'Offers of a platform, searched over the wire',
    tag: 'connector',
    params: Id,
    query: z.object({ keywords: z.string().max(200).default('') }),
    response: listOf(RemoteOffer),
    handler: ({ actor, params, query }) => searchRemote(core, actor, params.id, query.keywords),
  })
  route(app, {
    method: 'GET',
    url: '/peers/:id/offers/:templateId',
    access: USERS,
    summary: 'The terms of an offer of a platform',
    tag: 'connector',
    params: Id.extend({ templateId: z.uuid() }),
    response: RemoteTemplate,
    handler: ({ actor, params }) => fetchTemplate(core, actor, params.id, params.templateId),
  })
}
