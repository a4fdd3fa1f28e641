import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { productById } from '../../supply/catalog/index.ts'
import { Purpose } from '../policy/index.ts'
import { acceptLink, declineLink, makeLink, offerLink } from './actions.ts'
import { coveringAuthority } from './covering.ts'
import { addDocument, CUT_OFF_BYTES, documentBytes } from './documents.ts'
import { AuthorityRule, ChainView, DocumentView, NewLink, RuleView, TreeView } from './model.ts'
import { listRules, setRule } from './settings.ts'
import { chainView, listTrees } from './store.ts'
import { withdrawLink } from './withdraw.ts'

const READERS = ['data_officer', 'steward', 'auditor', 'security_officer'] as const
const WRITERS = ['data_officer'] as const
const tag = 'flow'
const Done = z.object({})
const Created = z.object({ id: z.uuid() })
const Reason = z.strictObject({ reason: z.string().trim().min(4).max(1000) })
const UPLOAD_TYPE = 'application/octet-stream'

/** Authority to operate public data 公共数据授权运营: chains, their papers, and when one is needed. */
export function authorityRoutes(app: App, core: Core): void {
  chainRoutes(app, core)
  answerRoutes(app, core)
  documentRoutes(app, core)
  ruleRoutes(app, core)
}

function chainRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/authorities',
    access: READERS,
    summary: 'Authority chains that the own body has part in, newest first; all for overseeing officers',
    tag,
    query: Page.extend({ waiting: z.stringbool().optional() }),
    response: listOf(TreeView),
    handler: ({ actor, query }) => listTrees(core, actor, query),
  })
  route(app, {
    method: 'POST',
    url: '/authorities',
    access: WRITERS,
    summary: 'Begin a chain over data of the own body, or go on from a link that it holds',
    tag,
    body: NewLink,
    response: Created,
    handler: async ({ actor, body }) => (await makeLink(core, actor, body)).value,
  })
  route(app, {
    method: 'GET',
    url: '/authorities/covering',
    access: READERS,
    summary: 'Which chain covers a use of a product, or which link falls short',
    tag,
    query: CoveringQuery,
    response: CoveringView,
    handler: ({ actor, query }) => coveringFor(core, actor, query),
  })
  route(app, {
    method: 'GET',
    url: '/authorities/:id',
    access: READERS,
    summary: 'One link with the links above and below it',
    tag,
    params: Id,
    response: ChainView,
    handler: ({ actor, params }) => chainView(core, actor, params.id),
  })
}

const CoveringQuery = z.strictObject({
  productId: z.uuid(),
  /** The own body when left out; another one is asked about by the provider alone. */
  consumerId: z.uuid().optional(),
  purpose: Purpose,
  until: z.coerce.number().int().positive(),
  /** `table.column`, with commas between. */
  fields: z.string().max(20_000).default(''),
})

const CoveringView = z.object({
  required: z.boolean(),
  id: z.uuid().nullable(),
  why: z.string(),
  whyZh: z.string(),
})

async function coveringFor(core: Core, actor: UserActor, query: z.output<typeof CoveringQuery>) {
  const product = await productById(core, query.productId)
  const consumerId = query.consumerId ?? actor.participantId
  const own = product?.participantId === actor.participantId
  if (!product || (!own && (product.state !== 'published' || consumerId !== actor.participantId)))
    throw new XinyuError('NOT_FOUND', { what: 'product' })
  return coveringAuthority(core, {
    productId: product.id,
    providerId: product.participantId,
    consumerId,
    purposes: [query.purpose],
    until: query.until,
    fields: query.fields.split(',').filter((field) => field !== ''),
    now: core.clock.now(),
  })
}

function answerRoutes(app: App, core: Core): void {
  for (const [verb, run, summary] of [
    ['offer', offerLink, 'Offer a draft to its grantee'],
    ['accept', acceptLink, 'Take on an authority that was offered to the own body'],
  ] as const) {
    route(app, {
      method: 'POST',
      url: `/authorities/:id/${verb}`,
      access: WRITERS,
      summary,
      tag,
      params: Id,
      response: Done,
      handler: async ({ actor, params }) => {
        await run(core, actor, params.id)
        return {}
      },
    })
  }
  route(app, {
    method: 'POST',
    url: '/authorities/:id/decline',
    access: WRITERS,
    summary: 'Decline an authority that was offered to the own body',
    tag,
    params: Id,
    body: Reason,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await declineLink(core, actor, params.id, body.reason)
      return {}
    },
  })
  route(app, {
    method: 'POST',
    url: '/authorities/:id/withdraw',
    access: WRITERS,
    summary: 'Withdraw a link; everything that hangs on it stops, running work too',
    tag,
    params: Id,
    body: Reason,
    response: z.object({ authorityIds: z.array(z.uuid()) }),
    handler: async ({ actor, params, body }) =>
      (await withdrawLink(core, actor, params.id, body.reason)).value,
  })
}

// oxlint-disable-next-line no-control-regex -- refusing control characters is the point
const DocumentName = z.string().regex(/^[^./\\\u0000-\u001f\u007f][^/\\\u0000-\u001f\u007f]{0,199}$/)

function documentRoutes(app: App, core: Core): void {
  // The body is a stream that we count ourselves.
  if (!app.hasContentTypeParser(UPLOAD_TYPE))
    app.addContentTypeParser(UPLOAD_TYPE, (_request, payload, done) => done(null, payload))
  route(app, {
    method: 'PUT',
    url: '/authorities/:id/documents/:name',
    access: WRITERS,
    summary: 'Add a paper (PDF, PNG, JPEG up to 10 MiB) to a link of the own body as a raw stream',
    tag,
    params: Id.extend({ name: DocumentName }),
    response: DocumentView,
    bodyLimit: CUT_OFF_BYTES,
    handler: async ({ actor, params, request }) =>
      (await addDocument(core, actor, params, streamOf(request))).value,
  })
  route(app, {
    method: 'GET',
    url: '/authorities/:id/documents/:documentId',
    access: READERS,
    summary: 'A paper of a link, for its two bodies, those above and overseeing officers',
    tag,
    params: Id.extend({ documentId: z.uuid() }),
    handler: async ({ actor, params, reply }) => {
      const { bytes, type, name } = await documentBytes(core, actor, params)
      // A PDF may hold script: it is saved, never shown inside the portal's origin.
      const file = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`
      void reply.header('content-disposition', file).header('x-content-type-options', 'nosniff')
      await reply.type(type).send(bytes)
    },
  })
}

/** @throws XinyuError MEDIA_TYPE when the body is no raw stream */
function streamOf(request: FastifyRequest): Readable {
  const body = request.body as Readable | null | undefined
  if (body && typeof body.pipe === 'function') return body
  throw new XinyuError('MEDIA_TYPE', { type: request.headers['content-type'] ?? '–' })
}

function ruleRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/authority-rules',
    access: 'signed-in',
    summary: 'Which zones and data sets need an authority; with `aboutId` one of them with its earlier rules',
    tag,
    query: z.strictObject({ aboutId: z.uuid().optional() }),
    response: listOf(RuleView),
    handler: async ({ query }) => {
      const items = await listRules(core, query.aboutId)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/authority-rules',
    access: WRITERS,
    summary: 'Set whether a zone (by its keepers) or a data set (by its owner) needs an authority',
    tag,
    body: z.strictObject({ about: z.enum(['zone', 'dataset']), aboutId: z.uuid(), rule: AuthorityRule }),
    response: z.object({ version: z.int() }),
    handler: async ({ actor, body }) => (await setRule(core, actor, body)).value,
  })
}
