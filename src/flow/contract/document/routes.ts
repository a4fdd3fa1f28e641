import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { canonical } from '../../../kernel/canonical.ts'
import { type App, Id, listOf, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { destructionProof, receiptOf } from '../ending/destruction.ts'
import { RequestVersion } from '../negotiation/model.ts'
import { versionsOf } from '../negotiation/store.ts'
import { OVERSEERS, visibleContract } from '../visible.ts'
import { DifferenceView, differences } from './differences.ts'
import { contractPdf } from './pdf.ts'
import { odrlOf, tc609Of, Tc609Contract } from './readings.ts'
import { Timeline, timelineOf } from './timeline.ts'
import { Code, VerificationView, verifyByCode } from './verification.ts'

const READERS = ['data_officer', 'steward', 'developer', 'output_checker', ...OVERSEERS] as const

/** A contract as others read it: what happened, its versions, its three readings, printed, proven. */
export function documentRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contracts/:id/timeline',
    access: READERS,
    summary: 'All that happened to a contract in the order of the log, with the numbers of the entries',
    tag: 'flow',
    params: Id,
    response: Timeline,
    handler: ({ actor, params }) => timelineOf(core, actor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/contracts/:id/versions',
    access: READERS,
    summary: 'The versions of the negotiation that the contract came of, each with what it changed',
    tag: 'flow',
    params: Id,
    response: listOf(RequestVersion.extend({ differences: z.array(DifferenceView) })),
    handler: async ({ actor, params }) => {
      const contract = await visibleContract(core, actor, params.id)
      const versions = contract.requestId === null ? [] : await versionsOf(core, contract.requestId)
      const items = versions.map((version, at) => {
        const before = versions[at - 1]
        return { ...version, differences: before ? differences(before.policy, version.policy) : [] }
      })
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/contracts/:id/tc609',
    access: READERS,
    summary: 'The contract in the fields of TC609-6-2025-14',
    tag: 'flow',
    params: Id,
    response: Tc609Contract,
    handler: async ({ actor, params }) => {
      const contract = await visibleContract(core, actor, params.id)
      const { signatures } = await core.db
        .selectFrom('contract')
        .select('signatures')
        .where('id', '=', params.id)
        .executeTakeFirstOrThrow()
      return tc609Of({ ...contract, signatures })
    },
  })
  fileRoutes(app, core)
  route(app, {
    method: 'GET',
    url: '/contract-verification/:code',
    access: 'public',
    ratePerMinute: 30,
    summary: 'Whoever holds the code of a printed contract: its number, hash, state, parties and signatures',
    tag: 'flow',
    params: z.object({ code: Code }),
    response: VerificationView,
    handler: ({ params }) => verifyByCode(core, params.code),
  })
}

/** What is downloaded as a file. */
function fileRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/contracts/:id/odrl',
    access: READERS,
    summary: 'The contract as ODRL JSON-LD in the profile of the space',
    tag: 'flow',
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const { terms } = await visibleContract(core, actor, params.id)
      await send(
        reply,
        'application/ld+json; charset=utf-8',
        `${terms.number}.jsonld`,
        canonical(odrlOf(terms)),
      )
    },
  })
  route(app, {
    method: 'GET',
    url: '/contracts/:id/pdf',
    access: READERS,
    ratePerMinute: 30,
    summary: 'The contract as PDF with a verification code',
    tag: 'flow',
    params: Id,
    handler: async ({ actor, params, request, reply }) => {
      const contract = await visibleContract(core, actor, params.id)
      const bytes = await contractPdf(contract, originOf(request))
      await send(reply, 'application/pdf', `${contract.terms.number}.pdf`, bytes)
    },
  })
  route(app, {
    method: 'GET',
    url: '/contracts/:id/receipt',
    access: READERS,
    summary: 'Receipt of the filing of a contract, or of its agreement while it is not filed',
    tag: 'flow',
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const contract = await visibleContract(core, actor, params.id)
      const kind = contract.filedAt === null ? 'contract.agreed' : 'contract.filed'
      const bytes = await receiptOf(core, params.id, kind, 'NOT_FOUND')
      await send(reply, 'application/json; charset=utf-8', `receipt-${params.id}.json`, bytes)
    },
  })
  route(app, {
    method: 'GET',
    url: '/contracts/:id/destruction',
    access: READERS,
    summary: 'Proof of destruction of an ended contract, verifiable offline',
    tag: 'flow',
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const bytes = await destructionProof(core, actor, params.id)
      await send(reply, 'application/json; charset=utf-8', `destruction-${params.id}.json`, bytes)
    },
  })
}

const send = (reply: FastifyReply, type: string, name: string, body: string | Buffer) =>
  reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name.replaceAll('*', '_')}"`)
    .send(body)

const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`
