import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { UserRole } from '../../../kernel/roles.ts'
import { type App, Id, Page, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { eyesOf } from '../visible.ts'
import { importDcat, removeExternal } from './actions.ts'
import { DcatEntry, WebAddress } from './model.ts'
import { dcatEntries, dcatEntry } from './ours.ts'
import { externalView, ExternalView } from './external.ts'
import { catalogDocument, datasetDocument, nodeOf } from './write.ts'

const WRITERS: readonly UserRole[] = ['data_officer', 'steward']
const tag = 'catalog'
const LINKED_DATA = 'application/ld+json'
const TITLE = {
  iri: 'urn:xinyu:catalogue',
  titleZh: '信域数据目录',
  titleEn: 'Catalogue of the Xinyu data space',
}
/** Catalogues are long texts; so much of one is read at a time. */
const LARGEST = 20_000_000

/** The catalogue as DCAT 3 in JSON-LD, out and in. */
export function dcatRoutes(app: App, core: Core): void {
  app.addContentTypeParser(
    LINKED_DATA,
    { parseAs: 'string', bodyLimit: LARGEST },
    app.getDefaultJsonParser('error', 'error'),
  )

  route(app, {
    method: 'GET',
    url: '/catalog.jsonld',
    access: 'public',
    summary: 'The catalogue as DCAT 3: public entries for everybody, those of the space for who is signed in',
    tag,
    query: Page.extend({ limit: Page.shape.limit.default(100) }),
    handler: async ({ query, request, reply }) => {
      const { items, total } = await dcatEntries(core, await eyesOf(core, request.actor), query)
      send(reply, catalogDocument(TITLE, items.map(nodeOf), { ...query, total }))
    },
  })

  route(app, {
    method: 'GET',
    url: '/datasets/:id/dcat',
    access: 'public',
    summary: 'One entry of the catalogue as DCAT 3',
    tag,
    params: Id,
    handler: async ({ params, request, reply }) => sendDataset(core, request.actor, params.id, reply),
  })

  route(app, {
    method: 'POST',
    url: '/catalog/import',
    access: WRITERS,
    summary: 'Take the datasets of a DCAT catalogue (JSON-LD) in as external entries',
    tag,
    query: z.object({ sourceUrl: WebAddress.optional(), zoneId: z.uuid().optional() }),
    body: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]),
    bodyLimit: LARGEST,
    response: z.object({
      added: z.int(),
      renewed: z.int(),
      /** Left alone: our own datasets, and entries that another body takes care of. */
      kept: z.int(),
      ids: z.array(z.uuid()),
    }),
    handler: ({ actor, query, body }) =>
      importDcat(core, actor, {
        document: body,
        sourceUrl: query.sourceUrl ?? null,
        zoneId: query.zoneId ?? null,
      }),
  })

  route(app, {
    method: 'GET',
    url: '/catalog/external/:id',
    access: 'signed-in',
    summary: 'One entry of another catalogue',
    tag,
    params: Id,
    response: ExternalView,
    handler: async ({ actor, params }) => {
      const view = await externalView(core, actor, params.id)
      if (!view) throw new XinyuError('NOT_FOUND', { what: 'entry' })
      return view
    },
  })

  route(app, {
    method: 'DELETE',
    url: '/catalog/external/:id',
    access: WRITERS,
    summary: 'Take an external entry of the own body out of the catalogue',
    tag,
    params: Id,
    response: z.object({ done: z.literal(true) }),
    handler: async ({ actor, params }) => {
      await removeExternal(core, actor, params.id)
      return { done: true as const }
    },
  })
}

/** Sends one entry as DCAT. @throws XinyuError NOT_FOUND */
export async function sendDataset(
  core: Core,
  actor: UserActor | null,
  id: string,
  reply: FastifyReply,
): Promise<void> {
  const entry = await dcatEntry(core, await eyesOf(core, actor), id)
  if (!entry) throw new XinyuError('NOT_FOUND', { what: 'dataset' })
  send(reply, datasetDocument(nodeOf(DcatEntry.parse(entry))))
}

/** Does the caller prefer JSON-LD to our own form? It has to be named: `*` is content with JSON. */
export const asksLinkedData = (accept: string | undefined): boolean =>
  (accept ?? '').split(',').some((one) => one.split(';')[0]!.trim().toLowerCase() === LINKED_DATA)

function send(reply: FastifyReply, document: unknown): void {
  void reply
    .header('content-type', `${LINKED_DATA}; charset=utf-8`)
    .header('vary', 'accept, cookie')
    .serializer(String)
    .send(JSON.stringify(document))
}
