import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyKeyView, NewBodyKey } from '../../../src/flow/contract/signing/keys.ts'
import { get, type Page, post } from './client.ts'

export type { BodyKeyView, NewBodyKey }

export interface BodyKeys extends Page<BodyKeyView> {
  /** What proves possession of a key to be registered. */
  readonly proofText: string
  /** What is signed for a contract; HASH stands for its hash. */
  readonly contractText: string
}

/** Keys of the own body; for its data officers and stewards. */
export const useBodyKeys = () =>
  useQuery({ queryKey: ['body-keys'], queryFn: () => get<BodyKeys>('/body-keys') })

function useBodyKeyChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: ['body-keys'] }) })
}

export const useRegisterBodyKey = () =>
  useBodyKeyChange((key: NewBodyKey) => post<{ id: string; keyId: string }>('/body-keys', key))
export const useRevokeBodyKey = () => useBodyKeyChange((id: string) => post(`/body-keys/${id}/revoke`))
