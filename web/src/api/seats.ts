import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, post } from './client.ts'
import type { BulkView, NewSeat, SeatTableView, SeatView } from './types.ts'

type Filter = Record<string, string | number | undefined>

/** Asked often only while one of them is on its way. */
export const isMoving = ({ state }: Pick<SeatView, 'state'>): boolean =>
  state === 'waiting' || state === 'starting'

export const useSeats = (filter: Filter) =>
  useQuery({
    queryKey: ['seats', filter],
    queryFn: () => get<Page<SeatView>>('/seats', filter),
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => (state.data?.items.some(isMoving) ? 2000 : 15_000),
  })

export const useSeat = (id: string) =>
  useQuery({
    queryKey: ['seat', id],
    queryFn: () => get<SeatView>(`/seats/${id}`),
    enabled: id !== '',
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? 2000 : 8000),
  })

export const useSeatTables = (id: string) =>
  useQuery({
    queryKey: ['seat-tables', id],
    queryFn: () => get<{ items: SeatTableView[] }>(`/seats/${id}/tables`),
    staleTime: 60_000,
  })

export interface Variable {
  readonly name: string
  readonly type: string
  readonly look: string
}

export const useVariables = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['seat-variables', id],
    queryFn: () => get<{ items: Variable[] }>(`/seats/${id}/variables`),
    enabled,
    staleTime: 0,
  })

/** Of the kernel: what may follow the text before `at`. */
export const completeIn = (id: string, text: string, at: number) =>
  post<{ from: number; items: string[] }>(`/seats/${id}/complete`, { text, at })

function useSeatsChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(
        ['seats', 'seat', 'seat-tables', 'seat-variables', 'trail', 'bulk'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export const useOpenSeat = () => useSeatsChange((value: NewSeat) => post<SeatView>('/seats', value))

export type SeatAct = 'sleep' | 'wake' | 'close' | 'restart' | 'block' | 'unblock'

export const useSeatAct = (id: string) =>
  useSeatsChange(({ act, reason }: { act: SeatAct; reason?: string }) =>
    post(`/seats/${id}/${act}`, reason === undefined ? (act === 'close' ? {} : undefined) : { reason }),
  )

export const enterSeat = (id: string) => post<SeatView | null>(`/seats/${id}/enter`)

/** Also while the page is being closed, when an ordinary call would be dropped. */
export function leaveSeat(id: string): void {
  void fetch(`/api/seats/${id}/leave`, {
    method: 'POST',
    credentials: 'same-origin',
    keepalive: true,
  }).catch(() => {})
}

export interface BulkRow {
  readonly projectId: string
  readonly name: string
  readonly terminal?: string
}

export const useBulkOpen = () =>
  useSeatsChange((rows: readonly BulkRow[]) => post<BulkView>('/seats/bulk', { rows }))
export const useBulkClose = () =>
  useSeatsChange((value: { readonly projectIds: readonly string[] | 'all'; readonly reason: string }) =>
    post<BulkView>('/seats/bulk-close', value),
  )
export const useBulk = (id: string) =>
  useQuery({
    queryKey: ['bulk', id],
    queryFn: () => get<BulkView>(`/seats/bulk/${id}`),
    enabled: id !== '',
    refetchInterval: ({ state }) => (state.data?.state === 'running' || !state.data ? 1000 : false),
  })
