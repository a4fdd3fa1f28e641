import { z } from 'zod'
import { Finding } from '../../check/index.ts'
import { CellOutput, SeatFileView } from '../model.ts'
import { Watermark } from '../views/index.ts'

export const PathQuery = z.object({ path: z.string().min(1).max(400) })

export const FileList = z.object({
  items: z.array(SeatFileView),
  total: z.int(),
  /** Names are views too: true where the cap held some back. */
  cut: z.boolean(),
})
export type FileList = z.output<typeof FileList>

/** A file looked at: never its bytes. */
export const FileLook = z.object({
  path: z.string(),
  bytes: z.int(),
  /** `binary`: nothing of it can be shown here. */
  kind: z.enum(['text', 'table', 'image', 'binary']),
  outputs: z.array(CellOutput),
  cut: z.boolean(),
  /** True where the cap of views cut it. */
  capped: z.boolean(),
  watermark: Watermark,
})
export type FileLook = z.output<typeof FileLook>

/** What its author says of a file, as the airlock will ask for it. */
export const Context = z.strictObject({
  shows: z.string().max(4_000),
  how: z.string().max(4_000),
  persons: z.int().min(0).nullable(),
  kind: z.string().max(40),
  countColumns: z.array(z.string().max(120)).max(100).default([]),
})
export const Preflight = z.strictObject({
  paths: z.array(z.string().min(1).max(400)).min(1).max(20),
  /** By path; a file without one is looked at as if nothing were said yet. */
  contexts: z.record(z.string(), Context).default({}),
})
export type Preflight = z.output<typeof Preflight>
export const PreflightAnswer = z.object({
  items: z.array(
    z.object({
      path: z.string(),
      verdict: z.enum(['pass', 'review', 'fail']),
      findings: z.array(Finding),
      /** True where the cap of views held findings back: they name columns and places of the file. */
      cut: z.boolean(),
    }),
  ),
})
export type PreflightAnswer = z.output<typeof PreflightAnswer>

/** What the editor saves at once. */
export const TEXT_MOST_BYTES = 1_048_576
/** A text or table is looked at up to this size; larger ones in a notebook. */
export const LOOK_MOST_BYTES = 8_388_608
export const LOOK_LINES = 200
export const LOOK_ROWS = 100
/** Files of one listing. */
export const LIST_MOST = 5_000
/** A file that goes through the inspection. */
export const INSPECT_MOST_BYTES = 67_108_864
