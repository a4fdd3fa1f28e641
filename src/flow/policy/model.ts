import { z } from 'zod'

/** What a column may be used for. Anything that a policy does not name is `hidden`. */
export const ColumnLevel = z.enum(['group', 'measure', 'join', 'identity', 'hidden'])
export type ColumnLevel = z.output<typeof ColumnLevel>

export const ColumnRef = z.strictObject({ table: z.string(), column: z.string() })
export type ColumnRef = z.output<typeof ColumnRef>

/** Default k. No national number was found (facts/disclosure-control §2.4): ACRO's threshold. */
export const DEFAULT_MIN_GROUP = 10

/** Purposes as a closed, versioned list; texts live in the portal under `purpose.<code>`. */
export const PURPOSES = [
  'actuarial_pricing',
  'chronic_disease_research',
  'drug_evaluation',
  'fund_supervision',
  'contest_modelling',
  'public_health',
  'service_improvement',
] as const
export const Purpose = z.enum(PURPOSES)
export type Purpose = z.output<typeof Purpose>

/** The terms under which a product may be used: part 1 of the profile that part 3 completes as ODRL. */
export const Policy = z.strictObject({
  /** Who may ask: participant ids, or any body of the space. */
  consumers: z.union([z.literal('any'), z.array(z.uuid()).min(1).max(500)]),
  purposes: z.array(Purpose).min(1),
  /** Last moment of use, ms since 1970. */
  until: z.int().positive(),
  /** How many runs the contract allows in all. */
  maxRuns: z.int().min(1).max(1_000_000),
  /** Table name → column name → level. */
  columns: z.record(z.string(), z.record(z.string(), ColumnLevel)),
  /** Pairs of columns that may be joined. */
  joinKeys: z.array(z.tuple([ColumnRef, ColumnRef])).max(200),
  /** k: results on fewer distinct insured persons are withheld. */
  minGroup: z.int().min(2).max(100_000).default(DEFAULT_MIN_GROUP),
})
export type Policy = z.output<typeof Policy>

/** An offer 要约: a published product with the policy that it is offered under. */
export const OfferView = z.object({
  id: z.uuid(),
  productId: z.uuid(),
  productTitleZh: z.string(),
  productTitleEn: z.string(),
  providerId: z.uuid(),
  providerNameZh: z.string(),
  providerNameEn: z.string(),
  state: z.enum(['open', 'withdrawn']),
  policy: Policy,
  createdAt: z.int(),
})
export type OfferView = z.output<typeof OfferView>

export const NewOffer = z.strictObject({ productId: z.uuid(), policy: Policy })
export type NewOffer = z.output<typeof NewOffer>
