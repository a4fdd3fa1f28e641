import { z } from 'zod'

/** planned → destroying → done; cancelled while planned. */
export const ClosingState = z.enum(['planned', 'destroying', 'done', 'cancelled'])
export type ClosingState = z.output<typeof ClosingState>

export const PartTotal = z.object({
  part: z.string(),
  count: z.int(),
  bytes: z.int(),
  /** Over the lines `id digest` of the part, in order of id. */
  digest: z.string(),
})
export type PartTotal = z.output<typeof PartTotal>

export const NewClosing = z.strictObject({
  reason: z.string().trim().min(1).max(2000),
  /** End of the retention; destruction begins by itself then. */
  destroyAt: z.int().nonnegative(),
  /** Certificates are published results: kept unless the organiser says otherwise. */
  certificates: z.enum(['keep', 'destroy']).default('keep'),
  /** The code of the contest, typed: nobody closes the wrong one. */
  confirm: z.string().max(100),
})
export type NewClosing = z.output<typeof NewClosing>

export const ClosingView = z.object({
  id: z.uuid(),
  state: ClosingState,
  reason: z.string(),
  destroyAt: z.int(),
  certificates: z.enum(['keep', 'destroy']),
  plannedAt: z.int(),
  begunAt: z.int().nullable(),
  doneAt: z.int().nullable(),
  jobId: z.uuid().nullable(),
  /** Listed and already destroyed, by part. */
  parts: z.array(z.object({ part: z.string(), listed: z.int(), destroyed: z.int(), bytes: z.int() })),
  totals: z.array(PartTotal).nullable(),
  listDigest: z.string().nullable(),
})
export type ClosingView = z.output<typeof ClosingView>
