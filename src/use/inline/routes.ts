import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { acting, type Door, Ward } from '../../flow/consent/index.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { originOf, type Runs } from '../run/index.ts'
import { VERIFY_KINDS, VERIFY_VERSION, type VerifyKind } from './kinds/model.ts'
import { questionOf, VerifyAnswerView, VerifyKindView } from './kinds/question.ts'
import { verifyKind } from './kinds/verify.ts'
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
  kindRoutes(app, core, runs)
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

/** One route for each kind, so that the API's description says what each of them asks. */
function kindRoutes(app: App, core: Core, runs: Runs): void {
  route(app, {
    method: 'GET',
    url: '/verify/kinds',
    access: ['developer', 'data_officer'],
    summary: 'Kinds of verification of a single consenting person: what each asks, opens and answers',
    tag: 'verify',
    response: listOf(VerifyKindView),
    handler: async () => ({ items: VERIFY_KINDS.map(viewOf), total: VERIFY_KINDS.length }),
  })
  for (const kind of VERIFY_KINDS)
    route(app, {
      method: 'POST',
      url: pathOf(kind),
      access: ['developer'],
      summary: `${kind.en}: under a contract and the person’s live consent, with a receipt`,
      tag: 'verify',
      body: questionOf(kind),
      response: VerifyAnswerView,
      ratePerMinute: 6000,
      handler: ({ actor, body, request }) =>
        verifyKind(core, runs, actor, kind, body, originOf(core, request)),
    })
}

const pathOf = (kind: VerifyKind): string => `/verify/${kind.code.replaceAll('_', '-')}`

const viewOf = (kind: VerifyKind): z.output<typeof VerifyKindView> => {
  const { bands = [], unit = '' } = kind
  return {
    ...kind,
    version: VERIFY_VERSION,
    path: pathOf(kind),
    bands: bands.map((from, place) => {
      const next = bands[place + 1]
      return { from, until: next === undefined ? null : next - 1, unit }
    }),
  }
}
