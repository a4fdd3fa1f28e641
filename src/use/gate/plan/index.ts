import { z } from 'zod'
import { After } from './after.ts'
import { Base } from './base.ts'

export * from './after.ts'
export * from './base.ts'
export * from './row.ts'

/** A column of the answer. A `statistic` derives from at least one statistic; a `key` from keys and constants alone. */
export const OutputColumn = z.strictObject({
  name: z.string(),
  /** DuckDB's name of the type; DOUBLE for what was computed after release. */
  type: z.string(),
  role: z.enum(['key', 'statistic']),
})
export type OutputColumn = z.output<typeof OutputColumn>

/**
 * The closed plan: everything a query may mean here, as plain JSON. What has no node does not exist. Persons' rows
 * (`row.ts`) → bases, computed by an engine and checked (`base.ts`) → released values at work (`after.ts`).
 */
export const Plan = z.strictObject({
  plan: z.literal('xinyu/2'),
  bases: z.array(Base).min(1).max(8),
  after: After,
  output: z.array(OutputColumn).min(1),
})
export type Plan = z.output<typeof Plan>
