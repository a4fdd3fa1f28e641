import { z } from 'zod'
import { Watermark } from '../views/index.ts'

export const NewJob = z.strictObject({
  /** Path below `/work`. */
  script: z.string().min(1).max(400),
  /** Handed to the script as `xinyu.parameters`. */
  parameters: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/), z.string().max(1_000))
    .default({})
    .refine((all) => Object.keys(all).length <= 50, 'has at most 50 parameters'),
})
export type NewJob = z.output<typeof NewJob>

export const LogQuery = z.object({ from: z.coerce.number().int().min(0).default(0) })
export const LogPage = z.object({
  lines: z.array(z.object({ line: z.string(), stream: z.enum(['out', 'err']) })),
  /** `from` of what comes next. */
  next: z.int(),
  ended: z.boolean(),
  /** True where the cap of views holds lines back: the same `from` gives them later. */
  capped: z.boolean(),
  /** True where the script wrote more than is kept. */
  cut: z.boolean(),
  watermark: Watermark,
})
export type LogPage = z.output<typeof LogPage>

/** Jobs of one seat that wait or run at the same time. */
export const JOBS_MOST = 5
/** What is kept of a log. */
export const LOG_LINES_MOST = 20_000
export const LOG_BYTES_MOST = 2_097_152
export const LINE_MOST = 4_000
/** Lines of one answer. */
export const LOG_PAGE = 500
export const SCRIPT_MOST_BYTES = 1_048_576
