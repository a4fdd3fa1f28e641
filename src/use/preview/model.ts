import { z } from 'zod'
import { ColumnLevel } from '../../flow/policy/index.ts'
import { CellView } from '../run/index.ts'

/** What stands on every preview, in the data as on the screen. */
export const PREVIEW_MARK = '合成预览 Synthetic preview'

/** What the cells of a column are made of: a released one-way table, a released mean, or nothing at all. */
export const Drawn = z.enum(['marginal', 'mean', 'invented', 'nothing'])
export type Drawn = z.output<typeof Drawn>

export const PreviewColumn = z.object({
  name: z.string(),
  type: z.string(),
  level: ColumnLevel,
  drawn: Drawn,
})
export type PreviewColumn = z.output<typeof PreviewColumn>

/** A logical table 逻辑表: rows drawn from released marginals, of which none exists. */
export const PreviewView = z.object({
  synthetic: z.literal(true),
  mark: z.literal(PREVIEW_MARK),
  contractId: z.uuid(),
  table: z.string(),
  madeAt: z.int(),
  /** The runs whose released outputs it is drawn from. */
  runs: z.array(z.uuid()),
  columns: z.array(PreviewColumn),
  rows: z.array(z.array(CellView)),
})
export type PreviewView = z.output<typeof PreviewView>

export const NewPreview = z.strictObject({
  table: z.string().min(1).max(120),
  /** Columns whose one-way tables are asked; the first eight that may be grouped by where left out. */
  columns: z.array(z.string().min(1).max(120)).min(1).max(8).optional(),
})
export type NewPreview = z.output<typeof NewPreview>

export const PreviewBrief = z.object({
  table: z.string(),
  /** Null: none was made yet. */
  madeAt: z.int().nullable(),
  /** How many runs of the contract making it takes. */
  runs: z.int(),
})
export type PreviewBrief = z.output<typeof PreviewBrief>
