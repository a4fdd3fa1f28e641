import { z } from 'zod'
import { type App, Id, route } from '../../platform/http/index.ts'
import { suiteReport, SuiteReport } from '../crypto/index.ts'
import type { Core } from '../evidence/index.ts'
import { Decision, KeyRing, NewRequest, Passphrase } from './model.ts'
import { setPassphrase, takeRecovery } from './recovery.ts'
import { askKeyChange, decideRequest, withdrawRequest } from './requests.ts'
import { keyRing } from './ring.ts'

const Empty = z.object({})
const OFFICERS = ['security_officer', 'system_administrator'] as const

/** Keys of the space, changed by two officers: the security officer asks, the system administrator decides. */
export function keyRingRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/keys',
    access: [...OFFICERS, 'auditor'],
    summary: 'Signing keys that the space has or had, with their ages, and what officers asked about them',
    tag: 'evidence',
    response: KeyRing,
    handler: ({ actor }) => keyRing(core, actor),
  })
  route(app, {
    method: 'GET',
    url: '/keys/suite',
    access: [...OFFICERS, 'auditor'],
    summary: 'The suite in force, where other algorithms serve and why, and what a certification still needs',
    tag: 'evidence',
    response: SuiteReport,
    handler: async () => suiteReport(),
  })
  route(app, {
    method: 'POST',
    url: '/keys/requests',
    access: ['security_officer'],
    summary: 'Ask for a new key, for the revocation of one, or for its recovery file',
    tag: 'evidence',
    body: NewRequest,
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, body }) => ({ id: (await askKeyChange(core, actor, body)).value }),
  })
  route(app, {
    method: 'POST',
    url: '/keys/requests/:id/decision',
    access: ['system_administrator'],
    summary: 'Approve a request of the other officer, which carries it out, or refuse it',
    tag: 'evidence',
    params: Id,
    body: Decision,
    response: Empty,
    handler: async ({ actor, params, body }) => {
      await decideRequest(core, actor, params.id, body)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/keys/requests/:id/withdraw',
    access: ['security_officer'],
    summary: 'Take an own request back',
    tag: 'evidence',
    params: Id,
    response: Empty,
    handler: async ({ actor, params }) => {
      await withdrawRequest(core, actor, params.id)
      return {}
    },
  })
  recoveryRoutes(app, core)
}

function recoveryRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/keys/requests/:id/recovery',
    access: OFFICERS,
    summary: 'Set the own passphrase of an approved recovery file; it opens with both officers’ only',
    tag: 'evidence',
    params: Id,
    body: Passphrase,
    response: z.object({ ready: z.boolean() }),
    handler: ({ actor, params, body }) => setPassphrase(core, actor, params.id, body.passphrase),
  })
  route(app, {
    method: 'GET',
    url: '/keys/requests/:id/recovery',
    access: OFFICERS,
    summary: 'The recovery file, when both officers have set their passphrases',
    tag: 'evidence',
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const { name, text } = await takeRecovery(core, actor, params.id)
      await reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="recovery-${name.replaceAll('/', '-')}.json"`)
        .type('application/json; charset=utf-8')
        .send(text)
    },
  })
}
