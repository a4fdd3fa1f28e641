import { useQuery } from '@tanstack/react-query'
import { get, type Page, post } from './client.ts'
import { useFlowChange } from './flow.ts'
import type { Counter, RequestVersion, RequestView } from './types.ts'

/** One negotiation; looked at again while open, because the other side answers at its own time. */
export const useRequest = (id: string) =>
  useQuery({
    queryKey: ['request', id],
    queryFn: () => get<RequestView>(`/requests/${id}`),
    enabled: id !== '',
    refetchInterval: 20_000,
  })

/** Every version of a negotiation, oldest first. */
export const useVersions = (id: string, round: number) =>
  useQuery({
    queryKey: ['request-versions', id, round],
    queryFn: () => get<Page<RequestVersion>>(`/requests/${id}/versions`),
    enabled: id !== '',
    placeholderData: (before) => before,
  })

export const useCounter = (id: string) =>
  useFlowChange((value: Counter) => post<{ n: number }>(`/requests/${id}/counter`, value))

/** `n` names the version that was read. */
export const useAccept = (id: string) =>
  useFlowChange((value: { n: number; answer?: string }) =>
    post<{ contractId: string | null; approvalId: string | null }>(`/requests/${id}/accept`, value),
  )
