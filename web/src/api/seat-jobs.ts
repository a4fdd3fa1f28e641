import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, post } from './client.ts'
import type { SeatJobView } from './types.ts'

export const isJobLive = ({ state }: Pick<SeatJobView, 'state'>): boolean =>
  state === 'waiting' || state === 'running'

export const useSeatJobs = (seat: string) =>
  useQuery({
    queryKey: ['seat-jobs', seat],
    queryFn: () => get<Page<SeatJobView>>(`/seats/${seat}/jobs`),
    refetchInterval: ({ state }) => (state.data?.items.some(isJobLive) ? 1500 : 15_000),
  })

export interface JobLine {
  readonly line: string
  readonly stream: 'out' | 'err'
}

export const jobLog = (seat: string, job: string, from: number) =>
  get<{ lines: JobLine[]; next: number; ended: boolean; capped: boolean }>(`/seats/${seat}/jobs/${job}/log`, {
    from,
  })

function useJobsChange<V, R>(seat: string, mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: ['seat-jobs', seat] }),
  })
}

export const useStartJob = (seat: string) =>
  useJobsChange(
    seat,
    (value: { readonly script: string; readonly parameters: Readonly<Record<string, string>> }) =>
      post<SeatJobView>(`/seats/${seat}/jobs`, value),
  )
export const useCancelSeatJob = (seat: string) =>
  useJobsChange(seat, (id: string) => post(`/seats/${seat}/jobs/${id}/cancel`))
