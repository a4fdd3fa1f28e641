import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { RetentionView } from '../../../src/safeguard/evidence/retention/model.ts'
import { get, post } from './client.ts'

export type Retention = z.output<typeof RetentionView>
export type RetentionRule = Retention['rules'][number]
export type Hold = Retention['holds'][number]
export type Destruction = Retention['destructions'][number]

export const useRetention = () =>
  useQuery({ queryKey: ['retention'], queryFn: () => get<Retention>('/retention') })

function useRetentionChange<V>(mutationFn: (value: V) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: ['retention'] }) })
}

export interface NewHold {
  readonly about: { readonly subject?: string; readonly kind?: string }
  readonly reason: string
}

export const usePlaceHold = () => useRetentionChange((hold: NewHold) => post('/retention/holds', hold))
export const useLiftHold = () =>
  useRetentionChange(({ id, reason }: { id: string; reason: string }) =>
    post(`/retention/holds/${id}/lift`, { reason }),
  )
export const useAskDestruction = () =>
  useRetentionChange((reason: string) => post('/retention/destructions', { reason }))
export const useDecideDestruction = () =>
  useRetentionChange(({ id, ...decision }: { id: string; approve: boolean; reason: string }) =>
    post(`/retention/destructions/${id}/decision`, decision),
  )
export const useCancelDestruction = () =>
  useRetentionChange((id: string) => post(`/retention/destructions/${id}/cancel`))
