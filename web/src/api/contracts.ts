import { useQuery } from '@tanstack/react-query'
import { get, type Page, post } from './client.ts'
import { useFlowChange } from './flow.ts'
import type {
  ContractTimeline,
  ContractView,
  CountersView,
  RequestVersion,
  VerificationView,
} from './types.ts'

/** Counters as they stand, read again every few seconds while the page is looked at. */
export const useCounters = (id: string, live: boolean) =>
  useQuery({
    queryKey: ['counters', id],
    queryFn: () => get<CountersView>(`/contracts/${id}/counters`),
    refetchInterval: live ? 3000 : false,
  })

/** `hash` is that of the contract as it was shown. */
export const useSign = (id: string) =>
  useFlowChange((value: { hash: string; signature?: { keyId: string; value: string } }) =>
    post<{ state: string; approvalId: string | null }>(`/contracts/${id}/sign`, value),
  )

/** What a reason is given for. */
export type ContractAct =
  | 'refuse'
  | 'suspend'
  | 'resume'
  | 'end'
  | 'propose-end'
  | 'agree-end'
  | 'drop-end'
  | 'refuse-filing'

export const useContractChange = (id: string) =>
  useFlowChange(({ act, reason }: { act: ContractAct; reason: string }) =>
    post(
      `/contracts/${id}/${act}`,
      act === 'drop-end' ? undefined : act === 'agree-end' ? { comment: reason } : { reason },
    ),
  )

export const useFile = () => useFlowChange((id: string) => post<{ state: string }>(`/contracts/${id}/file`))

export const useRecordPayment = (id: string) =>
  useFlowChange((value: { fen: number; reference: string }) => post(`/contracts/${id}/payments`, value))

export const useConfirmDuty = (id: string) =>
  useFlowChange((key: string) => post(`/contracts/${id}/duties`, { key }))

/** Forms in which a contract can be taken along: the last word of their address. */
export type ContractFile = 'pdf' | 'odrl' | 'tc609' | 'receipt' | 'destruction'

/** What happened to a contract, from the first request on, and how often each kind did. */
export const useTimeline = (id: string) =>
  useQuery({
    queryKey: ['contract', id, 'timeline'],
    queryFn: () => get<ContractTimeline>(`/contracts/${id}/timeline`),
    refetchInterval: 15_000,
  })

/** Every version of the negotiation that a contract came of, oldest first. */
export const useContractVersions = (id: string) =>
  useQuery({
    queryKey: ['contract', id, 'versions'],
    queryFn: () => get<Page<RequestVersion>>(`/contracts/${id}/versions`),
    staleTime: Infinity,
  })

/** What anybody who holds the code of a printed contract may know of it. */
export const useVerification = (code: string) =>
  useQuery({
    queryKey: ['verification', code],
    queryFn: () => get<VerificationView>(`/contract-verification/${encodeURIComponent(code)}`),
    enabled: code !== '',
    retry: false,
    staleTime: 0,
  })

/** Contracts that wait for filing, or those that were filed; for the operator's data officers. */
export const useFilings = (filter: Readonly<Record<string, string | number | undefined>>) =>
  useQuery({
    queryKey: ['filings', filter],
    queryFn: () => get<Page<ContractView>>('/filings', filter),
    placeholderData: (before) => before,
  })
