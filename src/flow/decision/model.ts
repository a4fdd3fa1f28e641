import { z } from 'zod'
import { ACTIONS, OPERAND_NAMES } from '../policy/index.ts'

/** Four values (TC609-6-2025-15 §行为校验): allowed, allowed once a condition is met, denied by a rule, denied because no rule allows. */
export const DecisionValue = z.enum(['allowed', 'conditional', 'denied', 'denied-by-default'])
export type DecisionValue = z.output<typeof DecisionValue>

/** Rules that bind every use, beside the constraints of the policy. */
export const GENERAL_RULES = [
  'party',
  'body_state',
  'provider_state',
  'contract_state',
  'contract_intact',
  'start',
  'term',
  'product_state',
  'purpose',
  'authority',
  'single_person',
  'consent',
  'count',
  'prohibition',
  'permission',
  'duty',
  'notice',
] as const
export type GeneralRule = (typeof GENERAL_RULES)[number]

/**
 * One looked-at fact of a decision: rule, what was asked, what the terms say. `at` is the path of the constraint,
 * permission or prohibition in the policy (`permissions.0.constraints.1`); null for the rules that bind every use. In
 * a prohibition a constraint that holds counts against the use.
 */
export const Fact = z.object({
  rule: z.string(),
  at: z.string().nullable().default(null),
  holds: z.boolean(),
  asked: z.string(),
  limit: z.string(),
})
export type Fact = z.output<typeof Fact>

/** What has to happen before the use: a duty before use 前置义务, or a payment (`needed` in 分). */
export const UseCondition = z.object({
  kind: z.enum(['duty', 'payment']),
  action: z.enum(ACTIONS).nullable(),
  at: z.string(),
  needed: z.string(),
})
export type UseCondition = z.output<typeof UseCondition>

/** What a use takes from a counter: leased at the grant, drawn when data is opened, settled at the release. */
export const Draw = z.object({
  /** Path of the constraint in the policy. */
  key: z.string(),
  operand: z.enum(OPERAND_NAMES),
  amount: z.int().nonnegative(),
  limit: z.int().nonnegative(),
  /** frequency only: length of the window, ms; null: the whole term. */
  windowMs: z.int().positive().nullable(),
})
export type Draw = z.output<typeof Draw>

/** Rows that a step may see: `only` those for which one (`any`) or all of the expressions hold; `except` those. */
export const RowRule = z.object({
  at: z.string(),
  effect: z.enum(['only', 'except']),
  match: z.enum(['any', 'all']),
  expressions: z.array(z.string()).min(1),
})
export type RowRule = z.output<typeof RowRule>

export const Decision = z.object({
  value: DecisionValue,
  facts: z.array(Fact),
  /** The rule that decided when the value is not `allowed`. */
  because: z.string().nullable(),
  /** conditional only: what is missing. */
  conditions: z.array(UseCondition).default([]),
  /** Place of the permission that carries the use. */
  permission: z.int().nullable().default(null),
  draws: z.array(Draw).default([]),
  rows: z.array(RowRule).default([]),
})
export type Decision = z.output<typeof Decision>

/** A stored decision, also of an older form. */
export const decisionOf = (json: unknown): Decision => Decision.parse(json)
