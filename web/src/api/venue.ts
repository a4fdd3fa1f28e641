import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, post } from './client.ts'
import type { AttendanceRow, PatrolRow, TerminalRow } from '../../../src/use/sandbox/venue/model.ts'

export type { TerminalRow }

export const useTerminals = () =>
  useQuery({
    queryKey: ['venue', 'terminals'],
    queryFn: () => get<Page<TerminalRow>>('/venue/terminals'),
  })
export const useAttendance = () =>
  useQuery({
    queryKey: ['venue', 'attendance'],
    queryFn: () => get<Page<AttendanceRow>>('/venue/attendance'),
    refetchInterval: 15_000,
  })
export const usePatrols = () =>
  useQuery({
    queryKey: ['venue', 'patrols'],
    queryFn: () => get<Page<PatrolRow>>('/venue/patrols'),
  })

function useVenueChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: ['venue'] }),
  })
}

export type NewTerminal = Pick<TerminalRow, 'name' | 'gatewayName' | 'networks' | 'zone'>

export const useNewTerminal = () =>
  useVenueChange((value: NewTerminal) => post<{ id: string }>('/venue/terminals', value))
export const useRetireTerminal = () => useVenueChange((id: string) => post(`/venue/terminals/${id}/retire`))
export const useBindTerminal = () =>
  useVenueChange(({ id, seatId }: { readonly id: string; readonly seatId: string }) =>
    post(`/venue/terminals/${id}/bind`, { seatId }),
  )
export const useUnbindTerminal = () =>
  useVenueChange(({ id, seatId }: { readonly id: string; readonly seatId: string }) =>
    post(`/venue/terminals/${id}/unbind`, { seatId }),
  )
export const useCheck = () =>
  useVenueChange(
    ({ act, userId, terminalId }: { act: 'in' | 'out'; userId: string; terminalId: string | null }) =>
      post(`/venue/check-${act}`, act === 'in' ? { userId, terminalId } : { userId }),
  )
export const useNewPatrol = () =>
  useVenueChange((value: Pick<PatrolRow, 'zone' | 'text'>) => post<{ id: string }>('/venue/patrols', value))
