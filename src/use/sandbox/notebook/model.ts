import { z } from 'zod'
import { Cell, CellView, NotebookView } from '../model.ts'
import { Watermark } from '../views/index.ts'

export const NotebookAnswer = NotebookView.extend({ watermark: Watermark })
export type NotebookAnswer = z.output<typeof NotebookAnswer>

export const NewNotebook = z.strictObject({
  name: z.string().trim().min(1).max(120),
  /** With cells that explain, open the first table, draw, and tell the rules of the airlock. */
  starter: z.boolean().default(false),
})
export type NewNotebook = z.output<typeof NewNotebook>

export const VersionBrief = z.object({
  version: z.int(),
  changedBy: z.uuid(),
  changedAt: z.int(),
  cells: z.int(),
})
export type VersionBrief = z.output<typeof VersionBrief>
export const VersionView = z.object({ version: z.int(), name: z.string(), cells: z.array(Cell) })
export type VersionView = z.output<typeof VersionView>

/** How long a caller without an event stream waits for the end. */
export const Wait = z.object({ waitMs: z.coerce.number().int().min(0).max(60_000).default(0) })
export const RunAll = z.strictObject({ from: Cell.shape.id.optional() })
export const Started = z.object({ items: z.array(CellView) })
export const Restore = z.strictObject({ version: z.int().min(1) })
export const ToFile = z.strictObject({
  path: z.string().min(1).max(400).optional(),
  /** Outputs are rows as well: they go along only where asked, and the airlock looks at them. */
  outputs: z.boolean().default(false),
})
export type ToFile = z.output<typeof ToFile>
export const Written = z.object({ path: z.string(), bytes: z.int() })

export const Complete = z.strictObject({
  text: z.string().max(200_000),
  at: z.int().min(0).max(200_000),
})
export const Completion = z.object({ from: z.int(), items: z.array(z.string()) })
export const Variables = z.object({
  items: z.array(z.object({ name: z.string(), type: z.string(), look: z.string() })),
  /** True where the cap of views held some back. */
  cut: z.boolean(),
  watermark: Watermark,
})

/** Notebooks of one seat at most. */
export const NOTEBOOKS_MOST = 50
/** Versions that are kept, of which the oldest go first where they are large. */
export const VERSIONS_MOST = 100
export const VERSIONS_MOST_BYTES = 16_777_216
/** Cells of one seat that may wait at the same time. */
export const QUEUE_MOST = 1_000
/** Outputs of one cell; text of one stream in a row is one. */
export const OUTPUTS_MOST = 200
/** All cells of a notebook together. */
export const NOTEBOOK_MOST_BYTES = 4_194_304
