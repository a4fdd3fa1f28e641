import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, post, sendBytes } from './client.ts'
import type { ImportView } from './types.ts'

export const useProjectImports = (projectId: string) =>
  useQuery({
    queryKey: ['imports', 'project', projectId],
    queryFn: () => get<Page<ImportView>>(`/projects/${projectId}/imports`),
    enabled: projectId !== '',
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === 'scanning') ? 2000 : 30_000,
  })

/** What waits for the operator. */
export const useWaitingImports = () =>
  useQuery({
    queryKey: ['imports', 'waiting'],
    queryFn: () => get<Page<ImportView>>('/imports', { state: 'waiting' }),
    refetchInterval: 30_000,
  })

function useImportsChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(['imports', 'seat-tables'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}

export interface NewImport {
  readonly kind: ImportView['kind']
  readonly name: string
  readonly right: string
  readonly proofDigest: string | null
  readonly file: File
}

export const useAskImport = (projectId: string) =>
  useImportsChange(({ file, proofDigest, ...rest }: NewImport) => {
    const query = new URLSearchParams({ ...rest, ...(proofDigest ? { proofDigest } : {}) })
    return sendBytes<ImportView>(`/projects/${projectId}/imports?${query.toString()}`, file)
  })
export const useWithdrawImport = () => useImportsChange((id: string) => post(`/imports/${id}/withdraw`))
export const useDecideImport = () =>
  useImportsChange(({ id, act, reason }: { id: string; act: 'approve' | 'reject'; reason: string }) =>
    post(`/imports/${id}/${act}`, { reason }),
  )
