import { z } from 'zod'
import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { offerById, Purpose } from '../policy/index.ts'
import { noteBody } from './actions.ts'
import { Assessed, RiskForm, RiskRecord } from './model.ts'
import { assess } from './rules.ts'
import { listNotices, NoticeView, riskFacts, riskOfRequest } from './store.ts'
import { Approver, approvalsFor } from './weights.ts'

const tag = 'flow'
const READERS = ['data_officer', 'steward', 'developer', 'auditor', 'security_officer'] as const

const AssessBody = z.strictObject({ offerId: z.uuid(), purpose: Purpose, form: RiskForm })
const AssessAnswer = Assessed.extend({ approvals: z.array(Approver) })

/** Assessment before use 使用前评估: a draft for who asks, the record for both sides, notices about bodies. */
export function riskRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/risk/assess',
    access: ['data_officer', 'developer', 'steward'],
    summary: 'Score a form against an open offer and name what the purpose does not need; nothing is kept',
    tag,
    body: AssessBody,
    response: AssessAnswer,
    handler: ({ actor, body }) => draft(core, actor, body),
  })
  route(app, {
    method: 'GET',
    url: '/requests/:id/risk',
    access: READERS,
    summary: 'The newest assessment of a request, for both of its bodies and overseeing officers',
    tag,
    params: Id,
    response: RiskRecord,
    handler: ({ actor, params }) => riskOfRequest(core, actor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/risk/notices',
    access: ['data_officer', 'auditor', 'security_officer'],
    summary: 'Notices by and about the own body; all for overseeing officers',
    tag,
    query: Page,
    response: listOf(NoticeView),
    handler: ({ actor, query }) => listNotices(core, actor, query),
  })
  route(app, {
    method: 'POST',
    url: '/risk/notices',
    access: ['data_officer', 'security_officer'],
    summary: 'Note how a body dealt with data: it counts in its assessments for two years',
    tag,
    body: z.strictObject({
      participantId: z.uuid(),
      contractId: z.uuid().nullable().default(null),
      reason: z.string().trim().min(10).max(1000),
    }),
    response: z.object({ id: z.uuid() }),
    handler: async ({ actor, body }) => (await noteBody(core, actor, body)).value,
  })
}

async function draft(core: Core, actor: UserActor, { offerId, purpose, form }: z.output<typeof AssessBody>) {
  const offer = await offerById(core, offerId)
  const named = offer?.policy.consumers
  const sees =
    offer &&
    (offer.providerId === actor.participantId || named === 'any' || named?.includes(actor.participantId))
  if (!sees || offer.state !== 'open') throw new XinyuError('NOT_FOUND', { what: 'offer' })
  const facts = await riskFacts(core, {
    productId: offer.productId,
    consumerId: actor.participantId,
    purpose,
  })
  const assessed = assess(form, offer.policy, facts)
  return { ...assessed, approvals: approvalsFor(assessed.level, core.config.flow) }
}
