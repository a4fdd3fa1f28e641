import { z } from 'zod'
import { EntriesQuery } from '../model.ts'

export const MOST_BARS = 200

/** What the picture of the log over time is narrowed by. Times in ms since 1970. */
export const DensityQuery = EntriesQuery.pick({
  kind: true,
  subject: true,
  actor: true,
  from: true,
  to: true,
}).extend({
  /** Minutes east of UTC where the reader's days begin. */
  zone: z.coerce
    .number()
    .int()
    .min(-14 * 60)
    .max(14 * 60)
    .default(0),
})

export const DensityView = z.object({
  /** Length of a bar, ms. */
  step: z.int(),
  bars: z.array(z.object({ at: z.int(), count: z.int() })).max(MOST_BARS + 2),
  total: z.int(),
  /** False where only the newest were counted: there are more than this before them. */
  whole: z.boolean(),
})
export type DensityView = z.output<typeof DensityView>
