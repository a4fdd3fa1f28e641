import { z } from 'zod'
import type { Core } from '../../safeguard/evidence/index.ts'

/** Grade of a dataset in a sentence: its highest level, and how many columns have which. */
export const GradeSummary = z.object({
  scheme: z.string(),
  level: z.string(),
  columns: z.array(z.object({ level: z.string(), count: z.int() })),
})
export type GradeSummary = z.output<typeof GradeSummary>

/** The last measurement of quality: accuracy by class, 0 to 1 (1 − (still dirty + quarantined) ÷ scanned). */
export const QualitySummary = z.object({
  at: z.int(),
  versionId: z.uuid().nullable(),
  classes: z.array(z.object({ class: z.string(), accuracy: z.number(), scanned: z.int(), dirty: z.int() })),
})
export type QualitySummary = z.output<typeof QualitySummary>

/** How much a dataset is used: numbers, never who. */
export const UsageSummary = z.object({ products: z.int(), contracts: z.int(), runs: z.int() })
export type UsageSummary = z.output<typeof UsageSummary>

/** What a column means: decides how its synthetic values look. */
export interface ColumnKnowledge {
  /** Type of its data element, such as `id`, `code`, `date`, `amount`. */
  readonly type?: string
  /** Codes of its dictionary: public lists, the only values that a preview takes from anywhere. */
  readonly codes?: readonly string[]
  /** It identifies a person or a thing, whatever its name says. */
  readonly identifier?: boolean
}

/** Port: what rooms on the right, and rooms that use this one, know of datasets. `app.ts` wires it; all may be left out. */
export interface CatalogExtras {
  readonly grades?: (core: Core, datasetIds: readonly string[]) => Promise<ReadonlyMap<string, GradeSummary>>
  readonly quality?: (
    core: Core,
    datasetIds: readonly string[],
  ) => Promise<ReadonlyMap<string, QualitySummary>>
  /** Contracts and runs by product; products themselves are counted here. */
  readonly usage?: (
    core: Core,
    productIds: readonly string[],
  ) => Promise<ReadonlyMap<string, { readonly contracts: number; readonly runs: number }>>
  readonly columns?: (
    core: Core,
    datasetId: string,
    names: readonly string[],
  ) => Promise<Readonly<Record<string, ColumnKnowledge>>>
}
