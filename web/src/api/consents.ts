import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { GuardianshipView } from '../../../src/flow/consent/guardians.ts'
import type { AskView, NewAsk } from '../../../src/flow/consent/model.ts'
import type { ScopeView } from '../../../src/flow/consent/scopes.ts'
import { get, type Page, post } from './client.ts'

export type { AskView, GuardianshipView, NewAsk, ScopeView }

export const useAsks = (filter: Record<string, string | number | undefined>) =>
  useQuery({
    queryKey: ['consents', filter],
    queryFn: () => get<Page<AskView>>('/consents/requests', filter),
    placeholderData: (before) => before,
  })

export const useScopes = () =>
  useQuery({
    queryKey: ['scopes'],
    queryFn: async () => (await get<{ items: ScopeView[] }>('/consents/scopes')).items,
    staleTime: Infinity,
  })

function useConsentChange<V>(mutationFn: (value: V) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(['consents', 'guardianships'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}

export const useNewAsk = () => useConsentChange((value: NewAsk) => post('/consents/requests', value))
export const useCancelAsk = () => useConsentChange((id: string) => post(`/consents/requests/${id}/cancel`))

export const useWaitingGuardianships = (enabled: boolean) =>
  useQuery({
    queryKey: ['guardianships'],
    queryFn: async () => (await get<{ items: GuardianshipView[] }>('/consents/guardianships')).items,
    enabled,
  })
export const useConfirmGuardianship = () =>
  useConsentChange(
    ({ id, ...value }: { id: string; guardianCertno: string; wardCertno: string; until: number }) =>
      post(`/consents/guardianships/${id}/confirm`, value),
  )
export const useRefuseGuardianship = () =>
  useConsentChange((id: string) => post(`/consents/guardianships/${id}/refuse`))
