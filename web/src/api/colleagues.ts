import { useQuery } from '@tanstack/react-query'
import { get, type Page } from './client.ts'
import { useMe } from './session.ts'
import type { ColleagueView } from './types.ts'

/** Active users of the own body. */
export function useColleagues() {
  const me = useMe()
  return useQuery({
    queryKey: ['colleagues', me.participant.id],
    queryFn: () => get<Page<ColleagueView>>('/colleagues'),
    staleTime: 60_000,
  })
}

/** Names a colleague; one who has left is only `someone`. */
export function useColleagueName(): (id: string, someone: string) => string {
  const colleagues = useColleagues()
  return (id, someone) => colleagues.data?.items.find((one) => one.id === id)?.displayName ?? someone
}
