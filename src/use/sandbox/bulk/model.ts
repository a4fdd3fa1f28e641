import { z } from 'zod'

/** A list of seats as the operator's office has it: one line a seat. */
export const BulkOpen = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        projectId: z.uuid(),
        name: z.string().trim().min(1).max(60),
        /** Name of a registered terminal that the seat is bound to. */
        terminal: z.string().trim().min(1).max(120).optional(),
      }),
    )
    .min(1)
    .max(2_000),
})
export type BulkOpen = z.output<typeof BulkOpen>

export const BulkClose = z.strictObject({
  projectIds: z.union([z.literal('all'), z.array(z.uuid()).min(1).max(2_000)]),
  reason: z.string().trim().min(2).max(500),
})
export type BulkClose = z.output<typeof BulkClose>
