import { z } from 'zod'
import { isXinyuError } from '../../../kernel/errors/index.ts'
import { type App, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { certificatePage, noCertificatePage } from '../certificate/page.ts'
import { publicCertificate, PublicCertificate } from '../certificate/public.ts'
import { certificateByNumber, certificateReceipt } from '../certificate/store.ts'
import { JSON_FILE, sendFile, tag } from './send.ts'

/** Each number is a guess of one in 2^50; nobody gets to make many. */
const RATE = 30
const Printed = z.strictObject({ code: z.string().max(100), number: z.string().max(120) })

/** What the printed code of a certificate leads to. */
export function publicRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contest-front/certificates/:code/:number',
    access: 'public',
    ratePerMinute: RATE,
    summary: 'Whoever holds a certificate: what it shows, its hash, and whether it still stands',
    tag,
    params: Printed,
    response: PublicCertificate,
    handler: ({ params }) => publicCertificate(core, params.code, params.number),
  })
  route(app, {
    method: 'GET',
    url: '/contest-front/certificates/:code/:number/receipt',
    access: 'public',
    ratePerMinute: RATE,
    summary: 'The receipt of a certificate: verifies offline, also against the file',
    tag,
    params: Printed,
    handler: async ({ params, reply }) => {
      const found = await certificateByNumber(core, params.code, params.number)
      const receipt = await certificateReceipt(core, found.awardId)
      await sendFile(reply, JSON_FILE, `${found.content.number}.receipt.json`, receipt)
    },
  })
  pageRoute(app, core)
}

/** A page of the server, not of the portal: it is read on any phone, without a script and without signing in. */
function pageRoute(app: App, core: Core): void {
  app.route({
    method: 'GET',
    url: '/contest/:code/certificates/:number',
    config: { access: 'public', rateLimit: { max: RATE, timeWindow: 60_000 } },
    handler: async (request, reply) => {
      const asked = Printed.safeParse(request.params)
      const found = asked.success
        ? await publicCertificate(core, asked.data.code, asked.data.number).catch((error: unknown) => {
            if (isXinyuError(error) && error.code === 'NOT_FOUND') return null
            throw error
          })
        : null
      return reply
        .status(found ? 200 : 404)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('x-robots-tag', 'noindex')
        .send(found ? certificatePage(found) : noCertificatePage())
    },
  })
}
