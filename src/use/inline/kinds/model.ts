import { z } from 'zod'
import first from './kinds-1.json' with { type: 'json' }

/** Rules that a kind may answer by; `kinds/rules.ts` holds each as a pure function. */
export const VERIFY_RULES = [
  'enrolled_type',
  'enrolled_place',
  'paid_months',
  'age',
  'own_expense',
  'continuity',
] as const

/** What a question of a kind may carry beside who is asked about. */
export const VERIFY_ASKS = ['date', 'insutype', 'admdvs', 'months', 'year'] as const
export type VerifyAsk = (typeof VERIFY_ASKS)[number]

/** One kind of verification: what it asks, which columns it opens, and how coarse its answer is. */
export const VerifyKind = z.strictObject({
  code: z.string().regex(/^[a-z_]+$/),
  zh: z.string(),
  en: z.string(),
  tellsZh: z.string(),
  tellsEn: z.string(),
  rule: z.enum(VERIFY_RULES),
  form: z.enum(['yes_no', 'band', 'score']),
  asks: z.array(z.enum(VERIFY_ASKS)),
  /** National table → columns that the answer rests on. */
  tables: z.record(z.string(), z.array(z.string()).min(1)),
  /** True: all of these tables are needed; false: at least one of them. */
  every: z.boolean(),
  /** Scopes of consent that cover it. */
  scopes: z.array(z.string()).min(1),
  /** Lower ends of the bands, ascending; the last is open above. */
  bands: z.array(z.int()).min(2).optional(),
  unit: z.enum(['month', 'year', 'yuan']).optional(),
})
export type VerifyKind = z.output<typeof VerifyKind>

const KindList = z.strictObject({ version: z.int(), kinds: z.array(VerifyKind).min(1) })

const CURRENT = KindList.parse(first)
/** Stands in every answer and its evidence. A list that was published is never changed: a new one gets a new number. */
export const VERIFY_VERSION = CURRENT.version
export const VERIFY_KINDS: readonly VerifyKind[] = CURRENT.kinds

/** Both ends are in it; `until` null is open above. */
export const Band = z.object({ from: z.int(), until: z.int().nullable(), unit: z.string() })

/** One shape a form; null where nothing is known of the person that could be told. */
export const VerifyAnswer = z.discriminatedUnion('form', [
  z.object({ form: z.literal('yes_no'), yes: z.boolean() }),
  z.object({ form: z.literal('band'), band: Band.nullable() }),
  z.object({ form: z.literal('score'), score: z.int() }),
])
export type VerifyAnswer = z.output<typeof VerifyAnswer>
