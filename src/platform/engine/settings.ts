import { availableParallelism } from 'node:os'
import { z } from 'zod'

/** Settings of the engine, a section of the one config file. Every one has a default and a sentence. */
export const EngineSettings = z.strictObject({
  warmChildren: z
    .int()
    .min(0)
    .max(16)
    .default(1)
    .describe('Executor children kept started and waiting; each is used for one query and never again.'),
  concurrency: z
    .int()
    .min(1)
    .max(64)
    .default(Math.max(2, availableParallelism()))
    .describe('Most queries that run at the same time; more wait their turn.'),
  threads: z
    .int()
    .min(1)
    .max(256)
    .default(Math.min(8, availableParallelism()))
    .describe('Threads of one query.'),
  tempMib: z
    .int()
    .min(16)
    .max(1_048_576)
    .default(8_192)
    .describe('Most temp disk of one query, in MiB; above it the query fails.'),
  maxMembers: z
    .int()
    .min(1_000)
    .max(200_000_000)
    .default(20_000_000)
    .describe('Most pairs of group and insured person that one query may bring to the output check.'),
  maxTextBytes: z
    .int()
    .min(1_000)
    .max(1_000_000)
    .default(100_000)
    .describe('Longest SQL text that is parsed, in bytes.'),
  parseTimeMs: z
    .int()
    .min(100)
    .max(60_000)
    .default(2_000)
    .describe('Longest time for parsing one text, in ms.'),
})
export type EngineSettings = z.output<typeof EngineSettings>

/** Settings with every default filled in; unknown keys are an error. */
export const engineSettings = (input: z.input<typeof EngineSettings> = {}): EngineSettings =>
  EngineSettings.parse(input)
