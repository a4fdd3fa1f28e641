import { z } from 'zod'
import { Page } from '../../../platform/http/index.ts'

export const AnchorsQuery = Page.extend({
  /** Entries of a checkpoint: only the stamps on that one. */
  size: z.coerce.number().int().min(0).optional(),
})

/** One checkpoint that somebody outside vouches for, or is asked to. Times in ms since 1970. */
const AnchorItem = z.object({
  id: z.uuid(),
  driver: z.string(),
  /** Entries of the checkpoint. */
  size: z.int(),
  /** When the authority says it was; until then when it was asked. */
  at: z.int(),
  authority: z.string().nullable(),
  state: z.enum(['stamped', 'waiting', 'failed']),
  /** Why the last try failed, as a code; null when it did not. */
  problem: z.string().nullable(),
  tried: z.int(),
})

export const AnchorList = z.object({
  /** Null where no authority is set. */
  driver: z.string().nullable(),
  items: z.array(AnchorItem),
  total: z.int(),
})
export type AnchorList = z.output<typeof AnchorList>
