import { useQuery } from '@tanstack/react-query'
import { get, put } from './client.ts'
import { useFlowChange } from './flow.ts'
import type { Deciding, DecidingView } from './types.ts'

/** How requests under an own offer are answered. */
export const useDeciding = (offerId: string) =>
  useQuery({
    queryKey: ['deciding', offerId],
    queryFn: () => get<DecidingView>(`/offers/${offerId}/deciding`),
  })

export const useSetDeciding = (offerId: string) =>
  useFlowChange((value: Deciding) => put(`/offers/${offerId}/deciding`, value))
