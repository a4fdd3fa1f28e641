import { z } from 'zod'
import { BODY_ROLES, XinyuError } from '../../../kernel/index.ts'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { Identity } from '../identity.ts'
import { NewParticipant, Participant, ParticipantChange } from '../model.ts'
import {
  registerParticipant,
  restoreParticipant,
  suspendParticipant,
  updateParticipant,
} from '../participants.ts'
import { seesAll } from '../rules.ts'
import { listParticipants, participantById } from '../store.ts'
import { Reason } from './shapes.ts'

const tag = 'participants'
const OFFICERS = ['system_administrator', 'security_officer', 'auditor'] as const
/** Who looks without an office learns who takes part, not the whole register entry. */
const Shown = Participant.extend({ uscc: z.string().nullable(), createdAt: z.int().nullable() })

/** Bodies of the space. */
export function participantRoutes(app: App, { core }: Identity): void {
  const show = (actor: Parameters<typeof seesAll>[0], body: Participant) =>
    seesAll(actor) ? body : { ...body, uscc: null, createdAt: null }
  route(app, {
    method: 'GET',
    url: '/participants',
    access: [...OFFICERS, 'data_officer'],
    summary: 'The bodies that take part.',
    tag,
    query: Page.extend({
      role: z.enum(BODY_ROLES).optional(),
      state: z.enum(['active', 'suspended']).optional(),
    }),
    response: listOf(Shown),
    handler: async ({ actor, query }) => {
      const { items, total } = await listParticipants(core, query)
      return { items: items.map((body) => show(actor, body)), total }
    },
  })
  route(app, {
    method: 'POST',
    url: '/participants',
    access: ['system_administrator'],
    summary: 'Register a body.',
    tag,
    body: NewParticipant,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, body }) => ({ id: await registerParticipant(core, actor, body) }),
  })
  route(app, {
    method: 'GET',
    url: '/participants/:id',
    access: [...OFFICERS, 'data_officer'],
    summary: 'One body.',
    tag,
    params: Id,
    response: Shown,
    handler: async ({ actor, params }) => {
      const body = await participantById(core, params.id)
      if (!body) throw new XinyuError('PARTICIPANT_NOT_FOUND')
      return show(actor, body)
    },
  })
  route(app, {
    method: 'PATCH',
    url: '/participants/:id',
    access: ['system_administrator'],
    summary: 'Change names, roles or region of a body.',
    tag,
    params: Id,
    body: ParticipantChange,
    handler: async ({ actor, params, body }) => updateParticipant(core, actor, params.id, body),
  })
  route(app, {
    method: 'POST',
    url: '/participants/:id/suspend',
    access: ['system_administrator', 'security_officer'],
    summary: 'Suspend a body: its users are signed out and its contracts stop.',
    tag,
    params: Id,
    body: Reason,
    handler: async ({ actor, params, body }) => suspendParticipant(core, actor, params.id, body.reason),
  })
  route(app, {
    method: 'POST',
    url: '/participants/:id/restore',
    access: ['security_officer'],
    summary: 'Let a suspended body take part again.',
    tag,
    params: Id,
    handler: async ({ actor, params }) => restoreParticipant(core, actor, params.id),
  })
}
