import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SuiteReport } from '../../../src/safeguard/crypto/report.ts'
import type { KeyRing, KeyView, RequestView } from '../../../src/safeguard/keys/model.ts'
import { get, post } from './client.ts'

export type { KeyRing, KeyView, RequestView as KeyRequest }

export const KEY_ASKS = ['rotate', 'revoke', 'recovery'] as const
export type KeyAsk = (typeof KEY_ASKS)[number]

export const useKeys = () => useQuery({ queryKey: ['keys'], queryFn: () => get<KeyRing>('/keys') })
export const useSuite = () =>
  useQuery({ queryKey: ['keys', 'suite'], queryFn: () => get<SuiteReport>('/keys/suite') })

function useKeyChange<V>(mutationFn: (value: V) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: ['keys'] }) })
}

export const useAskKey = () =>
  useKeyChange((ask: { key: string; kind: KeyAsk; reason: string }) => post('/keys/requests', ask))
export const useDecideKey = () =>
  useKeyChange(({ id, ...decision }: { id: string; approve: boolean; reason: string }) =>
    post(`/keys/requests/${id}/decision`, decision),
  )
export const useWithdrawKey = () => useKeyChange((id: string) => post(`/keys/requests/${id}/withdraw`))
export const useRecoveryPhrase = () =>
  useKeyChange(({ id, passphrase }: { id: string; passphrase: string }) =>
    post(`/keys/requests/${id}/recovery`, { passphrase }),
  )
