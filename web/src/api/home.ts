import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEvents } from '../lib/use-events.ts'
import { get } from './client.ts'
import type { HeadView } from './evidence.ts'
import type { HomeView } from './types.ts'

export const useHome = () =>
  useQuery({
    queryKey: ['home'],
    queryFn: () => get<HomeView>('/home'),
    staleTime: 15_000,
    refetchInterval: 60_000,
  })

export interface LiveHead {
  readonly size: number | null
  readonly healthy: boolean
}

/** The head of the log, live: each event moves it and, now and then, what the home page shows. */
export function useHomeEvents(): LiveHead {
  const client = useQueryClient()
  const { data } = useHome()
  const { data: live } = useQuery<HeadView | null>({
    queryKey: ['live-head'],
    queryFn: () => null,
    enabled: false,
    initialData: null,
  })
  useEvents('/home/events', {
    head: (event) => {
      client.setQueryData(['live-head'], event)
      void client.invalidateQueries({ queryKey: ['home'], refetchType: 'active' })
    },
    alert: () => void client.invalidateQueries({ queryKey: ['home'] }),
  })
  const size = Math.max(live?.size ?? 0, data?.head.size ?? 0)
  return { size: size === 0 ? null : size, healthy: data?.head.healthy ?? true }
}
