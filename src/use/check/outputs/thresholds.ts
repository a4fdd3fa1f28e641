import { z } from 'zod'
import data from './thresholds.v1.json' with { type: 'json' }

/**
 * Where the rules for outputs draw their lines. The defaults are those of ACRO 1.0.1 (`acro/default.yaml`:
 * safe_threshold 10, safe_dof_threshold 10, safe_nk_n 2, safe_nk_k 0.90, safe_pratio_p 0.10,
 * survival_safe_threshold 10, zeros_are_disclosive, blocked .svg and .gph) and, for models, of SACRO-ML 2.0.0
 * (min_samples_leaf 5). A contract may be stricter: its own numbers are laid over these.
 */
export const Thresholds = z.strictObject({
  version: z.int().min(1),
  minPersons: z.int().min(1),
  minDegreesOfFreedom: z.int().min(0),
  dominance: z.strictObject({ n: z.int().min(1), percent: z.number().min(1).max(100) }).nullable(),
  pPercent: z.number().min(0).max(100).nullable(),
  minAtRisk: z.int().min(1),
  /** Is a count of nobody disclosive, since it tells what nobody has? */
  zerosDisclose: z.boolean(),
  minLeaf: z.int().min(1),
  blockedFormats: z.array(z.string()),
})
export type Thresholds = z.output<typeof Thresholds>

export const THRESHOLDS: Thresholds = Thresholds.parse(data)
