import { z } from 'zod'
import { isXinyuError } from '../../../kernel/errors/index.ts'
import { type App, route } from '../../../platform/http/index.ts'
import { Phone } from '../model.ts'
import type { OwnDoor } from './door.ts'

const tag = 'contest'
/** Per minute and address, at least. A campus has one address: phones and codes have brakes of their own. */
const LEAST_RATE = 1200

/** Coming in and going out at the entrants' door. All public: nobody is anybody yet. `secretRate`: the setting's. */
export function doorRoutes(app: App, door: OwnDoor, secretRate: number): void {
  const ratePerMinute = Math.max(LEAST_RATE, secretRate)
  route(app, {
    method: 'POST',
    url: '/contest/session/begin',
    access: 'public',
    summary: 'Ask for a one-time code to a phone; the answer is the same for every phone',
    tag,
    body: z.strictObject({ phone: Phone }),
    response: z.object({
      challengeId: z.uuid(),
      /** The one-time code where it is shown on the screen (demo); null where it is sent. */
      code: z.string().nullable(),
      expiresAt: z.int(),
    }),
    ratePerMinute,
    handler: ({ body, request }) => door.begin(body.phone, request.ip),
  })
  route(app, {
    method: 'POST',
    url: '/contest/session',
    access: 'public',
    summary: 'Give the one-time code and come in',
    tag,
    body: z.strictObject({ challengeId: z.uuid(), code: z.string().regex(/^\d{6}$/) }),
    response: z.object({}),
    ratePerMinute,
    handler: async ({ body, request, reply }) => {
      await door.finish(body.challengeId, body.code, request, reply)
      return {}
    },
  })
  route(app, {
    method: 'GET',
    url: '/contest/session',
    access: 'public',
    summary: 'Whether an entrant is in, and until when',
    tag,
    response: z.object({ in: z.boolean(), entrantId: z.uuid().nullable(), expiresAt: z.int().nullable() }),
    handler: async ({ request }) => {
      const entrant = await door.entrant(request).catch((error: unknown) => {
        if (isXinyuError(error) && error.code === 'ENTRANT_NOT_SIGNED_IN') return null
        throw error
      })
      return {
        in: entrant !== null,
        entrantId: entrant?.entrantId ?? null,
        expiresAt: entrant?.expiresAt ?? null,
      }
    },
  })
  route(app, {
    method: 'DELETE',
    url: '/contest/session',
    access: 'public',
    summary: 'Go out',
    tag,
    response: z.object({}),
    handler: async ({ request, reply }) => {
      await door.leave(request, reply)
      return {}
    },
  })
}
