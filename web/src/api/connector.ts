import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  ConnectorView,
  MessageView,
  NewRemoteContract,
  OwnCard,
  PeerView,
  ProofView,
  RemoteContractView,
  RemoteOffer,
  RemoteTemplate,
  ResultView,
} from '../../../src/connector/tc609/model.ts'
import { get, type Page, post } from './client.ts'
import type { OutputTable, Policy } from './types.ts'

export type {
  ConnectorView,
  MessageView,
  OwnCard,
  PeerView,
  ProofView,
  RemoteContractView,
  RemoteOffer,
  RemoteTemplate,
  ResultView,
}

/** Messages of the other side come by themselves: what is shown is asked for again. */
const EVERY_MS = 3000
const KEY = 'connector'

const useAsked = <T>(path: string, enabled = true, live = false) =>
  useQuery({
    queryKey: [KEY, path],
    queryFn: () => get<T>(path),
    enabled,
    ...(live ? { refetchInterval: EVERY_MS } : {}),
  })

function useChange<I, O = unknown>(work: (input: I) => Promise<O>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: work,
    onSettled: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}

export const useOwnCard = (enabled: boolean) => useAsked<OwnCard>('/connector/own', enabled)
export const useConnectors = () => useAsked<Page<ConnectorView>>('/connectors')
export const usePeers = (enabled: boolean) => useAsked<Page<PeerView>>('/peers', enabled)
export const useMessages = () => useAsked<Page<MessageView>>('/connector/messages', true, true)
export const useRemotes = (enabled: boolean) =>
  useAsked<Page<RemoteContractView>>('/remote-contracts', enabled, true)
export const useRemote = (id: string) => useAsked<RemoteContractView>(`/remote-contracts/${id}`, true, true)
export const useResults = (id: string) => useAsked<Page<ResultView>>(`/remote-contracts/${id}/results`)
export const useRemoteProofs = (id: string) =>
  useAsked<Page<ProofView>>(`/remote-contracts/${id}/proofs`, true, true)
export const useContractProofs = (id: string) =>
  useAsked<Page<ProofView>>(`/contracts/${id}/proofs`, true, true)
export const useKeptResult = (id: string, runId: string | null) =>
  useAsked<OutputTable>(`/remote-contracts/${id}/results/${runId}`, runId !== null)

export const useRemoteOffers = (peerId: string, keywords: string) =>
  useQuery({
    queryKey: [KEY, 'offers', peerId, keywords],
    queryFn: () => get<Page<RemoteOffer>>(`/peers/${peerId}/offers`, { keywords }),
    placeholderData: (before) => before,
    retry: false,
  })
export const useRemoteTemplate = (peerId: string, templateId: string | undefined) =>
  useQuery({
    queryKey: [KEY, 'template', peerId, templateId],
    queryFn: () => get<RemoteTemplate>(`/peers/${peerId}/offers/${templateId}`),
    enabled: templateId !== undefined,
    retry: false,
  })

export const useRegister = () =>
  useChange((card: { id: string; url: string; publicKey: string; logVkey: string }) =>
    post('/connectors', card),
  )
export const useConnectorState = () =>
  useChange(({ id, change }: { id: string; change: string }) => post(`/connectors/${id}/state`, { change }))
export const useAddPeer = () => useChange((url: string) => post<{ id: string }>('/peers', { url }))
export const useConfirmPeer = () =>
  useChange(({ id, fingerprint }: { id: string; fingerprint: string }) =>
    post(`/peers/${id}/confirm`, { fingerprint }),
  )
export const useClosePeer = () => useChange((id: string) => post(`/peers/${id}/close`))
export const useBegin = () =>
  useChange((input: NewRemoteContract) => post<{ id: string }>('/remote-contracts', input))
export const usePropose = (id: string) =>
  useChange((policy: Policy) => post(`/remote-contracts/${id}/propose`, { policy }))
export const useAcceptRemote = (id: string) => useChange(() => post(`/remote-contracts/${id}/accept`))
export const useSignRemote = (id: string) =>
  useChange((hash: string) => post(`/remote-contracts/${id}/sign`, { hash }))
export const useEndRemote = (id: string) =>
  useChange((reason: string) => post(`/remote-contracts/${id}/end`, { reason }))
export const useRemoteUse = (id: string) =>
  useChange((input: { sql: string; title?: string }) =>
    post<ResultView>(`/remote-contracts/${id}/use`, input),
  )
