import { z } from 'zod'
import { DrawState } from '../model.ts'
import { ALGORITHMS } from './draw.ts'

/** Everything of a draw that is public at its stage; the seed only when it has done its work. */
export const DrawView = z.object({
  id: z.uuid(),
  number: z.int(),
  state: DrawState,
  scope: z.enum(['contest', 'division']),
  /** The hash by which commitment and order are counted. */
  algorithm: z.enum(ALGORITHMS),
  commit: z.string(),
  commitLeaf: z.int().nullable(),
  groups: z.array(z.object({ code: z.string(), teams: z.array(z.uuid()) })),
  words: z.array(z.object({ teamId: z.uuid(), word: z.string() })),
  seed: z.string().nullable(),
  root: z.string().nullable(),
  /** Entries of the log that the root is over. */
  size: z.int().nullable(),
  leaf: z.int().nullable(),
  places: z.array(z.uuid()),
  reason: z.string().nullable(),
  createdAt: z.int(),
  drawnAt: z.int().nullable(),
})
export type DrawView = z.output<typeof DrawView>

export const Verified = z.object({
  /** Seed and list give the commitment that was published before. */
  commitment: z.boolean(),
  /** The log has this root at this size. */
  root: z.boolean(),
  /** Seed, root and words give the published order. */
  order: z.boolean(),
})
export type Verified = z.output<typeof Verified>
