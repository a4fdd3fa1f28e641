import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, post } from './client.ts'
import type {
  ColumnLevel,
  ContractView,
  NewOffer,
  NewRequest,
  OfferView,
  ProjectView,
  RequestView,
} from './types.ts'

type Filter = Record<string, string | number | undefined>

export interface SchemaTable {
  readonly name: string
  readonly titleZh: string
  readonly titleEn: string
  readonly persons: boolean
  readonly columns: readonly SchemaColumn[]
}

interface SchemaColumn {
  readonly name: string
  readonly type: string
  readonly level: ColumnLevel
  readonly titleZh: string
  readonly titleEn: string
}

export const useOffers = (filter: Filter) =>
  useQuery({ queryKey: ['offers', filter], queryFn: () => get<Page<OfferView>>('/offers', filter) })

export const useRequests = (filter: Filter) =>
  useQuery({
    queryKey: ['requests', filter],
    queryFn: () => get<Page<RequestView>>('/requests', filter),
    placeholderData: (before) => before,
  })

export const useContracts = (filter: Filter, enabled = true) =>
  useQuery({
    queryKey: ['contracts', filter],
    queryFn: () => get<Page<ContractView>>('/contracts', filter),
    placeholderData: (before) => before,
    enabled,
  })

export const useContract = (id: string) =>
  useQuery({
    queryKey: ['contract', id],
    queryFn: () => get<ContractView>(`/contracts/${id}`),
    enabled: id !== '',
  })

export const useContractSchema = (id: string) =>
  useQuery({
    queryKey: ['schema', id],
    queryFn: () => get<{ tables: SchemaTable[] }>(`/contracts/${id}/schema`),
    enabled: id !== '',
    staleTime: 300_000,
  })

export const useProjects = () =>
  useQuery({ queryKey: ['projects'], queryFn: () => get<Page<ProjectView>>('/projects') })

const TOUCHED = [
  'offers',
  'deciding',
  'requests',
  'request',
  'request-versions',
  'contracts',
  'contract',
  'filings',
  'counters',
  'payments',
  'notices',
  'approvals',
  'chains',
  'delegations',
  'projects',
  'home',
  'trail',
]

/** A change in the flow: everything that may show it is read again. */
export function useFlowChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () => Promise.all(TOUCHED.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}

export const useNewOffer = () => useFlowChange((value: NewOffer) => post<{ id: string }>('/offers', value))
export const useWithdrawOffer = () => useFlowChange((id: string) => post(`/offers/${id}/withdraw`))
export const useNewRequest = () =>
  useFlowChange((value: NewRequest) => post<{ id: string; number: string }>('/requests', value))
export const useWithdrawRequest = () => useFlowChange((id: string) => post(`/requests/${id}/withdraw`))
/** Accepts version `n` and signs for the own body in one go. */
export const useApprove = () =>
  useFlowChange(({ id, n, answer }: { id: string; n: number; answer?: string }) =>
    post<{ contractId: string | null; approvalId: string | null }>(`/requests/${id}/approve`, {
      n,
      ...(answer ? { answer } : {}),
    }),
  )
export const useReject = () =>
  useFlowChange(({ id, answer }: { id: string; answer: string }) =>
    post(`/requests/${id}/reject`, { answer }),
  )
