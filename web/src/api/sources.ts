import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  FeedChange,
  FeedView,
  NewFeed,
  NewSource,
  SourceBrief,
  SourceView,
  TableView,
  TestReport,
} from '../../../src/supply/source/connect/model.ts'
import type { PushDoor, PushMessageView } from '../../../src/supply/source/connect/service/push/model.ts'
import { get, type Page, patch, post, put } from './client.ts'

export type { FeedView, NewFeed, SourceBrief, SourceView, TableView, TestReport }

/** Settings and secret as they go to the server. The secret is in memory only, never in the kept draft. */
export type Access = Pick<NewSource, 'kind' | 'settings' | 'secret'>

export const useSources = () =>
  useQuery({
    queryKey: ['sources'],
    queryFn: () => get<Page<SourceBrief>>('/sources'),
    refetchInterval: 15_000,
  })

/** Asked often while a feed runs, so that its job is found soon after it began by itself. */
export const useSource = (id: string) =>
  useQuery({
    queryKey: ['source', id],
    queryFn: () => get<SourceView>(`/sources/${id}`),
    refetchInterval: (query) => (query.state.data?.feedList.some((feed) => feed.running) ? 1_000 : 5_000),
  })

export const useSourceTables = (id: string) =>
  useQuery({
    queryKey: ['source-tables', id],
    queryFn: () => get<Page<TableView>>(`/sources/${id}/tables`),
    retry: false,
    staleTime: 60_000,
  })

export const usePushDoor = (id: string) =>
  useQuery({
    queryKey: ['push', id],
    queryFn: () => get<PushDoor>(`/sources/${id}/push`),
    refetchInterval: 5_000,
  })

export const usePushMessages = (id: string) =>
  useQuery({
    queryKey: ['push-messages', id],
    queryFn: () => get<Page<PushMessageView>>(`/sources/${id}/messages`, { limit: 20 }),
    refetchInterval: 5_000,
  })

/** A change to sources or feeds: what shows them is asked for again. */
function useSourceChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(
        ['sources', 'source', 'source-tables', 'push', 'datasets', 'dataset', 'jobs', 'trail'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export const useTestAccess = () =>
  useMutation({ mutationFn: (access: Access) => post<TestReport>('/sources/test', access) })
export const useTestSource = (id: string) =>
  useMutation({ mutationFn: () => post<TestReport>(`/sources/${id}/test`) })
export const useNewSource = () =>
  useSourceChange((source: NewSource) => post<{ id: string }>('/sources', source))
export const useSourceState = (id: string) =>
  useSourceChange((verb: 'pause' | 'resume') => post(`/sources/${id}/${verb}`))
export const useReplaceSecret = (id: string) =>
  useSourceChange((secret: Record<string, unknown>) => put(`/sources/${id}/secret`, { secret }))
export const useNewFeed = (sourceId: string) =>
  useSourceChange((feed: NewFeed) => post<{ id: string }>(`/sources/${sourceId}/feeds`, feed))
export const useFeedState = (id: string) =>
  useSourceChange((verb: 'pause' | 'resume') => post(`/feeds/${id}/${verb}`))
export const useRunFeed = (id: string) =>
  useSourceChange((whole: boolean) => post<{ jobId: string }>(`/feeds/${id}/run`, { whole }))
export const useCancelFeed = (id: string) => useSourceChange(() => post(`/feeds/${id}/cancel`))
export const useChangeFeed = (id: string) =>
  useSourceChange((change: FeedChange) => patch(`/feeds/${id}`, change))
export const useMakeToken = (id: string) =>
  useSourceChange(() => post<{ token: string }>(`/sources/${id}/push-token`))
