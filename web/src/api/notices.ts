import { useQuery } from '@tanstack/react-query'
import { get, type Page, post, put } from './client.ts'
import { useFlowChange } from './flow.ts'
import type { HookView, NoticeView } from './types.ts'

type Filter = Record<string, string | number | undefined>

/** Grants that the own body was told of; read again often, because a veto has seconds. */
export const useNotices = (filter: Filter) =>
  useQuery({
    queryKey: ['notices', filter],
    queryFn: () => get<Page<NoticeView>>('/notices', filter),
    placeholderData: (before) => before,
    refetchInterval: 3000,
  })

export const useVeto = () =>
  useFlowChange(({ id, reason }: { id: string; reason: string }) => post(`/notices/${id}/veto`, { reason }))

export const useHook = () => useQuery({ queryKey: ['hook'], queryFn: () => get<HookView>('/hook') })
export const useSetHook = () =>
  useFlowChange((value: { url: string; active: boolean }) => put<HookView>('/hook', value))
/** Sends a message that says it is a test; answers how the other end took it. */
export const useTestHook = () => useFlowChange<void, HookView>(() => post<HookView>('/hook/test'))
