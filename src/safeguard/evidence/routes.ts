import { z } from 'zod'
import type { UserActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type App, route } from '../../platform/http/index.ts'
import type { Core } from './act.ts'
import { parseTilePath } from './log/index.ts'
import {
  EntriesQuery,
  EntryDetail,
  EntryPage,
  HeadView,
  LeafParams,
  TrailQuery,
  type EntryItem,
} from './model.ts'
import { maySeeEntry, maySeePayload, ownBodyOf, READERS } from './rules.ts'
import { countEntries, entriesAbout, listEntries, MOST_COUNTED, payloadOf, type EntryRow } from './store.ts'
import { hex, leafHash, parseEntry, type EntryView } from './verifier/index.ts'

export interface EvidenceRouteOptions {
  /** Widens or narrows who sees a payload; `rules.ts` decides otherwise. */
  readonly maySeePayload?: (actor: UserActor, entry: EntryView) => boolean | Promise<boolean>
}

const IMMUTABLE = 'public, max-age=31536000, immutable'
const TEXT = 'text/plain; charset=utf-8'

export function evidenceRoutes(app: App, core: Core, options: EvidenceRouteOptions = {}): void {
  const seesPayload = options.maySeePayload ?? maySeePayload
  entryRoutes(app, core, seesPayload)
  logRoutes(app, core)
}

function entryRoutes(
  app: App,
  core: Core,
  seesPayload: NonNullable<EvidenceRouteOptions['maySeePayload']>,
): void {
  const seen = async (actor: UserActor, leaf: number) => {
    const bytes = await core.evidence.reader().entry(leaf)
    const entry = view(bytes.toString('utf8'))
    // The same answer as for a leaf that does not exist: its presence would tell.
    if (!maySeeEntry(actor, entry)) throw new XinyuError('EVIDENCE_NOT_FOUND', { id: leaf })
    return { bytes, entry }
  }

  route(app, {
    method: 'GET',
    url: '/evidence/entries',
    access: READERS,
    summary: 'Entries of the evidence log, newest first; those of the own body for all but the officers',
    tag: 'evidence',
    query: EntriesQuery,
    response: EntryPage,
    handler: async ({ actor, query: { limit, ...asked } }) => {
      const filter = { ...asked, own: ownBodyOf(actor) }
      const rows = await listEntries(core.db, filter, limit + 1)
      const total = await countEntries(core.db, filter)
      const page = rows.slice(0, limit)
      return {
        items: page.map(item),
        total: Math.min(total, MOST_COUNTED),
        totalIsLess: total > MOST_COUNTED,
        next: rows.length > limit ? page.at(-1)!.leaf : null,
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/evidence/trail',
    access: READERS,
    summary: 'All entries about one id, in the order of the log',
    tag: 'evidence',
    query: TrailQuery,
    response: EntryPage,
    handler: async ({ actor, query: { subject, after, limit } }) => {
      const own = ownBodyOf(actor)
      const rows = await entriesAbout(core.db, subject, { own, after, limit: limit + 1 })
      const total = await countEntries(core.db, { subject, own })
      const page = rows.slice(0, limit)
      return {
        items: page.map(item),
        total: Math.min(total, MOST_COUNTED),
        totalIsLess: total > MOST_COUNTED,
        next: rows.length > limit ? page.at(-1)!.leaf : null,
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/evidence/entries/:leaf',
    access: READERS,
    summary: 'One entry as it stands in the log, with its payload for those who may see it',
    tag: 'evidence',
    params: LeafParams,
    response: EntryDetail,
    handler: async ({ actor, params: { leaf } }) => {
      const { bytes, entry } = await seen(actor, leaf)
      const kept = entry.payload ? await payloadOf(core.db, entry.id) : null
      const shown = kept !== null && (await seesPayload(actor, entry))
      return {
        ...item({ leaf, entry: bytes.toString('utf8') }),
        hash: hex(leafHash(bytes)),
        entry: bytes.toString('utf8'),
        payloadKept: kept !== null,
        ...(shown ? { payload: JSON.parse(kept.body) as Json } : {}),
      }
    },
  })
  route(app, {
    method: 'GET',
    url: '/evidence/entries/:leaf/receipt',
    access: READERS,
    summary: 'The receipt of an entry: a file that anyone verifies offline',
    tag: 'evidence',
    params: LeafParams,
    handler: async ({ actor, params: { leaf }, reply }) => {
      const { entry } = await seen(actor, leaf)
      const payload = await seesPayload(actor, entry)
      const receipt = await core.evidence.receiptFor(leaf, { payload })
      void reply.header('content-disposition', `attachment; filename="${entry.id}.receipt.json"`)
      await reply.type('application/json; charset=utf-8').send(receipt)
    },
  })
}

/** What outsiders follow the log by: C2SP tlog-tiles below `/api/evidence`. Entries hold no personal data. */
function logRoutes(app: App, core: Core): void {
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
    summary: 'The verifier key of the log, to be pinned: name+keyid+base64',
    tag: 'evidence',
    handler: async ({ reply }) => {
      await reply.type(TEXT).send(`${core.evidence.vkey()}\n`)
    },
  })
  route(app, {
    method: 'GET',
    url: '/evidence/tile/*',
    access: 'public',
    summary: 'Static tiles and entry bundles of the log (C2SP tlog-tiles)',
    tag: 'evidence',
    params: z.object({ '*': z.string().max(200) }),
    handler: async ({ params, reply }) => {
      const name = parseTilePath(`tile/${params['*']}`)
      const content = name && (await core.evidence.reader().tile(name))
      if (!content) throw new XinyuError('EVIDENCE_NOT_FOUND', { id: `tile/${params['*']}` })
      await reply.header('cache-control', IMMUTABLE).type('application/octet-stream').send(content)
    },
  })
}

function view(text: string): EntryView {
  const entry = parseEntry(text)
  if (typeof entry === 'string') throw new XinyuError('EVIDENCE_LOG_DAMAGED', { file: 'entry', why: entry })
  return entry
}

function item({ leaf, entry: text }: EntryRow): EntryItem {
  const { id, at, kind, actor, subject, payload } = view(text)
  return {
    leaf,
    id,
    at: Date.parse(at),
    kind,
    actor:
      'system' in actor
        ? { kind: 'system', name: actor.system }
        : { kind: 'user', userId: actor.user, participantId: actor.body },
    subject: { ...subject },
    payloadHash: payload?.hash ?? null,
  }
}
