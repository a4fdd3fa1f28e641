import { z } from 'zod'
import { MADE_BY } from '../model.ts'

export const LineageQuery = z.object({
  versionId: z.uuid().optional(),
  /** Only what leads to this column and what comes of it. */
  column: z.string().max(128).optional(),
})
export type LineageQuery = z.output<typeof LineageQuery>

/** A version, a product, or something that the reader may not see: then it has neither name nor columns. */
export const LineageNode = z.object({
  id: z.string(),
  kind: z.enum(['version', 'product', 'hidden']),
  datasetId: z.uuid().nullable(),
  versionId: z.uuid().nullable(),
  productId: z.uuid().nullable(),
  number: z.int().nullable(),
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  participantId: z.uuid().nullable(),
  own: z.boolean(),
  madeBy: z.enum(MADE_BY).nullable(),
  at: z.int().nullable(),
  columns: z.array(z.object({ name: z.string(), titleZh: z.string(), titleEn: z.string() })),
})
export type LineageNode = z.output<typeof LineageNode>

/** One column that came of another. Null columns: of the whole, where the columns are not visible. */
export const LineageEdge = z.object({
  from: z.string(),
  fromColumn: z.string().nullable(),
  to: z.string(),
  toColumn: z.string().nullable(),
  /** What was done on the way, in the words of the treatment; for the body that did it. */
  how: z.string().nullable(),
})
export type LineageEdge = z.output<typeof LineageEdge>

export const LineageGraph = z.object({
  /** The version that was asked about. */
  focus: z.string().nullable(),
  column: z.string().nullable(),
  nodes: z.array(LineageNode),
  edges: z.array(LineageEdge),
  /** True when there is more than is shown. */
  cut: z.boolean(),
})
export type LineageGraph = z.output<typeof LineageGraph>
