import type { ContractView } from '../../api/types.ts'
import { Num } from '../../parts/say.tsx'

export const runsLeft = (contract: ContractView): number =>
  Math.max(0, contract.terms.policy.maxRuns - contract.runsUsed - contract.runsLeased)

/** What is left of what was agreed, with its base. */
export function RunsLeft({ contract }: { readonly contract: ContractView }) {
  return (
    <span className="nowrap">
      <Num value={runsLeft(contract)} />
      <span className="faint">
        {' / '}
        <Num value={contract.terms.policy.maxRuns} />
      </span>
    </span>
  )
}
