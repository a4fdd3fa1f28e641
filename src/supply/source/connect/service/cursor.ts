import { z } from 'zod'
import { XinyuError } from '../../../../kernel/errors/index.ts'

/** How far a read of a table has come. Plain JSON, so that it survives a kill. */
export const Progress = z.strictObject({
  v: z.literal(1),
  /** Place of the page that was read last; null: it was the first and has no name. */
  place: z.string().nullable(),
  /** Place of the page after it; null with `done`. */
  next: z.string().nullable(),
  /** Number of pages read. */
  pages: z.int(),
  rows: z.int(),
  /** Key of the last row, or a hash of it: tells whether a page is still what it was. */
  last: z.string(),
  /** Value from which this increment asked; null: everything. */
  since: z.string().nullable(),
  /** When this read began, by the clock of the service; ms. */
  begun: z.number().nullable(),
  /** Greatest watermark seen that is not after it: the next increment goes on from there. */
  max: z.string().nullable(),
  done: z.boolean(),
})
export type Progress = z.output<typeof Progress>

export const writeCursor = (progress: Progress): string => JSON.stringify(progress)

/** @throws XinyuError SERVICE_CHANGED for a cursor that is not ours */
export function readCursor(text: string, where: string): Progress {
  try {
    return Progress.parse(JSON.parse(text))
  } catch {
    throw new XinyuError('SERVICE_CHANGED', { where, why: 'the kept place of reading cannot be used' })
  }
}
