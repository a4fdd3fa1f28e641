import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get } from './client.ts'

/** What a one-time code is asked for with, at any door of its own. */
export interface Challenge {
  readonly challengeId: string
  /** Shown on the screen in the demo; null where it is sent. */
  readonly code: string | null
  readonly expiresAt: number
}

export type Answer = { readonly challengeId: string; readonly code: string }

const keyOf = (room: string) => [room, 'session'] as const

/** Who is in at the door of a room. Its keys all begin with the room's name, so that no other room shares them. */
export const useDoorState = <T>(room: string, path: string) =>
  useQuery({ queryKey: keyOf(room), queryFn: () => get<T>(path), staleTime: 30_000 })

/** Who is in changes: what was held before belongs to another. */
export function useDoorChange<V>(room: string, mutationFn: (value: V) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: async () => {
      client.removeQueries({
        predicate: ({ queryKey }) => queryKey[0] === room && queryKey[1] !== 'session',
      })
      await client.refetchQueries({ queryKey: keyOf(room) })
    },
  })
}
