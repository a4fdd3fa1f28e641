import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, route } from '../../../platform/http/index.ts'
import { IdentityNumber, Proof } from '../model.ts'
import type { Door } from './door.ts'

const tag = 'insured'
/** Per minute and address, on routes that take a secret. */
const SECRET_RATE = 30
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]'])

export const DemoInsured = z.object({
  name: z.string(),
  certno: z.string(),
  /** What there is to see for this made-up person. */
  about: z.enum(['asked', 'plain', 'paused', 'minor']),
})
export type DemoInsured = z.output<typeof DemoInsured>

export interface DoorDemo {
  /** The made-up persons of the demo with their log-in data; null outside of a demo. */
  readonly persons: (() => Promise<DemoInsured[]>) | null
}

/** Coming in and going out at the insured person's own door. All public: nobody is anybody yet. */
export function doorRoutes(app: App, door: Door, demo: DoorDemo): void {
  route(app, {
    method: 'POST',
    url: '/insured/session/begin',
    access: 'public',
    summary: 'Say who one is: name and identity number; the answer is the same for everybody',
    tag,
    body: z.strictObject({ name: z.string().trim().min(1).max(100), certno: IdentityNumber }),
    response: z.object({
      challengeId: z.uuid(),
      /** The one-time code where it is shown on the screen (demo); null where it is sent. */
      code: z.string().nullable(),
      expiresAt: z.int(),
    }),
    ratePerMinute: SECRET_RATE,
    handler: ({ body }) => door.begin(body),
  })
  route(app, {
    method: 'POST',
    url: '/insured/session',
    access: 'public',
    summary: 'Give the one-time code and come in',
    tag,
    body: z.strictObject({ challengeId: z.uuid(), code: z.string().regex(/^\d{6}$/) }),
    response: z.object({}),
    ratePerMinute: SECRET_RATE,
    handler: async ({ body, request, reply }) => {
      await door.finish(body.challengeId, body.code, request, reply)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/insured/session',
    access: 'public',
    summary: 'Whether somebody is in, until when, and how the person was identified',
    tag,
    response: z.object({ in: z.boolean(), expiresAt: z.int().nullable(), proof: Proof.nullable() }),
    handler: async ({ request }) => {
      const person = await door.person(request).catch((error: unknown) => {
        if (error instanceof XinyuError && error.code === 'INSURED_NOT_SIGNED_IN') return null
        throw error
      })
      return {
        in: person !== null,
        expiresAt: person?.expiresAt ?? null,
        proof: person?.proof ?? null,
      }
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/insured/session',
    access: 'public',
    summary: 'Go out',
    tag,
    response: z.object({}),
    handler: async ({ request, reply }) => {
      await door.leave(request, reply)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/insured/demo',
    access: 'public',
    summary: 'Made-up persons of a demo space to come in as; does not exist elsewhere',
    tag,
    response: z.object({ items: z.array(DemoInsured) }),
    ratePerMinute: SECRET_RATE,
    handler: async ({ request }) => {
      if (!demo.persons || !LOOPBACK.has(request.hostname.toLowerCase()))
        throw new XinyuError('NOT_FOUND', { what: 'GET /api/insured/demo' })
      return { items: await demo.persons() }
    },
  })
}
