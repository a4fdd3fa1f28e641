import { join } from 'node:path'
import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, route } from '../../../platform/http/index.ts'
import type { Core } from '../act.ts'
import { parseTilePath, readOrNull, type LogReader } from '../log/index.ts'
import { HeadView } from '../model.ts'
import { hex, isConsistent, parseEntry } from '../verifier/index.ts'

const IMMUTABLE = 'public, max-age=31536000, immutable'
const TEXT = 'text/plain; charset=utf-8'
/** Made by `npm run build:verifier`, which `npm start` runs. */
const VERIFY_PAGE = join(import.meta.dirname, '../../../../dist/verifier/verify.html')

const Size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const TreeView = z.object({
  size: z.int(),
  /** Hex. */
  root: z.string(),
  /** Time of the newest entry in it, ms since 1970; null for the empty tree. */
  at: z.int().nullable(),
})
const ConsistencyView = z.object({
  from: TreeView,
  to: TreeView,
  /** Hex, RFC 6962 §2.1.2. */
  proof: z.array(z.string()),
  holds: z.literal(true),
})

/** What outsiders follow the log by: C2SP tlog-tiles below `/api/evidence`. Entries hold no personal data. */
export function logRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/evidence/head',
    access: 'public',
    summary: 'Size and root of the evidence log, and whether it is being written',
    tag: 'evidence',
    response: HeadView,
    handler: async () => core.evidence.head(),
  })
  route(app, {
    method: 'GET',
    url: '/evidence/checkpoint',
    access: 'public',
    summary: 'The published checkpoint: a C2SP signed note',
    tag: 'evidence',
    handler: async ({ reply }) => {
      const note = await core.evidence.checkpoint()
      await reply.header('cache-control', 'no-cache').type(TEXT).send(note)
    },
  })
  route(app, {
    method: 'GET',
    url: '/evidence/key',
    access: 'public',
    summary: 'The verifier keys of the log, to be pinned, one a line: name+keyid+base64',
    tag: 'evidence',
    handler: async ({ reply }) => {
      await reply.type(TEXT).send(`${core.evidence.vkeys().join('\n')}\n`)
    },
  })
  for (const tree of ['tile', 'tile-sm3'] as const) {
    route(app, {
      method: 'GET',
      url: `/evidence/${tree}/*`,
      access: 'public',
      summary:
        tree === 'tile'
          ? 'Static tiles and entry bundles of the log (C2SP tlog-tiles)'
          : 'Static tiles of the SM3 tree of a 国密 space, over the same entries',
      tag: 'evidence',
      params: z.object({ '*': z.string().max(200) }),
      handler: async ({ params, reply }) => {
        const path = `${tree}/${params['*']}`
        const name = parseTilePath(path)
        const content = name && (await core.evidence.reader().tile(name))
        if (!content) throw new XinyuError('EVIDENCE_NOT_FOUND', { id: path })
        await reply.header('cache-control', IMMUTABLE).type('application/octet-stream').send(content)
      },
    })
  }
  route(app, {
    method: 'GET',
    url: '/evidence/consistency',
    access: 'public',
    summary: 'The proof that the larger of two trees only appended to the smaller one',
    tag: 'evidence',
    query: z
      .object({ from: Size, to: Size })
      .refine(({ from, to }) => from <= to, { path: ['from'], message: 'must not be larger than to' }),
    response: ConsistencyView,
    handler: async ({ query }) => {
      const reader = core.evidence.reader()
      const proof = await reader.consistencyProof(query.from, query.to)
      const [from, to] = [await tree(reader, query.from), await tree(reader, query.to)]
      // A damaged tile must not be shown as a history that holds.
      if (!isConsistent(from, to, proof))
        throw new XinyuError('EVIDENCE_LOG_DAMAGED', {
          file: 'tile',
          why: `the tree of ${to.size} does not continue the tree of ${from.size}`,
        })
      const shown = ({ size, root, at }: Tree) => ({ size, root: hex(root), at })
      return { from: shown(from), to: shown(to), proof: proof.map(hex), holds: true as const }
    },
  })
  route(app, {
    method: 'GET',
    url: '/evidence/verifier.html',
    access: 'public',
    summary: 'The page that verifies receipts without any server, to be kept and opened from the own disk',
    tag: 'evidence',
    handler: async ({ reply }) => {
      const page = await readOrNull(VERIFY_PAGE)
      if (!page) throw new XinyuError('EVIDENCE_NOT_FOUND', { id: 'verifier.html' })
      void reply.header('content-disposition', 'attachment; filename="xinyu-verify.html"')
      await reply.type('text/html; charset=utf-8').send(page)
    },
  })
}

interface Tree {
  readonly size: number
  readonly root: Buffer
  /** ms since 1970; null for the empty tree. */
  readonly at: number | null
}

async function tree(reader: LogReader, size: number): Promise<Tree> {
  const root = await reader.rootAt(size)
  if (size === 0) return { size, root, at: null }
  const newest = parseEntry((await reader.entry(size - 1)).toString('utf8'))
  return { size, root, at: typeof newest === 'string' ? null : Date.parse(newest.at) }
}
