import { z } from 'zod'
import { listOf } from '../../platform/http/index.ts'

const Text = z.string().regex(/^[A-Za-z0-9._:-]{0,127}[A-Za-z0-9._:*-]$/)
const Leaf = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const Time = z.coerce.number().int().min(0)

/** What a list of entries can be narrowed by. Times in ms since 1970, inclusive. */
export const EntriesQuery = z.object({
  kind: Text.optional(),
  subject: Text.optional(),
  actor: Text.optional(),
  from: Time.optional(),
  to: Time.optional(),
  /** The `next` of the page before. */
  before: Leaf.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const TrailQuery = z.object({
  subject: Text,
  /** The last leaf of the page before. */
  after: z.coerce.number().int().min(-1).default(-1),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})

export const LeafParams = z.strictObject({ leaf: Leaf })

/** One entry of the log, for those who may see it. */
export const EntryItem = z.object({
  leaf: z.int(),
  id: z.uuid(),
  /** ms since 1970. */
  at: z.int(),
  kind: z.string(),
  actor: z.object({
    kind: z.enum(['user', 'system']),
    userId: z.string().optional(),
    participantId: z.string().optional(),
    name: z.string().optional(),
  }),
  subject: z.record(z.string(), z.string()),
  /** Salted SHA-256 of what lies beside the log, hex; null without payload. */
  payloadHash: z.string().nullable(),
})
export type EntryItem = z.output<typeof EntryItem>

export const EntryPage = listOf(EntryItem).extend({
  /** `before` of the next page; null on the last one. */
  next: z.int().nullable(),
  /** True where `total` is only a lower bound. */
  totalIsLess: z.boolean(),
})

export const EntryDetail = EntryItem.extend({
  /** Leaf hash in the tree, hex. */
  hash: z.string(),
  /** The canonical bytes of the leaf, as text. */
  entry: z.string(),
  /** Left out for those who may not see it, and where it was destroyed. */
  payload: z.json().optional(),
  payloadKept: z.boolean(),
  /** When the payload was destroyed, and the entry that says so. */
  destroyed: z.object({ at: z.int(), leaf: z.int() }).nullable(),
})
export type EntryDetail = z.output<typeof EntryDetail>

export const HeadView = z.object({
  /** Entries in the log. */
  size: z.int(),
  /** Root of the tree at that size, Base64 as on the checkpoint. */
  root: z.string(),
  /** When it was looked at, ms since 1970. */
  at: z.int(),
  healthy: z.boolean(),
})
export type HeadView = z.output<typeof HeadView>
