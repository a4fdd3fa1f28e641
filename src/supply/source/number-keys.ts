import type { Actor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { NumberInput, NumberOutput } from './child/messages.ts'
import { numberPersons } from './registry.ts'

/** Staged values of insured columns: `keys.parquet (raw, v)` in each folder becomes `map.parquet (raw, n)` there. */
export interface KeysWork {
  readonly importId: string
  /** Absolute folder of this work alone. */
  readonly staging: string
  readonly tables: NumberInput['tables']
}

const TIME_MS = 6 * 3_600_000

/**
 * Gives the staged values the numbers that the registry knows their persons by, or the next ones: for a treatment that
 * mended the insured column itself.
 * @throws XinyuError INSURED_*, ENGINE_CANCELLED
 */
export async function numberKeys(
  core: Core,
  actor: Actor,
  work: KeysWork,
  options: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const limits = { timeMs: TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
  const module = new URL('./child/number.ts', import.meta.url).href
  await numberPersons(
    core,
    actor,
    { ...work, land: null },
    async (input) =>
      (await core.engine.script<Json>(
        { module, input: input as unknown as Json, limits },
        options,
      )) as unknown as NumberOutput,
  )
}
