import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import { type App, route } from '../../../platform/http/index.ts'
import type { Core } from '../act.ts'
import { LeafParams } from '../model.ts'
import { READERS } from '../rules.ts'
import { hex, leafHash, parseCheckpoint, parseNote, type EntryView } from '../verifier/index.ts'
import type { SeesPayload } from './entries.ts'

const Size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const ProofView = z.object({
  leaf: z.int(),
  size: z.int(),
  leafHash: z.string(),
  root: z.string(),
  /** From the leaf up: each sibling with the leaves `from` ≤ n < `to` that lie under it. */
  path: z.array(z.object({ hash: z.string(), side: z.enum(['left', 'right']), from: z.int(), to: z.int() })),
})

interface Access {
  /** @throws XinyuError EVIDENCE_NOT_FOUND for who may not see it */
  readonly seen: (actor: UserActor, leaf: number) => Promise<{ bytes: Buffer; entry: EntryView }>
  readonly seesPayload: SeesPayload
}

/** What shows that an entry is in the log: as a file to take away, and drawn as a tree. */
export function proofRoutes(app: App, core: Core, { seen, seesPayload }: Access): void {
  route(app, {
    method: 'GET',
    url: '/evidence/entries/:leaf/receipt',
    access: READERS,
    summary: 'The receipt of an entry: a file that anyone verifies offline; or its bare C2SP proof',
    tag: 'evidence',
    params: LeafParams,
    query: z.object({ form: z.enum(['json', 'tlog-proof']).default('json') }),
    handler: async ({ actor, params: { leaf }, query: { form }, reply }) => {
      const { entry } = await seen(actor, leaf)
      const file = form === 'json' ? `${entry.id}.receipt.json` : `${entry.id}.tlog-proof`
      void reply.header('content-disposition', `attachment; filename="${file}"`)
      if (form === 'tlog-proof') {
        const proof = await core.evidence.logProofFor(leaf)
        await reply.type('text/plain; charset=utf-8').send(proof)
        return
      }
      const payload = await seesPayload(actor, entry)
      const receipt = await core.evidence.receiptFor(leaf, { payload })
      await reply.type('application/json; charset=utf-8').send(receipt)
    },
  })
  route(app, {
    method: 'GET',
    url: '/evidence/entries/:leaf/proof',
    access: READERS,
    summary:
      'The inclusion proof of an entry in the tree of a size, by default that of the published checkpoint',
    tag: 'evidence',
    params: LeafParams,
    query: z.object({ size: Size.optional() }),
    response: ProofView,
    handler: async ({ actor, params: { leaf }, query }) => {
      const { bytes } = await seen(actor, leaf)
      const reader = core.evidence.reader()
      const size = query.size ?? (await publishedSize(core, leaf))
      const hashes = await reader.inclusionProof(leaf, size)
      const root = await reader.rootAt(size)
      const spans = siblings(leaf, size)
      return {
        leaf,
        size,
        leafHash: hex(leafHash(bytes)),
        root: hex(root),
        path: spans.map((span, at) => ({ hash: hex(hashes[at]!), ...span })),
      }
    },
  })
}

async function publishedSize({ evidence }: Core, leaf: number): Promise<number> {
  const note = parseNote(await evidence.checkpoint(leaf + 1))
  return typeof note === 'string' ? leaf + 1 : (parseCheckpoint(note.text)?.size ?? leaf + 1)
}

export interface Span {
  readonly side: 'left' | 'right'
  readonly from: number
  readonly to: number
}

/** The leaves under each sibling of a path, from the leaf up (RFC 6962 §2.1.1). */
export function siblings(leaf: number, size: number): Span[] {
  const down: Span[] = []
  for (let [from, to] = [0, size]; to - from > 1; ) {
    let half = 1
    while (half * 2 < to - from) half *= 2
    const middle = from + half
    if (leaf < middle) {
      down.push({ side: 'right', from: middle, to })
      to = middle
    } else {
      down.push({ side: 'left', from, to: middle })
      from = middle
    }
  }
  return down.reverse()
}
