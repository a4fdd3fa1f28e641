import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, post } from './client.ts'
import type { JobView } from './types.ts'

export const isRunning = (job: JobView) => job.state === 'queued' || job.state === 'active'

/** Asked often only while something runs. */
export const useJobs = () =>
  useQuery({
    queryKey: ['jobs'],
    queryFn: () => get<Page<JobView>>('/jobs'),
    refetchInterval: (query) => (query.state.data?.items.some(isRunning) ? 3000 : 60_000),
  })

export const useJob = (id: string) =>
  useQuery({ queryKey: ['job', id], queryFn: () => get<JobView>(`/jobs/${id}`) })

export function useCancelJob(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => post(`/jobs/${id}/cancel`),
    onSettled: () => client.invalidateQueries({ queryKey: ['job', id] }),
  })
}
