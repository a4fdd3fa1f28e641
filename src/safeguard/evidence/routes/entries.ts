import type { UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, route } from '../../../platform/http/index.ts'
import type { Core } from '../act.ts'
import { EntriesQuery, EntryDetail, EntryPage, LeafParams, TrailQuery, type EntryItem } from '../model.ts'
import { destructionOf } from '../retention/index.ts'
import { maySeeEntry, ownBodyOf, READERS } from '../rules.ts'
import { countEntries, entriesAbout, listEntries, MOST_COUNTED, type EntryRow } from '../store.ts'
import { hex, leafHash, parseEntry, type EntryView } from '../verifier/index.ts'
import { proofRoutes } from './proofs.ts'

export type SeesPayload = (actor: UserActor, entry: EntryView) => boolean | Promise<boolean>

/** The entries themselves: for those who may read them, by `rules.ts`. */
export function entryRoutes(app: App, core: Core, seesPayload: SeesPayload): void {
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
      const kept = entry.payload ? (await core.evidence.payloads([entry.id])).get(entry.id) : undefined
      const shown = kept !== undefined && (await seesPayload(actor, entry))
      return {
        ...item({ leaf, entry: bytes.toString('utf8') }),
        hash: hex(leafHash(bytes)),
        entry: bytes.toString('utf8'),
        payloadKept: kept !== undefined,
        destroyed: entry.payload && !kept ? await destructionOf(core.db, entry.id) : null,
        ...(shown ? { payload: JSON.parse(kept.body) as Json } : {}),
      }
    },
  })
  proofRoutes(app, core, { seen, seesPayload })
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
