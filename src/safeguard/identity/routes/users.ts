import { z } from 'zod'
import { PRIVILEGED_ROLES, SEPARATED_OFFICERS, USER_ROLES, XinyuError } from '../../../kernel/index.ts'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { Identity } from '../identity.ts'
import { User, UserRoles } from '../model.ts'
import { ROLE_RULES } from '../rules.ts'
import { listUsers, userView } from '../store.ts'
import {
  changeRoles,
  noteUserViewed,
  resetSecondFactor,
  restoreUser,
  suspendUser,
  unlockUser,
} from '../users.ts'
import { Reason } from './shapes.ts'

const tag = 'users'
const OFFICERS = ['system_administrator', 'security_officer', 'auditor'] as const

/** Users of the space. */
export function userRoutes(app: App, { core }: Identity): void {
  route(app, {
    method: 'GET',
    url: '/users',
    access: [...OFFICERS, 'data_officer'],
    summary: 'Users, names masked: all for officers, those of the own body for others.',
    tag,
    query: Page.extend({ participantId: z.uuid().optional() }),
    response: listOf(User),
    handler: async ({ actor, query }) => listUsers(core, actor, query),
  })
  route(app, {
    method: 'GET',
    url: '/users/:id',
    access: [...OFFICERS, 'data_officer'],
    summary: 'One user; `open=true` shows the names to an officer and leaves evidence.',
    tag,
    params: Id,
    query: z.object({ open: z.enum(['true', 'false']).default('false') }),
    response: User,
    handler: async ({ actor, params, query }) => {
      const open = query.open === 'true' && actor.roles.some((role) => SEPARATED_OFFICERS.includes(role))
      const user = await userView(core, actor, params.id, open)
      if (!user) throw new XinyuError('USER_NOT_FOUND')
      if (open) await noteUserViewed(core, actor, params.id)
      return user
    },
  })
  route(app, {
    method: 'POST',
    url: '/users/:id/roles',
    access: ['system_administrator', 'security_officer'],
    summary: 'Set the roles of a user; privileged ones by the security officer alone.',
    tag,
    params: Id,
    body: z.strictObject({ roles: UserRoles }),
    handler: async ({ actor, params, body }) => changeRoles(core, actor, params.id, body.roles),
  })
  route(app, {
    method: 'POST',
    url: '/users/:id/suspend',
    access: ['system_administrator', 'security_officer'],
    summary: 'Suspend a user and end the sessions.',
    tag,
    params: Id,
    body: Reason,
    handler: async ({ actor, params, body }) => suspendUser(core, actor, params.id, body.reason),
  })
  route(app, {
    method: 'POST',
    url: '/users/:id/restore',
    access: ['security_officer'],
    summary: 'Let a suspended user in again.',
    tag,
    params: Id,
    handler: async ({ actor, params }) => restoreUser(core, actor, params.id),
  })
  route(app, {
    method: 'POST',
    url: '/users/:id/unlock',
    access: ['security_officer'],
    summary: 'End the pause after failed sign-ins.',
    tag,
    params: Id,
    handler: async ({ actor, params }) => unlockUser(core, actor, params.id),
  })
  route(app, {
    method: 'POST',
    url: '/users/:id/reset-second-factor',
    access: ['security_officer'],
    summary: 'Remove a lost second factor.',
    tag,
    params: Id,
    handler: async ({ actor, params }) => resetSecondFactor(core, actor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/roles',
    access: 'signed-in',
    summary: 'The roles of users, who gives them and what they demand.',
    tag,
    response: z.object({ items: z.array(RoleView) }),
    handler: async () => ({ items: USER_ROLES.map(roleView) }),
  })
}

const RoleView = z.object({
  role: z.enum(USER_ROLES),
  zh: z.string(),
  en: z.string(),
  grantedBy: z.enum(USER_ROLES),
  bodies: z.array(z.string()).nullable(),
  privileged: z.boolean(),
  separated: z.boolean(),
})

const roleView = (role: (typeof USER_ROLES)[number]): z.output<typeof RoleView> => {
  const { zh, en, grantedBy, bodies } = ROLE_RULES[role]
  return {
    role,
    zh,
    en,
    grantedBy,
    bodies: bodies && [...bodies],
    privileged: PRIVILEGED_ROLES.includes(role),
    separated: SEPARATED_OFFICERS.includes(role),
  }
}
