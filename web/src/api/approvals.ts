import { useQuery } from '@tanstack/react-query'
import { get, type Page, post, put } from './client.ts'
import { useFlowChange } from './flow.ts'
import type { ApprovalView, ApprovedAct, ChainStep, ChainView, DelegationView } from './types.ts'

type Filter = Record<string, string | number | undefined>

/** Approvals of the own body, those that wait first. */
export const useApprovals = (filter: Filter, enabled = true) =>
  useQuery({
    queryKey: ['approvals', filter],
    queryFn: () => get<Page<ApprovalView>>('/approvals', filter),
    enabled,
  })

export interface Voted {
  readonly state: 'waiting' | 'approved' | 'declined'
  readonly contractId: string | null
  readonly offerId: string | null
}

export const useVote = () =>
  useFlowChange(
    ({ id, decision, comment }: { id: string; decision: 'approve' | 'decline'; comment: string }) =>
      post<Voted>(`/approvals/${id}/${decision}`, comment ? { comment } : {}),
  )
export const useCancelApproval = () => useFlowChange((id: string) => post(`/approvals/${id}/cancel`))

export const useChains = (enabled = true) =>
  useQuery({
    queryKey: ['chains'],
    queryFn: () => get<Page<ChainView>>('/approval-chains'),
    enabled,
  })
export const useSetChain = () =>
  useFlowChange(({ act, steps }: { act: ApprovedAct; steps: readonly ChainStep[] }) =>
    put(`/approval-chains/${act}`, { steps }),
  )

export const useDelegations = () =>
  useQuery({ queryKey: ['delegations'], queryFn: () => get<Page<DelegationView>>('/delegations') })
export const useDelegate = () =>
  useFlowChange((value: { toUserId: string; until: number }) => post<{ id: string }>('/delegations', value))
export const useEndDelegation = () => useFlowChange((id: string) => post(`/delegations/${id}/end`))
