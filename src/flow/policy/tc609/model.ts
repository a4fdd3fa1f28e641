import { z } from 'zod'

const Text = (max: number) => z.string().min(1).max(max)

/** The strategy fields of TC609-6-2025-14 B.4 that a policy fills; the rest of the message belongs to the connector. */
export const Tc609Strategy = z.object({
  actions: z.array(Text(64)).min(1).max(100),
  constraints: z
    .array(
      z.object({
        constraintName: Text(64),
        constraintOperator: Text(32),
        constraintValue: z.union([
          z.string().max(100_000),
          z.number(),
          z.array(z.string().max(500)).max(500),
        ]),
      }),
    )
    .max(500)
    .default([]),
  policyExpansion: z.union([z.string().max(1_000_000), z.record(z.string(), z.unknown())]).optional(),
})
export type Tc609StrategyInput = z.input<typeof Tc609Strategy>

/** What we send: operators as two digits, every value a text, the expansion as canonical JSON. */
export interface Tc609StrategyOut {
  readonly actions: string[]
  readonly constraints: {
    readonly constraintName: string
    readonly constraintOperator: string
    readonly constraintValue: string
  }[]
  readonly policyExpansion: string
}
