import { type Conflict, conflictsOf } from '../../../../src/flow/policy/conflict/index.ts'
import { rulesOf } from '../../../../src/flow/policy/conflict/walk.ts'
import { constraintProblem } from '../../../../src/flow/policy/constraint/index.ts'
import type { PolicyDraft } from './draft.ts'

export interface Soundness {
  /** Some condition is not written as it must be. */
  readonly wrong: boolean
  readonly conflicts: readonly Conflict[]
}

/** What the server would refuse, by the server's own rules. The end of time stands in while no end is chosen. */
export function soundnessOf(draft: PolicyDraft): Soundness {
  const wrong = rulesOf(draft).some(({ constraints }) =>
    constraints.some(({ constraint }) => constraintProblem(constraint) !== null),
  )
  if (wrong) return { wrong, conflicts: [] }
  return { wrong, conflicts: conflictsOf({ ...draft, until: draft.until ?? 253_402_300_799_999 }) }
}
