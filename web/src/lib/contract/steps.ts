import type { ContractView } from '../../api/types.ts'

/** 要约 → 协商 → 签署 → 备案 → 履行 → 终止 */
export const CONTRACT_STEPS = ['offer', 'negotiation', 'signing', 'filing', 'performance', 'end'] as const
export type ContractStep = (typeof CONTRACT_STEPS)[number]

export interface StepNow {
  readonly key: ContractStep
  readonly state: 'done' | 'now' | 'stopped' | 'todo'
  /** When it was completed, where that is known. */
  readonly at: number | null
}

type Life = Pick<ContractView, 'state' | 'voidReason' | 'createdAt' | 'filedAt' | 'startedAt' | 'endedAt'> & {
  readonly signedAt: number | null
}

/** Where a contract stands in its life. One that never came into force stops at the step where it was broken off. */
export function contractSteps(life: Life): StepNow[] {
  const now = stepOf(life)
  const stopped = life.state === 'void' || life.state === 'suspended'
  const moments: Partial<Record<ContractStep, number | null>> = {
    negotiation: life.createdAt,
    signing: life.signedAt,
    filing: life.filedAt,
    performance: life.startedAt,
    end: life.endedAt,
  }
  const place = CONTRACT_STEPS.indexOf(now)
  return CONTRACT_STEPS.map((key, at) => {
    const state =
      at < place || (key === 'end' && life.state === 'ended')
        ? 'done'
        : at > place
          ? 'todo'
          : stopped
            ? 'stopped'
            : 'now'
    // Performance is told by its beginning, every other step by its end.
    const known = state === 'done' || (key === 'performance' && state !== 'todo')
    return { key, state, at: known ? (moments[key] ?? null) : null }
  })
}

function stepOf({ state, filedAt, signedAt }: Life): ContractStep {
  if (state === 'void') return filedAt !== null ? 'performance' : signedAt !== null ? 'filing' : 'signing'
  if (state === 'ended') return 'end'
  if (state === 'signing' || state === 'filing') return state
  return 'performance'
}

/** When the last party signed, or null while one is missing. */
export function allSignedAt(
  parties: readonly { readonly participantId: string }[],
  signatures: readonly { readonly participantId: string; readonly signedAt: number }[],
): number | null {
  const times = parties.flatMap(
    ({ participantId }) => signatures.find((one) => one.participantId === participantId)?.signedAt ?? [],
  )
  return times.length > 0 && times.length === parties.length ? Math.max(...times) : null
}
