import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, Id, route } from '../../../platform/http/index.ts'
import type { Core } from '../act.ts'
import { AnchorList, AnchorsQuery } from './model.ts'
import { countAnchors, findAnchor, listAnchors } from './store.ts'
import { anchorDriver } from './tend.ts'

/** Checkpoints that somebody outside vouches for: sizes, hashes and tokens, so that anyone may have them. */
export function anchorRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/evidence/anchors',
    access: 'public',
    summary: 'Checkpoints that an outside authority stamped, or is asked to, newest first',
    tag: 'evidence',
    query: AnchorsQuery,
    response: AnchorList,
    handler: async ({ query }) => ({
      driver: anchorDriver(core)?.name ?? null,
      items: await listAnchors(core.db, query),
      total: await countAnchors(core.db, query.size),
    }),
  })
  route(app, {
    method: 'GET',
    url: '/evidence/anchors/:id',
    access: 'public',
    summary: 'The token of an anchor: for RFC 3161 a .tsr file',
    tag: 'evidence',
    params: Id,
    handler: async ({ params, reply }) => {
      const row = await findAnchor(core.db, params.id)
      if (!row?.token) throw new XinyuError('NOT_FOUND', { what: 'anchor' })
      void reply.header('content-disposition', `attachment; filename="checkpoint-${row.size}.tsr"`)
      await reply.type('application/timestamp-reply').send(row.token)
    },
  })
  route(app, {
    method: 'GET',
    url: '/evidence/anchors/:id/text',
    access: 'public',
    summary: 'What the authority stamped: the text of the checkpoint, without its signatures',
    tag: 'evidence',
    params: Id,
    handler: async ({ params, reply }) => {
      const row = await findAnchor(core.db, params.id)
      if (!row) throw new XinyuError('NOT_FOUND', { what: 'anchor' })
      void reply.header('content-disposition', `attachment; filename="checkpoint-${row.size}.txt"`)
      await reply.type('text/plain; charset=utf-8').send(row.text)
    },
  })
}
