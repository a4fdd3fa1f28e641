import { z } from 'zod'
import { RecordedView } from '../model.ts'
import { Watermark } from '../views/index.ts'

/** Something that happened in a seat, to be kept. */
export interface Happened {
  readonly seatId: string
  readonly userId: string | null
  readonly kind: RecordedView['kind']
  readonly text: string
  readonly leaf: number | null
  readonly notebookId?: string | null
  readonly cellId?: string | null
  readonly outputs?: RecordedView['outputs']
}

/** A part of the replay. */
export const RecordingPage = z.object({
  items: z.array(RecordedView),
  /** `from` of the next part; null at the end. */
  next: z.int().nullable(),
  watermark: Watermark,
})
export type RecordingPage = z.output<typeof RecordingPage>

export const RecordingQuery = z.object({
  /** The first number that is wanted. */
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** Longest text of one row. */
export const RECORDED_TEXT_MOST = 200_000
/** Bytes of outputs in one part of the replay: the rest comes with the next. */
export const PAGE_MOST_BYTES = 8_388_608
