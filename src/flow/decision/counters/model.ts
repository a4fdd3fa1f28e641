import { z } from 'zod'
import { OPERAND_NAMES, OPERATORS } from '../../policy/index.ts'

/** A counter as both bodies see it, live. */
export const CounterView = z.object({
  /** Path of the constraint in the policy; `maxRuns` and `paid` for the two that every contract has. */
  key: z.string(),
  operand: z.enum(OPERAND_NAMES),
  operator: z.enum(OPERATORS).nullable(),
  /** Runs, rows, bytes or 分. */
  used: z.int(),
  leased: z.int(),
  /** null where nothing limits it. */
  limit: z.int().nullable(),
  /** frequency only: length of the sliding span, ms. */
  windowMs: z.int().nullable(),
})
export type CounterView = z.output<typeof CounterView>

export const CountersView = z.object({
  contractId: z.uuid(),
  at: z.int(),
  counters: z.array(CounterView),
  payments: z.array(z.object({ reference: z.string(), fen: z.int(), at: z.int() })),
  /** Duties before use: who has confirmed which. */
  duties: z.array(z.object({ key: z.string(), action: z.string(), confirmedAt: z.int().nullable() })),
})
export type CountersView = z.output<typeof CountersView>

export const NewPayment = z.strictObject({
  /** 分. */
  fen: z.int().min(1).max(1_000_000_000_000),
  /** The provider's reference, such as the number of a receipt; no name of a person. */
  reference: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .regex(/^[\p{L}\p{N}._/-]+$/u),
})
export type NewPayment = z.output<typeof NewPayment>

/** Path of a duty before use in the contract's policy, such as `permissions.0.duties.1`. */
export const DutyKey = z.strictObject({ key: z.string().regex(/^permissions\.\d{1,2}\.duties\.\d{1,2}$/) })
