import { z } from 'zod'

/** Four values (TC609-6-2025-15 §行为校验): allowed, allowed once a condition is met, denied by a rule, denied because no rule allows. */
export const DecisionValue = z.enum(['allowed', 'conditional', 'denied', 'denied-by-default'])
export type DecisionValue = z.output<typeof DecisionValue>

/** One looked-at fact of a decision: rule, what was asked, what the terms say. */
export const Fact = z.object({
  rule: z.enum([
    'party',
    'contract_state',
    'term',
    'purpose',
    'count',
    'product_state',
    'body_state',
    'provider_state',
  ]),
  holds: z.boolean(),
  asked: z.string(),
  limit: z.string(),
})
export type Fact = z.output<typeof Fact>

export const Decision = z.object({
  value: DecisionValue,
  facts: z.array(Fact),
  /** The rule that decided when the value is not `allowed`. */
  because: z.string().nullable(),
})
export type Decision = z.output<typeof Decision>
