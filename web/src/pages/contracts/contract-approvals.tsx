import { useApprovals } from '../../api/approvals.ts'
import type { ContractView } from '../../api/types.ts'
import { ApprovalCard } from '../../parts/approval/approval-card.tsx'

/** What waits inside the own body before this contract can be signed. */
export function ContractApprovals({ contract }: { readonly contract: ContractView }) {
  const waiting = useApprovals({ state: 'waiting', limit: 200 }, contract.state === 'signing')
  const own = waiting.data?.items.filter((one) => one.subjectId === contract.id) ?? []
  return (
    <>
      {own.map((one) => (
        <ApprovalCard key={one.id} id={one.id} />
      ))}
    </>
  )
}
