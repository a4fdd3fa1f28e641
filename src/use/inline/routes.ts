import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { acting, type Door, Ward } from '../../flow/consent/index.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { originOf, type Runs } from '../run/index.ts'
import { EnrolmentAnswerView, EnrolmentQuestion, OwnUse } from './model.ts'
import { ownReceipt, ownUses } from './uses.ts'
import { verifyEnrolment } from './verify.ts'

/** Inline uses of single persons' data, and what the persons see of all uses of theirs. */
export function inlineRoutes(app: App, core: Core, runs: Runs, door: Door): void {
  route(app, {
    method: 'POST',
    url: '/verify/enrolment',
    access: ['developer'],
    summary: 'Is this person enrolled? Under a contract and the person’s live consent, with a receipt',
    tag: 'verify',
    body: EnrolmentQuestion,
    response: EnrolmentAnswerView,
    ratePerMinute: 6000,
    handler: ({ actor, body, request }) => verifyEnrolment(core, runs, actor, body, originOf(core, request)),
  })
  const guard = (request: FastifyRequest) => door.guard(request)
  route(app, {
    method: 'GET',
    url: '/insured/uses',
    access: 'public',
    guard,
    summary: 'Who used my data: every use under the person’s consents',
    tag: 'insured',
    query: Page.extend(Ward.shape).extend({ consentId: z.uuid().optional() }),
    response: listOf(OwnUse),
    handler: async ({ request, query }) => ownUses(core, await acting(core, door, request, query), query),
  })
  route(app, {
    method: 'GET',
    url: '/insured/uses/:id/receipt',
    access: 'public',
    guard,
    summary: 'The receipt of a use of the own data: verifiable by anyone, offline',
    tag: 'insured',
    params: Id,
    query: Ward,
    handler: async ({ request, params, query, reply }) => {
      const receipt = await ownReceipt(core, await acting(core, door, request, query), params.id)
      void reply.header('content-disposition', `attachment; filename="${params.id}.receipt.json"`)
      await reply.type('application/json; charset=utf-8').send(receipt)
    },
  })
}
