import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { UserRole } from '../../../kernel/roles.ts'
import { type App, Id, listOf, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { createZone } from '../actions.ts'
import { NewZone, Zone } from '../model.ts'
import { listZones } from '../store.ts'
import { addZoneMember, changeZone, moveDataset, removeZoneMember } from './actions.ts'
import { NewZoneMember, ZoneChange, ZoneView } from './model.ts'
import { zoneView } from './store.ts'

const WRITERS: readonly UserRole[] = ['data_officer', 'steward']
const tag = 'catalog'
const Created = z.object({ id: z.uuid() })
const Done = z.object({ done: z.literal(true) })
const done = { done: true as const }

/** Zones: seen by all, kept by the body that opened one and by its keepers. */
export function zoneRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/zones',
    access: 'signed-in',
    summary: 'All zones with their rules and the number of their datasets',
    tag,
    response: listOf(Zone),
    handler: async () => {
      const items = await listZones(core)
      return { items, total: items.length }
    },
  })

  route(app, {
    method: 'POST',
    url: '/zones',
    access: WRITERS,
    summary: 'Open a zone of the own body',
    tag,
    body: NewZone,
    response: Created,
    handler: async ({ actor, body }) => ({ id: await createZone(core, actor, body) }),
  })

  route(app, {
    method: 'GET',
    url: '/zones/:id',
    access: 'signed-in',
    summary: 'One zone: rules for all, members for those who may read in it',
    tag,
    params: Id,
    response: ZoneView,
    handler: async ({ actor, params }) => {
      const zone = await zoneView(core, actor, params.id)
      if (!zone) throw new XinyuError('NOT_FOUND', { what: 'zone' })
      return zone
    },
  })

  route(app, {
    method: 'PATCH',
    url: '/zones/:id',
    access: WRITERS,
    summary: 'Change titles, description or rules of a zone that is kept by the caller',
    tag,
    params: Id,
    body: ZoneChange,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await changeZone(core, actor, params.id, body)
      return done
    },
  })

  route(app, {
    method: 'POST',
    url: '/zones/:id/members',
    access: WRITERS,
    summary: 'Give a body or a user a role in a zone',
    tag,
    params: Id,
    body: NewZoneMember,
    response: Created,
    handler: async ({ actor, params, body }) => ({ id: await addZoneMember(core, actor, params.id, body) }),
  })

  route(app, {
    method: 'DELETE',
    url: '/zones/:id/members/:memberId',
    access: WRITERS,
    summary: 'Take a role in a zone away',
    tag,
    params: Id.extend({ memberId: z.uuid() }),
    response: Done,
    handler: async ({ actor, params }) => {
      await removeZoneMember(core, actor, params.id, params.memberId)
      return done
    },
  })

  route(app, {
    method: 'POST',
    url: '/datasets/:id/zone',
    access: WRITERS,
    summary: 'Move a dataset into a zone, or out of any',
    tag,
    params: Id,
    body: z.strictObject({ zoneId: z.uuid().nullable() }),
    response: Done,
    handler: async ({ actor, params, body }) => {
      await moveDataset(core, actor, params.id, body.zoneId)
      return done
    },
  })
}
