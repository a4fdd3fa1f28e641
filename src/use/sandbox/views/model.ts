import { z } from 'zod'

/** Who looks and when: sent with every view, drawn over it by the portal, so that a photograph of a screen names its taker. */
export const Watermark = z.object({
  /** The log-in name. */
  user: z.string(),
  at: z.int(),
})
export type Watermark = z.output<typeof Watermark>

/** So many bytes of text count as one row looked at. */
export const ROW_BYTES = 256
/** So many bytes of a picture count as one row looked at: pixels can carry text as well as a page can. */
export const PICTURE_ROW_BYTES = 512
/** The rows of one cell at most, so that none empties the day's cap by mistake. */
export const CELL_MOST_ROWS = 2_000
/** One picture at most. */
export const PICTURE_MOST_BYTES = 1_024_000
